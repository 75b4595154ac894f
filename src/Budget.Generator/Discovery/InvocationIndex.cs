using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// The invocations of one tree by the simple name of what they call. Pure syntax, made once per tree: an edit in one file leaves the indexes of
/// all others alone, and only the hits are ever bound.
/// </summary>
internal sealed class InvocationIndex
{
    private static readonly ConditionalWeakTable<SyntaxTree, InvocationIndex> _byTree = new();

    private readonly Dictionary<string, List<InvocationExpressionSyntax>> _byName = new(StringComparer.Ordinal);

    private InvocationIndex(SyntaxNode root)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            if (node is not InvocationExpressionSyntax invocation || SimpleName(invocation.Expression) is not { } name)
                continue;

            if (!_byName.TryGetValue(name.Identifier.ValueText, out List<InvocationExpressionSyntax>? calls))
                _byName.Add(name.Identifier.ValueText, calls = []);
            calls.Add(invocation);
        }
    }

    /// <summary>The index of a tree.</summary>
    public static InvocationIndex For(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (_byTree.TryGetValue(tree, out InvocationIndex? index))
            return index;

        SyntaxNode root = tree.GetRoot(cancellationToken);
        return _byTree.GetValue(tree, _ => new InvocationIndex(root));
    }

    /// <summary>The name that stands before the parentheses of a call: <c>M</c> in <c>a.M(x)</c>, <c>a?.M&lt;T&gt;(x)</c> and <c>(a.M)(x)</c>.</summary>
    public static SimpleNameSyntax? SimpleName(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        ParenthesizedExpressionSyntax inner => SimpleName(inner.Expression),
        AliasQualifiedNameSyntax alias => alias.Name,
        _ => null,
    };

    /// <summary>The invocations of these names, in the order of the text.</summary>
    public InvocationExpressionSyntax[] Find(ISet<string> names)
    {
        List<InvocationExpressionSyntax>? found = null;
        foreach (KeyValuePair<string, List<InvocationExpressionSyntax>> calls in _byName)
        {
            if (names.Contains(calls.Key))
                (found ??= []).AddRange(calls.Value);
        }

        return found is null ? [] : [.. found.OrderBy(call => call.SpanStart).ThenBy(call => call.Span.Length)];
    }
}
