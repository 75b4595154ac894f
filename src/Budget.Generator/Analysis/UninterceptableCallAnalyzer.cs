using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN003: a call that should be tracked and that the compiler cannot intercept.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UninterceptableCallAnalyzer() : CallAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN003",
        "Tracked call that cannot be intercepted",
        "'{0}' is tracked, but this use of it goes untracked because {1}; {2}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The original method runs here without scope and without meter. Code that compiles and silently escapes the budget is the worst case, so it is said out loud.",
        helpLinkUri: HelpLinks.For("BGN003"));

    protected override Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken) => classification switch
    {
        RefusedCall { Refusal: { Reason: not RefusalReason.BaseCall } refusal } => Diagnostic.Create(_rule, location, refusal.Method, RefusalText.Why(refusal), RefusalText.Remedy(refusal)),
        TrackedMethodCall tracked when UnseenCode.Holds(call, tracked.Method.Annotated, cancellationToken) => Diagnostic.Create(_rule, location, MethodNames.Of(tracked.Target), UnseenCode.Why, UnseenCode.Remedy),
        TrackedSdkCall tracked when UnseenCode.Holds(call, tracked.Place.Member, cancellationToken) => Diagnostic.Create(_rule, location, MethodNames.Of(tracked.Target), UnseenCode.Why, UnseenCode.Remedy),
        _ => null,
    };
}
