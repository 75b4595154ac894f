using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Declared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN043: an <c>[LlmMethod]</c> that changes nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DeclaredEffectAnalyzer() : DeclarationAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN043",
        "[LlmMethod] has no effect",
        "[LlmMethod] for '{0}' has no effect: {1}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The declaration promises a budget that nothing can keep, or repeats another one that wins.",
        helpLinkUri: HelpLinks.For("BGN043"));

    protected override IEnumerable<Diagnostic> Judge(DeclarationSyntax declaration, IReadOnlyList<IMethodSymbol> methods, Compilation compilation)
    {
        IMethodSymbol[] bound = [.. methods.Where(method => Binds(declaration.Declaration, method, compilation))];
        if (bound.Length == 0)
            yield break;

        var classifier = CallClassifier.For(compilation, trackAll: false);
        if (bound.All(method => classifier.RefusalOfEveryCall(method) is not null))
            yield return Report($"{RefusalText.Why(classifier.RefusalOfEveryCall(bound[0])!)}; {RefusalText.Remedy(classifier.RefusalOfEveryCall(bound[0])!)}");
        else if (bound.All(method => IsTaken(method, declaration, compilation)))
            yield return Report("an earlier one for the same method is taken; remove one of the two");

        Diagnostic Report(string why) => Diagnostic.Create(_rule, declaration.Syntax.GetLocation(), MethodNames.Of(bound[0]), why);
    }

    /// <summary>True if a declaration that stands before this one fits the same overload.</summary>
    private static bool IsTaken(IMethodSymbol method, DeclarationSyntax declaration, Compilation compilation) => declaration.Before(compilation).Any(other =>
        other.Method == method.Name && other.Methods(compilation).Contains(method, SymbolEqualityComparer.Default) && Binds(other, method, compilation));

    private static bool Binds(MethodDeclaration declaration, IMethodSymbol method, Compilation compilation) =>
        DeclaredMethods.Best([declaration], method, method, compilation) is { Errors.IsEmpty: true };
}
