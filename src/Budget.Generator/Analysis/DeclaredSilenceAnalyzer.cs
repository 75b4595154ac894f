using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Declared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN042: an <c>[LlmMethod]</c> that says too little to hold or to book a call well.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DeclaredSilenceAnalyzer() : DeclarationAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN042",
        "[LlmMethod] says too little",
        "[LlmMethod] for '{0}' does not say {1}: {2}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A hold that does not know the prompt is too small, and a call that tells no usage is charged at the most that it can cost.",
        helpLinkUri: HelpLinks.For("BGN042"));

    protected override IEnumerable<Diagnostic> Judge(DeclarationSyntax declaration, IReadOnlyList<IMethodSymbol> methods, Compilation compilation)
    {
        // What does not bind is said by another rule.
        if (Best(declaration.Declaration, methods, compilation) is not { Errors.IsEmpty: true } bound)
            yield break;

        if (bound.HidesPrompt)
            yield return Report("what is sent", "set Prompt, or every hold is too small by its input");
        if (bound.HidesUsage)
            yield return Report("what was used", "set InputTokens and OutputTokens, or Text, or every call is charged at the most that it can cost");

        Diagnostic Report(string what, string remedy) => Diagnostic.Create(_rule, declaration.Syntax.GetLocation(), MethodNames.Of(bound.Target), what, remedy);
    }
}
