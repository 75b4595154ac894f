using BudgetGen.Generator.Diagnostics;
using BudgetGen.Generator.Discovery;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BudgetGen.Generator.Analysis;

/// <summary>BGN006: a call that is known to cost money, but that this version does not meter.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnmeteredCallAnalyzer() : CallAnalyzer(_rule)
{
    private static readonly DiagnosticDescriptor _rule = new(
        "BGN006",
        "LLM call that cannot be metered yet",
        "{0} ({1}) {4} money, but this version of BudgetGen does not meter {2}{3}: book its cost with BudgetManager.RecordSpend, or say why not with [BudgetIgnore(\"reason\")]",
        RuleCategory.BudgetGen,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The call is known to be paid for, but no adapter reads its request and its usage. It is left as it is, and its cost is in no ledger.",
        helpLinkUri: HelpLinks.For("BGN006"));

    protected override Diagnostic? Judge(CallClassification classification, IOperation call, Location location, CancellationToken cancellationToken) =>
        classification is UnmeteredSdkCall unmetered
            ? Diagnostic.Create(
                _rule,
                location,
                MethodNames.Of(unmetered.Sdk.Known),
                unmetered.Sdk.Call.Kind,
                unmetered.Sdk.Call.Template == SdkTemplate.None ? "it" : "this overload",
                Because(unmetered.Sdk),
                unmetered.Sdk.Call.IsUnknown ? "may cost" : "costs")
            : null;

    /// <summary>The table's reason, for an overload that the table knows; one of a newer library is only new.</summary>
    private static string Because(SdkMatch sdk) =>
        sdk.Call.IsTooOld(sdk.Known) ? $", because {sdk.Call.Assembly} {sdk.Known.ContainingAssembly.Identity.Version.ToString(2)} is older than {sdk.Call.Oldest}, the first version that can be metered"
        : sdk.Call.Reason is { } reason && (sdk.Call.Template == SdkTemplate.None || sdk.Call.OtherOverloads.Contains(SdkCallMatcher.Signature(sdk.Known))) ? $", because {reason}" : "";
}
