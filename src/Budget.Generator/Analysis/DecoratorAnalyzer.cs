using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Decorators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN030, BGN031 and BGN032: a <c>[GenerateTrackedDecorator]</c> for which no class can be written, or one that tracks nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DecoratorAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor _impossible = new(
        "BGN030",
        "Interface that cannot be decorated",
        "No decorator of {0} can be written, because {1}; {2}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A decorator has to implement every member of the interface by passing it on to another object. Where one cannot be passed on, no class is written, and nothing is tracked.",
        helpLinkUri: HelpLinks.For("BGN030"));

    private static readonly DiagnosticDescriptor _name = new(
        "BGN031",
        "Name of a decorator that cannot be used",
        "No decorator of {0} is written, because {1}; {2}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The decorator stands in the namespace of its interface, where its name has to be free.",
        helpLinkUri: HelpLinks.For("BGN031"));

    private static readonly DiagnosticDescriptor _idle = new(
        "BGN032",
        "Decorator that tracks nothing",
        "The decorator of {0} tracks nothing, because {1}; {2}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A decorator tracks the members of its interface that have [TrackLlmCall], and passes the others on.",
        helpLinkUri: HelpLinks.For("BGN032"));

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [_impossible, _name, _idle, InternalFault.Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (Concern.AboutAttributes(start.Compilation))
                start.RegisterSyntaxNodeAction(node => InternalFault.Guard(Check, node, node.Node, node.ReportDiagnostic), SyntaxKind.Attribute);
        });
    }

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        var syntax = (AttributeSyntax)context.Node;
        if (!AttributeUses.Decorating.MayBe(syntax, context.Compilation, context.CancellationToken)
            || context.SemanticModel.GetSymbolInfo(syntax, context.CancellationToken).Symbol is not IMethodSymbol constructor
            || !DecoratorRequest.Is(constructor.ContainingType)
            || DecoratorRequest.OwnerOf(syntax, context.SemanticModel, context.CancellationToken) is not { } owner
            || owner.GetAttributes().FirstOrDefault(data => data.IsAt(syntax)) is not { } attribute)
        {
            return;
        }

        var request = DecoratorRequest.Read(attribute, owner, context.Compilation);
        if (request.Trouble is { } trouble)
            context.ReportDiagnostic(Diagnostic.Create(Rule(trouble.Kind), syntax.GetLocation(), request.Contract is { } contract ? $"'{contract.Name}'" : "this", trouble.Why, trouble.Remedy));
    }

    private static DiagnosticDescriptor Rule(DecoratorTroubleKind kind) => kind switch
    {
        DecoratorTroubleKind.Impossible => _impossible,
        DecoratorTroubleKind.Name => _name,
        _ => _idle,
    };
}
