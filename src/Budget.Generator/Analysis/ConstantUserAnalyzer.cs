using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN015: a constant user in code that answers requests of many.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class ConstantUserAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN015",
        "Constant user in a web request",
        "Every request is booked on the user '{0}', so all callers share one budget; take the user from the request, as in {1}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A budget for each user protects nobody if code that answers requests books all of them on one name.",
        helpLinkUri: HelpLinks.For("BGN015"));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [_rule, InternalFault.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (!Concern.AboutAttributes(start.Compilation))
                return;

            start.RegisterSyntaxNodeAction(node => InternalFault.Guard(CheckAttribute, node, node.Node, node.ReportDiagnostic), SyntaxKind.Attribute);
            start.RegisterSyntaxNodeAction(node => InternalFault.Guard(CheckCall, node, node.Node, node.ReportDiagnostic), SyntaxKind.InvocationExpression);
        });
    }

    private static void CheckAttribute(SyntaxNodeAnalysisContext context)
    {
        if (!AttributeUses.Tracking.MayBe((AttributeSyntax)context.Node, context.Compilation, context.CancellationToken)
            || TrackAttributeSyntax.Read((AttributeSyntax)context.Node, context.SemanticModel, context.CancellationToken) is not { Owner: IMethodSymbol method } attribute
            || !WebRequest.IsAnsweredBy(method))
        {
            return;
        }

        foreach (AttributeText text in attribute.Texts(context.SemanticModel, context.CancellationToken))
        {
            // The name of a parameter is a misprint of another kind (BGN008).
            if (text.Property == KnownNames.User && Template.Parse(text.Value).IsLiteral && !method.Parameters.Any(parameter => string.Equals(parameter.Name, text.Value, StringComparison.OrdinalIgnoreCase)))
                context.ReportDiagnostic(Diagnostic.Create(_rule, text.Expression.GetLocation(), text.Value, "[TrackLlmCall(User = \"{userId}\")]"));
        }
    }

    private static void CheckCall(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (Candidates.SimpleName(call.Expression) is not { Identifier.ValueText: "Use" }
            || context.SemanticModel.GetOperation(call, context.CancellationToken) is not IInvocationOperation { TargetMethod: { Name: "Use", ContainingType: { Name: KnownNames.BudgetContext } type } } use
            || MemberRelations.FullMetadataName(type) != KnownNames.Namespace + "." + KnownNames.BudgetContext)
        {
            return;
        }

        IOperation? user = use.Arguments.FirstOrDefault(argument => argument is { Parameter.Name: "user", ArgumentKind: ArgumentKind.Explicit })?.Value;
        while (user is IConversionOperation conversion)
            user = conversion.Operand;
        if (user?.ConstantValue is { HasValue: true, Value: string name } && WebRequest.IsAround(call, context.SemanticModel, context.CancellationToken))
            context.ReportDiagnostic(Diagnostic.Create(_rule, user.Syntax.GetLocation(), name, "BudgetContext.Use(user: httpContext.User.Identity!.Name)"));
    }
}
