using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN016: a call that is metered twice over, by what is around it and by itself. It is counted once, by the figures of the outer one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NestedTrackingAnalyzer() : CallAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN016",
        "LLM call that is metered twice over",
        "{0}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Of a metered call inside a metered call the outer one reserves and books, and the inner one reports to it. The money is counted once, but one of the two says nothing.",
        helpLinkUri: HelpLinks.For("BGN016"));

    protected override Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken) => classification switch
    {
        TrackedMethodCall inner when Outer(call, location) is { } outer && IsMetered(inner, outer.Compilation) => Diagnostic.Create(
            _rule, location, $"'{MethodNames.Of(outer.Method)}' names a model and is metered as a whole, so '{MethodNames.Of(inner.Target)}' only reports to it; remove the model from '{MethodNames.Of(outer.Method)}' to meter each call by itself"),
        _ => null,
    };

    /// <summary>The annotated method around a call if it is metered as a whole: it names a model, and its body holds no SDK call that is metered.</summary>
    private static (IMethodSymbol Method, Compilation Compilation)? Outer(IOperation call, Location location)
    {
        if (call.SemanticModel is not { } model || location.SourceTree is null)
            return null;

        ISymbol? symbol = model.GetEnclosingSymbol(location.SourceSpan.Start);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LambdaMethod or MethodKind.LocalFunction })
            symbol = symbol.ContainingSymbol;

        return symbol is IMethodSymbol method
            && TrackedMethodReader.ReadTarget(method) is { } outer
            && outer.Settings.Templates.ContainsKey(KnownNames.Model)
            && !CallClassifier.For(model.Compilation, trackAll: false).HoldsMeteredCall(method)
            ? (method, model.Compilation)
            : null;
    }

    private static bool IsMetered(TrackedMethodCall inner, Compilation compilation) =>
        inner.Method.Settings.Templates.ContainsKey(KnownNames.Model) || CallClassifier.For(compilation, trackAll: false).HoldsMeteredCall(inner.Target);
}
