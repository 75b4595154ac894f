using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery;

/// <summary>Files with identical text. A location is checksum, position and file name, so the compiler cannot tell their calls apart (CS9233).</summary>
internal sealed class DuplicateFiles(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, string?> _twins = new();
    private readonly Lazy<ILookup<int, SyntaxTree>> _byLength = new(() => compilation.SyntaxTrees.ToLookup(tree => tree.Length));
    private readonly ConcurrentDictionary<int, ILookup<(ulong, ulong), SyntaxTree>> _byHash = new();

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

    /// <summary>The compiler's own, of 128 bits, which it needs for the locations of calls anyway.</summary>
    private static (ulong, ulong) Hash(SyntaxTree tree)
    {
        ImmutableArray<byte> hash = tree.GetText().GetContentHash();
        return (Number(hash, 0), Number(hash, sizeof(ulong)));
    }

    private static ulong Number(ImmutableArray<byte> bytes, int start)
    {
        ulong number = 0;
        for (int i = start; i < bytes.Length && i < start + sizeof(ulong); i++)
            number = (number << 8) | bytes[i];
        return number;
    }
}
