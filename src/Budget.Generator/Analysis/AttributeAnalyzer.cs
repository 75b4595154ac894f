using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>A rule about <c>[TrackLlmCall]</c> where it is written: on methods, types and assemblies, and where it does not belong.</summary>
internal abstract class AttributeAnalyzer(params DiagnosticDescriptor[] rules) : DiagnosticAnalyzer
{
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. rules, InternalFault.Rule];

    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (Concern.AboutAttributes(start.Compilation))
                start.RegisterSyntaxNodeAction(node => InternalFault.Guard(Check, node, node.Node, node.ReportDiagnostic), SyntaxKind.Attribute);
        });
    }

    /// <summary>What the rule has to say about an attribute.</summary>
    protected abstract IEnumerable<Diagnostic> Judge(TrackAttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken);

    private void Check(SyntaxNodeAnalysisContext context)
    {
        if (!AttributeUses.Tracking.MayBe((AttributeSyntax)context.Node, context.Compilation, context.CancellationToken))
            return;

        if (TrackAttributeSyntax.Read((AttributeSyntax)context.Node, context.SemanticModel, context.CancellationToken) is not { } attribute)
            return;

        attribute = attribute with { TracksAll = TrackAll.IsOn(context.Options.AnalyzerConfigOptionsProvider) };
        foreach (Diagnostic diagnostic in Judge(attribute, context.SemanticModel, context.CancellationToken))
            context.ReportDiagnostic(diagnostic);
    }
}
