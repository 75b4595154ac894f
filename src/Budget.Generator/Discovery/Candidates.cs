using BudgetGen.Generator.Discovery.Reuse;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>
/// The invocations of known names in one tree. They are looked for in the text, so that files without any are not walked through, and kept as long as the tree and the
/// names stay as they are; only these are ever bound.
/// </summary>
internal static class Candidates
{
    // The generator and the rules look for different names.
    private static readonly FoundByNames<InvocationExpressionSyntax[]> _found = new(Find);

    /// <summary>The invocations of these names in a tree, in the order of the text.</summary>
    public static InvocationExpressionSyntax[] In(SyntaxTree tree, NameSet names, CancellationToken cancellationToken) => _found.In(tree, names, cancellationToken);

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

    /// <summary>Every use of these names in a tree, be it a call or not.</summary>
    public static IEnumerable<SimpleNameSyntax> Uses(SyntaxTree tree, NameSet names, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        IEnumerable<SyntaxToken> tokens = WordText.MayHideNames(text)
            // A name may be written in another way, which the text does not show.
            ? tree.GetRoot(cancellationToken).DescendantTokens()
            // In a comment, the token that is found is the next one behind it.
            : Words(text, names).Select(start => (Start: start, Token: tree.GetRoot(cancellationToken).FindToken(start))).Where(word => word.Token.Span.Contains(word.Start)).Select(word => word.Token);
        foreach (SyntaxToken token in tokens)
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && names.Contains(token.ValueText) && token.Parent is SimpleNameSyntax name)
                yield return name;
        }
    }

    private static InvocationExpressionSyntax[] Find(SyntaxTree tree, NameSet names, CancellationToken cancellationToken) =>
        [.. Uses(tree, names, cancellationToken).Select(CallOf).OfType<InvocationExpressionSyntax>().OrderBy(call => call.SpanStart).ThenBy(call => call.Span.Length)];

    /// <summary>Where in the text one of the names stands as a whole word, be it in a comment.</summary>
    private static List<int> Words(string text, NameSet names)
    {
        var found = new List<int>();
        for (int at = 0; WordText.Next(text, ref at, text.Length, out int start);)
        {
            if (names.Contains(text, start, at - start))
                found.Add(start);
        }

        return found;
    }

    /// <summary>The call before whose parentheses a name stands, or null: the way back of <see cref="SimpleName"/>.</summary>
    public static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name)
    {
        SyntaxNode called = name;
        while (true)
        {
            switch (called.Parent)
            {
                case InvocationExpressionSyntax call when call.Expression == called:
                    return call;
                case MemberAccessExpressionSyntax access when access.Name == called:
                case MemberBindingExpressionSyntax binding when binding.Name == called:
                case AliasQualifiedNameSyntax alias when alias.Name == called:
                case ParenthesizedExpressionSyntax:
                    called = called.Parent;
                    break;
                default:
                    return null;
            }
        }
    }
}
