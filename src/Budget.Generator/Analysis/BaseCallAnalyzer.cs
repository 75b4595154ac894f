using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN004: a tracked method called through <c>base.</c>, which must never be intercepted.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BaseCallAnalyzer() : CallAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN004",
        "Tracked method called through 'base.'",
        "'{0}' is tracked, but this call of it goes untracked because {1}; {2}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An interceptor cannot call a base implementation: its call would be a virtual one and end in the override that it came from, without end.",
        helpLinkUri: HelpLinks.For("BGN004"));

    protected override Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken) =>
        classification is RefusedCall { Refusal: { Reason: RefusalReason.BaseCall } refusal }
            ? Diagnostic.Create(_rule, location, refusal.Method, RefusalText.Why(refusal), RefusalText.Remedy(refusal))
            : null;
}
