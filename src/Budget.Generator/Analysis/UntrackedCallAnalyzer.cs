using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN001: an LLM call that no budget covers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UntrackedCallAnalyzer() : CallAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN001",
        "Untracked LLM call",
        "{0} calls {1}, and nobody tracks what it costs: {2}, or say why not with [BudgetIgnore(\"reason\")]",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A paid call of a known client library stands outside code that is marked with [TrackLlmCall], so that nobody reserves, records or limits what it costs.",
        helpLinkUri: HelpLinks.For("BGN001"));

    protected override Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken) =>
        classification is UntrackedSdkCall untracked
            ? Diagnostic.Create(_rule, location, Caller(untracked.Place.Member), MethodNames.Of(untracked.Sdk.Known), Preparation(call) + Remedy(untracked.Place.Member))
            : null;

    private static string Caller(ISymbol? member) => member is null or IAssemblySymbol ? "This code" : MethodNames.Of(member);

    /// <summary>What has to be done first where there is no call that could be intercepted.</summary>
    private static string Preparation(IOperation call) => call switch
    {
        IMethodReferenceOperation => "call it in a lambda instead of passing it as a delegate and ",
        IDynamicInvocationOperation => "give the dynamic receiver and arguments their types and ",
        _ => "",
    };

    private static string Remedy(ISymbol? member) => member switch
    {
        IMethodSymbol { Name: "<Main>$" } or null => "move it into a method with [TrackLlmCall]",
        IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } => $"add [TrackLlmCall] to '{MethodNames.Of(member)}'",
        _ => $"move it into a method with [TrackLlmCall] or add [TrackLlmCall] to '{MethodNames.Of(member.ContainingType)}'",
    };
}
