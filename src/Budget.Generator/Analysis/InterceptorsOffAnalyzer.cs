using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN018: a project whose settings keep its calls from being tracked.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class InterceptorsOffAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] _features = ["InterceptorsNamespaces", "InterceptorsPreviewNamespaces"];

    private static readonly DiagnosticDescriptor _rule = new(
        "BGN018",
        "Project is not set up for tracking",
        "The calls in this file cannot be tracked, because {0}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Interceptors work only in namespaces that the project allows, and generated code calls the runtime. The package sets both up; a project that does it by hand can miss one.",
        helpLinkUri: HelpLinks.For("BGN018"));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [_rule, InternalFault.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            // A project that is set up well costs nothing.
            if (!Concern.AboutAttributes(start.Compilation) || Trouble(start.Compilation) is not { } trouble)
                return;

            var uses = CallUses.Of(start.Compilation, TrackAll.IsOn(start.Options.AnalyzerConfigOptionsProvider));
            start.RegisterSemanticModelAction(file => InternalFault.Guard(state => Check(state, uses, trouble), file, file.SemanticModel.SyntaxTree.GetRoot(file.CancellationToken), file.ReportDiagnostic));
        });
    }

    // Once in a file is enough.
    private static void Check(SemanticModelAnalysisContext context, CallUses uses, string trouble)
    {
        foreach (CallUse use in uses.In(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            if (use.Classification() is TrackedSdkCall or TrackedMethodCall)
            {
                context.ReportDiagnostic(Diagnostic.Create(_rule, CallLocation.Of(use.Operation), trouble));
                return;
            }
        }
    }

    private static string? Trouble(Compilation compilation)
    {
        if (compilation.SyntaxTrees.FirstOrDefault() is { Options.Features: var features } && !_features.Any(feature => features.TryGetValue(feature, out string? spaces) && Allows(spaces)))
            return $"the property InterceptorsNamespaces does not name {KnownNames.GeneratedNamespace}; import BudgetGen.targets, or append ';{KnownNames.GeneratedNamespace}' to it";

        return compilation.GetTypeByMetadataName($"{KnownNames.CompilerServices}.{KnownNames.LlmCall}") is null
            ? "the project does not reference the runtime that generated code calls; reference the package BudgetGen or BudgetGen.Runtime"
            : null;
    }

    // A namespace allows those inside it.
    private static bool Allows(string namespaces) => namespaces.Split(';').Any(space => space.Trim() is KnownNames.GeneratedNamespace or KnownNames.Namespace);
}
