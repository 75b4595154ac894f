using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BudgetGen.Generator.Analysis;

/// <summary>Finds a part of a string's value in the literal that it was written as.</summary>
internal static class LiteralSpan
{
    private static readonly char[] _delimiters = ['"', '@', ' ', '\t', '\r', '\n'];

    /// <summary>Where the part stands; null if the value is no literal, or was written with escapes.</summary>
    /// <param name="expression">The expression whose value the text is.</param>
    /// <param name="value">The text.</param>
    /// <param name="start">Where the part begins in the text.</param>
    /// <param name="length">The length of the part.</param>
    public static Location? Of(ExpressionSyntax expression, string value, int start, int length)
    {
        if (length == 0 || expression is not LiteralExpressionSyntax { Token: { } token })
            return null;

        int content = token.Text.IndexOf(value, StringComparison.Ordinal);
        if (content < 0 || !IsDelimiter(token.Text.Substring(0, content)) || !IsDelimiter(token.Text.Substring(content + value.Length)))
            return null;

        return Location.Create(expression.SyntaxTree, new TextSpan(token.SpanStart + content + start, length));
    }

    private static bool IsDelimiter(string text) => text.Trim(_delimiters).Length == 0;
}
