using System.Collections.Immutable;
using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using BudgetGen.Generator.Discovery.Declared;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>A rule about <c>[LlmMethod]</c> where it is written. It judges by the binder that the generator goes by: they cannot disagree.</summary>
internal abstract class DeclarationAnalyzer(DiagnosticDescriptor rule) : DiagnosticAnalyzer
{
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [rule, InternalFault.Rule];

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

    /// <summary>What the rule has to say about a declaration.</summary>
    /// <param name="declaration">The declaration.</param>
    /// <param name="methods">The methods that it names.</param>
    /// <param name="compilation">The compilation.</param>
    protected abstract IEnumerable<Diagnostic> Judge(DeclarationSyntax declaration, IReadOnlyList<IMethodSymbol> methods, Compilation compilation);

    /// <summary>The overload that fits best, with what does not fit; null if no method is named.</summary>
    protected static BoundDeclaration? Best(MethodDeclaration declaration, IReadOnlyList<IMethodSymbol> methods, Compilation compilation) =>
        methods.Select(method => DeclaredMethods.Best([declaration], method, method, compilation)!).OrderBy(bound => bound.Errors.Length).FirstOrDefault();

    private void Check(SyntaxNodeAnalysisContext context)
    {
        // Only those on the assembly can be of ours.
        if (context.Node.Parent is not AttributeListSyntax { Target.Identifier.RawKind: (int)SyntaxKind.AssemblyKeyword }
            || !AttributeUses.Declaring.MayBe((AttributeSyntax)context.Node, context.Compilation, context.CancellationToken)
            || DeclarationSyntax.Read((AttributeSyntax)context.Node, context.SemanticModel, context.CancellationToken) is not { } declaration)
        {
            return;
        }

        foreach (Diagnostic diagnostic in Judge(declaration, declaration.Declaration.Methods(context.Compilation), context.Compilation))
            context.ReportDiagnostic(diagnostic);
    }
}
