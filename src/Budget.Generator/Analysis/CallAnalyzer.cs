using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>
/// A rule about calls. It judges what <see cref="CallClassifier"/> says, which is what the generator goes by: they cannot disagree. Code that
/// other generators wrote (Razor pages, for one) is looked at as well, because the generator cannot see it. Only names that may be meant are bound,
/// once for all rules.
/// </summary>
internal abstract class CallAnalyzer(params DiagnosticDescriptor[] rules) : DiagnosticAnalyzer
{
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. rules, InternalFault.Rule];

    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (!Concern.AboutCalls(start.Compilation))
                return;

            var uses = CallUses.Of(start.Compilation, TrackAll.IsOn(start.Options.AnalyzerConfigOptionsProvider));
            start.RegisterSemanticModelAction(file => Check(file, uses));
        });
    }

    /// <summary>What the rule has to say about a call, or null.</summary>
    /// <param name="classification">What the call is.</param>
    /// <param name="call">An invocation, a dynamic invocation or a method reference.</param>
    /// <param name="location">Where to point.</param>
    /// <param name="cancellationToken">Stops the rule.</param>
    protected abstract Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken);

    private void Check(SemanticModelAnalysisContext context, CallUses uses)
    {
        foreach (CallUse use in uses.In(context.SemanticModel.SyntaxTree, context.CancellationToken))
            InternalFault.Guard(known => Check(context, known), use, use.Operation.Syntax, context.ReportDiagnostic);
    }

    private void Check(SemanticModelAnalysisContext context, CallUse use)
    {
        CallClassification classification = use.Classification();
        if (classification is not NotOurs && Judge(classification, use.Operation, CallLocation.Of(use.Operation), context.CancellationToken) is { } diagnostic)
            context.ReportDiagnostic(diagnostic);
    }
}
