namespace BudgetGen.Generator;

/// <summary>
/// Every name that the generator speaks about the attributes and the runtime, which it cannot reference. A contract test checks each against
/// the real assemblies.
/// </summary>
internal static class KnownNames
{
    public const string AttributesAssembly = "Budget.Attributes";

    public const string Namespace = "BudgetGen";
    public const string CompilerServices = "BudgetGen.CompilerServices";

    /// <summary>Where generated code lives; <c>InterceptorsNamespaces</c> has to name it.</summary>
    public const string GeneratedNamespace = "BudgetGen.Generated";

    public const string TrackLlmCallAttribute = "TrackLlmCallAttribute";
    public const string TrackLlmCallAttributeFullName = Namespace + "." + TrackLlmCallAttribute;
    public const string BudgetIgnoreAttribute = "BudgetIgnoreAttribute";

    public const string Model = "Model";
    public const string User = "User";
    public const string Project = "Project";
    public const string Operation = "Operation";
    public const string Provider = "Provider";
    public const string Tags = "Tags";
    public const string MaxCost = "MaxCost";

    public const string CallAttribution = "CallAttribution";
    public const string CallTags = "CallTags";
    public const string Usd = "Usd";
    public const string LlmUsage = "LlmUsage";
    public const string BudgetContext = "BudgetContext";

    public const string LlmCall = "LlmCall";
    public const string LlmCallScope = "LlmCallScope";
    public const string LlmCallInProgress = "LlmCallInProgress";
    public const string LlmCallSite = "LlmCallSite";
    public const string LlmOutcome = "LlmOutcome";
    public const string LlmReading = "LlmReading";
    public const string LlmRequest = "LlmRequest";
    public const string LlmScopeLease = "LlmScopeLease";
}
