using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Prices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis.Models;

/// <summary>A rule about models that the code names, judged by the price books that the runtime prices calls with.</summary>
internal abstract class ModelAnalyzer(params DiagnosticDescriptor[] rules) : DiagnosticAnalyzer
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

            var mentions = ModelMentions.Of(start.Compilation);
            var models = new ProjectModels(start.Options);
            start.RegisterSemanticModelAction(file => InternalFault.Guard(state => Check(state, mentions, models), file, file.SemanticModel.SyntaxTree.GetRoot(file.CancellationToken), file.ReportDiagnostic));
        });
    }

    /// <summary>What the rule has to say about a model, or null.</summary>
    /// <param name="mention">The model, and where it is named.</param>
    /// <param name="index">What names mean in the project.</param>
    /// <param name="now">The instant to judge by.</param>
    protected abstract Diagnostic? Judge(ModelMention mention, ModelIndex index, DateTimeOffset now);

    private void Check(SemanticModelAnalysisContext context, ModelMentions mentions, ProjectModels models)
    {
        SyntaxTree tree = context.SemanticModel.SyntaxTree;
        foreach (ModelMention mention in mentions.In(tree, context.CancellationToken))
        {
            if (!models.IsExcused(mention.Model, tree) && Judge(mention, models.Index, models.Now(tree)) is { } diagnostic)
                context.ReportDiagnostic(diagnostic);
        }
    }
}
