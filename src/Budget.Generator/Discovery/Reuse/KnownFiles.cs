using System.Runtime.CompilerServices;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>What was found in files before, for as long as the file stays as it is and nothing that concerns it changes elsewhere.</summary>
internal static class KnownFiles
{
    private static readonly ConditionalWeakTable<SyntaxTree, Slot> _byTree = new();

    /// <summary>What is known of a file in this world, or null: it has to be looked at.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="twin">Another file with the same text, or null: then its calls cannot be intercepted.</param>
    /// <param name="world">All else.</param>
    /// <param name="compilation">The compilation that this is the world of.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    public static FoundFile? Find(SyntaxTree tree, string? twin, World world, Compilation compilation, CancellationToken cancellationToken)
    {
        if (!_byTree.TryGetValue(tree, out Slot? slot) || slot.Known is not { } known || known.Twin != twin)
            return null;

        Change change = world.Since(known.World, compilation, cancellationToken);
        if (known.Found.HasDynamicCalls ? change != Change.None : change.Concerns(tree, cancellationToken))
            return null;

        // From now on it is known in this world, so that worlds that are over can go.
        slot.Known = known with { World = world };
        return known.Found;
    }

    /// <summary>Keeps what was found.</summary>
    public static void Keep(SyntaxTree tree, string? twin, World world, FoundFile found) => _byTree.GetOrCreateValue(tree).Known = new Known(world, twin, found);

    private sealed record Known(World World, string? Twin, FoundFile Found);

    private sealed class Slot
    {
        private volatile Known? _known;

        public Known? Known
        {
            get => _known;
            set => _known = value;
        }
    }
}
