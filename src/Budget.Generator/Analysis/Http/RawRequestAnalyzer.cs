using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis.Http;

/// <summary>BGN007: an HTTP request to the paid address of a provider, which no client library makes and nobody tracks.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class RawRequestAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN007",
        "Untracked HTTP request to an LLM provider",
        "This {0} '{1}', and nobody tracks what it costs: {2}, or say why not with [BudgetIgnore(\"reason\")]",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A request that is made by hand costs as much as one of a client library, and nothing intercepts it.",
        helpLinkUri: HelpLinks.For("BGN007"));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [_rule, InternalFault.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            // Who cannot write our attributes has no way out.
            if (!Concern.AboutAttributes(start.Compilation))
                return;

            var requests = RawRequests.Of(start.Compilation);
            // Who tracks all has the calls of client libraries metered, not requests that are made by hand.
            var classifier = CallClassifier.For(start.Compilation, trackAll: false);
            start.RegisterSemanticModelAction(file => InternalFault.Guard(state => Check(state, requests, classifier), file, file.SemanticModel.SyntaxTree.GetRoot(file.CancellationToken), file.ReportDiagnostic));
        });
    }

    private static void Check(SemanticModelAnalysisContext context, RawRequests requests, CallClassifier classifier)
    {
        foreach (RawRequest request in requests.In(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            if (classifier.PlaceOf(request.Operation) is not { Tracking: Tracking.None } place || (request.IsBase && requests.NamesPaths(context.CancellationToken)))
                continue;

            context.ReportDiagnostic(Diagnostic.Create(_rule, request.Place.GetLocation(), request.IsBase ? "client is for" : "request goes to", request.Endpoint, Remedy(request, place)));
        }
    }

    private static string Remedy(RawRequest request, TrackedPlace place) =>
        request.IsBase
            ? "call it in methods with [TrackLlmCall(\"model\")]"
            : place.Member is IMethodSymbol { MethodKind: MethodKind.Ordinary, Name: not "<Main>$" } method
                ? $"add [TrackLlmCall(\"model\")] to '{MethodNames.Of(method)}'"
                : "move it into a method with [TrackLlmCall(\"model\")]";
}
