using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>
/// A rule about calls. It judges what <see cref="CallClassifier"/> says, which is what the generator goes by: they cannot disagree. Code that
/// other generators wrote (Razor pages, for one) is looked at as well, because the generator cannot see it.
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

            var classifier = CallClassifier.For(start.Compilation, start.Options);
            start.RegisterOperationAction(
                call => InternalFault.Guard(state => Check(state, classifier), call, call.Operation.Syntax, call.ReportDiagnostic),
                OperationKind.Invocation,
                OperationKind.DynamicInvocation,
                OperationKind.MethodReference);
        });
    }

    /// <summary>What the rule has to say about a call, or null.</summary>
    /// <param name="classification">What the call is.</param>
    /// <param name="call">An invocation, a dynamic invocation or a method reference.</param>
    /// <param name="location">Where to point.</param>
    /// <param name="cancellationToken">Stops the rule.</param>
    protected abstract Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken);

    private void Check(OperationAnalysisContext context, CallClassifier classifier)
    {
        CallClassification classification = classifier.Classify(context.Operation);
        if (classification is not NotOurs && Judge(classification, context.Operation, CallLocation.Of(context.Operation), context.CancellationToken) is { } diagnostic)
            context.ReportDiagnostic(diagnostic);
    }
}
