using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Files with identical text. A location is checksum, position and file name, so the compiler cannot tell their calls apart (CS9233).</summary>
internal sealed class DuplicateFiles(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, string?> _twins = new();
    private readonly Lazy<ILookup<int, SyntaxTree>> _byLength = new(() => compilation.SyntaxTrees.ToLookup(tree => tree.Length));

    /// <summary>The path of another file with the same text, or null.</summary>
    public string? TwinOf(SyntaxTree tree) => _twins.GetOrAdd(tree, FindTwin);

    private string? FindTwin(SyntaxTree tree)
    {
        foreach (SyntaxTree other in _byLength.Value[tree.Length])
        {
            if (other != tree && SameText(other, tree))
                return Path.GetFileName(other.FilePath);
        }

        return null;
    }

    private static bool SameText(SyntaxTree left, SyntaxTree right)
    {
        ImmutableArray<byte> one = left.GetText().GetContentHash(), other = right.GetText().GetContentHash();
        return one[0] == other[0] && one.SequenceEqual(other);
    }
}
