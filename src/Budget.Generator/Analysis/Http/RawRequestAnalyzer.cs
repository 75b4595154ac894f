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
            if (Concern.AboutAttributes(start.Compilation))
                start.RegisterSemanticModelAction(file => InternalFault.Guard(state => Check(state, start.Compilation), file, file.SemanticModel.SyntaxTree.GetRoot(file.CancellationToken), file.ReportDiagnostic));
        });
    }

    private static void Check(SemanticModelAnalysisContext context, Compilation compilation)
    {
        foreach (PlacedRequest placed in PlacedRequest.In(context.SemanticModel.SyntaxTree, compilation, context.CancellationToken))
        {
            if (placed is { IsEscaping: true, Request: var request })
                context.ReportDiagnostic(Diagnostic.Create(_rule, request.Place.GetLocation(), request.IsBase ? "client is for" : "request goes to", request.Endpoint, Remedy(request, placed.Place)));
        }
    }

    private static string Remedy(RawRequest request, TrackedPlace place)
    {
        if (request.IsBase)
            return "call it in methods with [TrackLlmCall(\"model\")]";
        if (place.Member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, Name: not "<Main>$" } method)
            return "move it into a method with [TrackLlmCall(\"model\")]";

        // An annotated method escapes if it names no model, or holds a call that is metered: then that one is, and not the whole.
        return TrackedMethodReader.ReadTarget(method) switch
        {
            null => $"add [TrackLlmCall(\"model\")] to '{MethodNames.Of(method)}'",
            { } tracked when tracked.Settings.Templates.ContainsKey(KnownNames.Model) => "move it into a method of its own with [TrackLlmCall(\"model\")]",
            _ => $"name the model in [TrackLlmCall] of '{MethodNames.Of(method)}'",
        };
    }
}
