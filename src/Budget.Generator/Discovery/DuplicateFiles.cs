using System.Collections.Concurrent;
using BudgetGen.Generator.Discovery.Reuse;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Files with identical text. A location is checksum, position and file name, so the compiler cannot tell their calls apart (CS9233).</summary>
internal sealed class DuplicateFiles(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, string?> _twins = new();
    private readonly Lazy<ILookup<int, SyntaxTree>> _byLength = new(() => compilation.SyntaxTrees.ToLookup(tree => tree.Length));
    private readonly ConcurrentDictionary<int, ILookup<TextHash, SyntaxTree>> _byHash = new();

    /// <summary>The path of another file with the same text, or null.</summary>
    public string? TwinOf(SyntaxTree tree) => _twins.GetOrAdd(tree, FindTwin);

    private string? FindTwin(SyntaxTree tree)
    {
        foreach (SyntaxTree other in SameLength(tree))
        {
            if (other != tree && other.GetText().ContentEquals(tree.GetText()))
                return Path.GetFileName(other.FilePath);
        }

        return null;
    }

    /// <summary>Few files have the same length; but those that a tool wrote may all have it, and are told apart by a hash, once.</summary>
    private IEnumerable<SyntaxTree> SameLength(SyntaxTree tree)
    {
        const int Few = 8;
        IEnumerable<SyntaxTree> same = _byLength.Value[tree.Length];
        return same.Skip(Few).Any() ? _byHash.GetOrAdd(tree.Length, _ => same.ToLookup(Hash))[Hash(tree)] : same;
    }

    private static TextHash Hash(SyntaxTree tree) => TextHash.Start.With(tree.GetText().ToString());
}
