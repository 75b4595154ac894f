using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis.Results;

/// <summary>BGN014: a tracked call that nobody waits for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DroppedTaskAnalyzer() : CallAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN014",
        "LLM call that nobody waits for",
        "Nobody waits for {0}: a refusal by the budget goes unseen, and a program that ends first leaves the call unsettled; await it or return it",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A call is settled when its task ends. One that is started and forgotten may be cut off with its process, and is then charged at its worst case until someone decides.",
        helpLinkUri: HelpLinks.For("BGN014"));

    protected override Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken)
    {
        string? name = classification switch
        {
            TrackedSdkCall tracked => MethodNames.Of(tracked.Sdk.Known),
            TrackedMethodCall tracked => MethodNames.Of(tracked.Target),
            _ => null,
        };
        return name is not null
            && call is IInvocationOperation invocation
            && StreamTypes.IsTask(invocation.Type, out ITypeSymbol? result)
            && !StreamTypes.IsStream(result)
            && ResultUse.Of(invocation) is { IsDropped: true, IsAwaited: false }
            ? Diagnostic.Create(_rule, location, name)
            : null;
    }
}
