using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery.Declared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN040: an <c>[LlmMethod]</c> whose type or method is not there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DeclaredTargetAnalyzer() : DeclarationAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN040",
        "[LlmMethod] names no method",
        "[LlmMethod] names no method: {0}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Nothing is declared, so that the calls that were meant go without a budget and nobody is told.",
        helpLinkUri: HelpLinks.For("BGN040"));

    protected override IEnumerable<Diagnostic> Judge(DeclarationSyntax declaration, IReadOnlyList<IMethodSymbol> methods, Compilation compilation)
    {
        if (methods.Count > 0)
            yield break;

        MethodDeclaration said = declaration.Declaration;
        INamedTypeSymbol? type = said.Types(compilation).FirstOrDefault();
        if (type is null)
        {
            string name = said.TypeName ?? said.Type?.ToDisplayString() ?? "null";
            yield return Report(declaration.TypeExpression, $"there is no type '{name}' here; write its full metadata name, such as \"Acme.Client`1\"");
            yield break;
        }

        string? near = NearestName.Among(Names(type), said.Method);
        string? literal = near is not null && declaration.MethodExpression is LiteralExpressionSyntax ? SymbolDisplay.FormatLiteral(near, quote: true) : null;
        yield return Report(declaration.MethodExpression, $"'{type.Name}' has no method '{said.Method}'" + (near is null ? "" : $"; did you mean '{near}'?"), literal);

        Diagnostic Report(ExpressionSyntax? place, string why, string? suggestion = null) => Diagnostic.Create(_rule, (place ?? (SyntaxNode)declaration.Syntax).GetLocation(), Suggestion.Of(suggestion), why);
    }

    private static IEnumerable<string> Names(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary && !method.IsImplicitlyDeclared).Select(method => method.Name).Distinct();
}
