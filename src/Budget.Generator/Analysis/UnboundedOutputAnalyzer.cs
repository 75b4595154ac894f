using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN012: a tracked request that does not say how much output it wants, so that it holds the model's longest answer.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnboundedOutputAnalyzer() : CallAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN012",
        "LLM call without a bound on its output",
        "{0} says nothing about the length of the answer, so it reserves the price of the longest one that the model gives; set {1}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "What is reserved while a call runs is its worst case. A bound on the output makes it small, so that more calls fit into the same budget.",
        helpLinkUri: HelpLinks.For("BGN012"));

    protected override Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken) =>
        classification is TrackedSdkCall { Sdk: { Call.Kind: "chat" or "responses" } sdk } && call is IInvocationOperation invocation && OutputBound.MissingIn(invocation) is { } property
            ? Diagnostic.Create(_rule, location, MethodNames.Of(sdk.Known), property)
            : null;
}
