using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// What was found in files for a set of names: kept for as long as a file stays as it is, and for the last two sets, because two askers may look for different names in turn.
/// Safe for any number of threads; two that ask at once may both look.
/// </summary>
/// <param name="find">Looks for the names in a file.</param>
internal sealed class FoundByNames<T>(Func<SyntaxTree, NameSet, CancellationToken, T> find)
    where T : class
{
    private readonly ConditionalWeakTable<SyntaxTree, Slot> _byTree = new();

    /// <summary>What was found in a file for these names, or is found now.</summary>
    public T In(SyntaxTree tree, NameSet names, CancellationToken cancellationToken)
    {
        Slot slot = _byTree.GetOrCreateValue(tree);
        (Entry? last, Entry? before) = (slot.Last, slot.Before);
        if (last is not null && last.Names.Equals(names))
            return last.Found;
        if (before is not null && before.Names.Equals(names))
            return before.Found;

        T found = find(tree, names, cancellationToken);
        (slot.Before, slot.Last) = (last, new Entry(names, found));
        return found;
    }

    private sealed record Entry(NameSet Names, T Found);

    private sealed class Slot
    {
        private volatile Entry? _last;
        private volatile Entry? _before;

        public Entry? Last
        {
            get => _last;
            set => _last = value;
        }

        public Entry? Before
        {
            get => _before;
            set => _before = value;
        }
    }
}
