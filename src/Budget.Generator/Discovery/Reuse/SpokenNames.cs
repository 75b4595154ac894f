using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>Every identifier of a file, wherever it stands.</summary>
internal static class SpokenNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> _byTree = new();

    /// <summary>The names that a tree says.</summary>
    public static HashSet<string> Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (_byTree.TryGetValue(tree, out HashSet<string>? names))
            return names;

        SyntaxNode root = tree.GetRoot(cancellationToken);
        return _byTree.GetValue(tree, _ => new HashSet<string>(root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal));
    }
}
