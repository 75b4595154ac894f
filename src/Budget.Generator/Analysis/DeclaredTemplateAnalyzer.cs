using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Declared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN041: a text in <c>[LlmMethod]</c> that binds to no overload.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DeclaredTemplateAnalyzer() : DeclarationAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN041",
        "Text in [LlmMethod] does not bind",
        "{0} of [LlmMethod] does not bind: {1}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The method's calls are known to cost money and cannot be metered, because what they ask for or used cannot be read.",
        helpLinkUri: HelpLinks.For("BGN041"));

    protected override IEnumerable<Diagnostic> Judge(DeclarationSyntax declaration, IReadOnlyList<IMethodSymbol> methods, Compilation compilation)
    {
        if (Best(declaration.Declaration, methods, compilation) is not { } bound)
            yield break;

        foreach (DeclarationError error in bound.Errors)
        {
            ExpressionSyntax? text = declaration.ExpressionOf(error.Property);
            string? value = (text as LiteralExpressionSyntax)?.Token.ValueText;
            Location? inside = text is null || value is null ? null : LiteralSpan.Of(text, value, error.Error.Start, error.Error.Length);
            string? near = inside is not null && IsName(error.Error, value!) ? DeclarationErrorText.Nearest(error.Error, bound) : null;
            yield return Diagnostic.Create(_rule, inside ?? (text ?? (SyntaxNode)declaration.Syntax).GetLocation(), Suggestion.Of(near), error.Property, DeclarationErrorText.Of(error.Error, bound));
        }
    }

    /// <summary>True if what is pointed at is the name alone, which can be replaced.</summary>
    private static bool IsName(TemplateError error, string value) => value.Substring(error.Start, error.Length) == error.Text;
}
