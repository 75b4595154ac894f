using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis.Results;

/// <summary>BGN013: a stream that nobody reads, or that nobody disposes of.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnreadStreamAnalyzer() : CallAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN013",
        "Stream that is not read or not disposed of",
        "The stream of {0} {1}",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A stream is settled when it comes to its end or is disposed of. Until then its money stays reserved, at the latest until the hold's lifetime ends.",
        helpLinkUri: HelpLinks.For("BGN013"));

    protected override Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken) =>
        (Name(classification), call) is ({ } name, IInvocationOperation invocation) && Trouble(invocation) is { } trouble ? Diagnostic.Create(_rule, location, name, trouble) : null;

    private static string? Name(CallClassification classification) => classification switch
    {
        TrackedSdkCall tracked => MethodNames.Of(tracked.Sdk.Known),
        TrackedMethodCall tracked => MethodNames.Of(tracked.Target),
        _ => null,
    };

    private static string? Trouble(IInvocationOperation call)
    {
        ITypeSymbol? type = StreamTypes.IsTask(call.Type, out ITypeSymbol? result) ? result : call.Type;
        if (!StreamTypes.IsStream(type))
            return null;

        // A request of a stream that comes in a task has left when the task is there.
        bool isEager = !ReferenceEquals(type, call.Type);
        ResultUse use = ResultUse.Of(call);
        if (use.IsDropped)
        {
            return isEager
                ? "is never read: its request is sent and paid for, and its money stays reserved until the hold's lifetime ends; read it with 'await foreach'"
                : "is never read, so its request is never sent; read it with 'await foreach', or remove the call";
        }

        return use.Reads.Count > 0 && use.Reads.All(read => read.Parent is IInvocationOperation { TargetMethod.Name: "GetAsyncEnumerator" or "GetEnumerator" } enumerator && IsLeftOpen(enumerator))
            ? "is read through an enumerator that nobody disposes of: if it is left early, its money stays reserved until the hold's lifetime ends; read it with 'await foreach' or 'await using'"
            : null;
    }

    private static bool IsLeftOpen(IInvocationOperation enumerator)
    {
        ResultUse use = ResultUse.Of(enumerator);
        return use.IsDropped
            || (use.Reads.Count > 0
                && use.Reads.All(read => read is ILocalReferenceOperation)
                && use.Reads.All(read => read.Parent is IInvocationOperation { TargetMethod.Name: "MoveNextAsync" or "MoveNext" } or IPropertyReferenceOperation));
    }
}
