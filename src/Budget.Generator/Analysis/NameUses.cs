using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Analysis;

/// <summary>The uses of names in a file, kept as long as the file stays as it is: an edit elsewhere has no file looked through again.</summary>
internal static class NameUses
{
    // The names that rules look for change with the annotated methods; what was found for the names of long ago is let go.
    private const int MostSets = 8;

    private static readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<NameSet, SimpleNameSyntax[]>> _byTree = new();

    /// <summary>The uses, in the order of the text.</summary>
    public static SimpleNameSyntax[] In(SyntaxTree tree, NameSet names, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<NameSet, SimpleNameSyntax[]> known = _byTree.GetOrCreateValue(tree);
        if (known.TryGetValue(names, out SimpleNameSyntax[]? uses))
            return uses;

        if (known.Count >= MostSets)
            known.Clear();
        return known.GetOrAdd(names, [.. Candidates.Uses(tree, names, cancellationToken).OrderBy(name => name.SpanStart)]);
    }
}
