using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BudgetGen.Generator.Discovery;

/// <summary>An attribute as it is written, and as the compiler has read it.</summary>
internal static class AttributePlace
{
    /// <summary>True if what was read is what stands there.</summary>
    public static bool IsAt(this AttributeData data, AttributeSyntax syntax) =>
        data.ApplicationSyntaxReference is { } place && place.SyntaxTree == syntax.SyntaxTree && place.Span == syntax.Span;
}
