using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN017: a <c>[BudgetIgnore]</c> that does not say why.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class IgnoreReasonAnalyzer : DiagnosticAnalyzer
{
    /// <summary>What our own fix writes for the developer to replace.</summary>
    public const string Placeholder = "say here why nobody needs to budget this";

    private static readonly string[] _empty = ["", Placeholder, "todo", "tbd", "fixme", "reason", "...", "-", "?", "n/a", "na", "none"];

    private static readonly DiagnosticDescriptor _rule = new(
        "BGN017",
        "[BudgetIgnore] without a reason",
        "[BudgetIgnore] on '{0}' does not say why nobody needs to budget these calls; write the reason for those who read the bill",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The attribute takes code out of every budget. Whoever reads the bill later has nothing but its reason.",
        helpLinkUri: HelpLinks.For("BGN017"));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [_rule, InternalFault.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (Concern.AboutAttributes(start.Compilation))
                start.RegisterSyntaxNodeAction(node => InternalFault.Guard(Check, node, node.Node, node.ReportDiagnostic), SyntaxKind.Attribute);
        });
    }

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (!AttributeUses.Ignoring.MayBe(attribute, context.Compilation, context.CancellationToken)
            || context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol is not IMethodSymbol constructor
            || MemberRelations.FullMetadataName(constructor.ContainingType) != KnownNames.Namespace + "." + KnownNames.BudgetIgnoreAttribute
            || attribute.ArgumentList?.Arguments is not [{ Expression: var reason }])
        {
            return;
        }

        if (context.SemanticModel.GetConstantValue(reason, context.CancellationToken) is { HasValue: true, Value: var value } && IsEmpty(value as string))
            context.ReportDiagnostic(Diagnostic.Create(_rule, reason.GetLocation(), Owner(attribute, context.SemanticModel, context.CancellationToken)));
    }

    private static bool IsEmpty(string? reason) => reason is null || Array.Exists(_empty, nothing => string.Equals(reason.Trim().TrimEnd(':', '.', '!'), nothing.TrimEnd('.'), StringComparison.OrdinalIgnoreCase));

    private static string Owner(AttributeSyntax attribute, SemanticModel model, CancellationToken cancellationToken) =>
        attribute.Parent?.Parent is { } declaration and not CompilationUnitSyntax && model.GetDeclaredSymbol(declaration, cancellationToken) is { } symbol ? MethodNames.Of(symbol) : model.Compilation.AssemblyName ?? "";
}
