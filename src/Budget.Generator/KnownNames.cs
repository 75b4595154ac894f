namespace BudgetGen.Generator;

/// <summary>
/// Every name that the generator speaks about the attributes and the runtime, which it cannot reference. A contract test checks each against
/// the real assemblies.
/// </summary>
internal static class KnownNames
{
    public const string AttributesAssembly = "Budget.Attributes";
    public const string RuntimeAssembly = "Budget.Runtime";

    public const string Namespace = "BudgetGen";
    public const string CompilerServices = "BudgetGen.CompilerServices";

    /// <summary>Where generated code lives; <c>InterceptorsNamespaces</c> has to name it.</summary>
    public const string GeneratedNamespace = "BudgetGen.Generated";

    public const string TrackLlmCallAttribute = "TrackLlmCallAttribute";
    public const string TrackLlmCallAttributeFullName = Namespace + "." + TrackLlmCallAttribute;
    public const string BudgetIgnoreAttribute = "BudgetIgnoreAttribute";
    public const string LlmMethodAttribute = "LlmMethodAttribute";

    public const string GenerateTrackedDecoratorAttribute = "GenerateTrackedDecoratorAttribute";
    public const string GenerateTrackedDecoratorAttributeFullName = Namespace + "." + GenerateTrackedDecoratorAttribute;
    public const string Name = "Name";

    public const string Model = "Model";
    public const string User = "User";
    public const string Project = "Project";
    public const string Operation = "Operation";
    public const string Provider = "Provider";
    public const string Tags = "Tags";
    public const string MaxCost = "MaxCost";

    /// <summary>The MSBuild property that tracks every known SDK call of a project.</summary>
    public const string TrackAllProperty = "BudgetTrackAll";

    /// <summary>The chat client that meters its own calls.</summary>
    public const string TrackedChatClient = "TrackedChatClient";

    /// <summary>The generator of vectors that meters its own calls, by its metadata name.</summary>
    public const string TrackedEmbeddingGenerator = "TrackedEmbeddingGenerator`2";

    public const string CallAttribution = "CallAttribution";
    public const string CallTags = "CallTags";
    public const string Usd = "Usd";
    public const string LlmUsage = "LlmUsage";
    public const string BudgetContext = "BudgetContext";

    public const string TrackedDecorator = "ITrackedDecorator";

    /// <summary>The extension method that puts a decorator around a registration, and the class that has it.</summary>
    public const string DecorateWithTracking = "DecorateWithTracking";
    public const string InjectionNamespace = "Microsoft.Extensions.DependencyInjection";
    public const string InjectionExtensions = "TrackingServiceCollectionExtensions";

    public const string LlmCall = "LlmCall";
    public const string LlmCallScope = "LlmCallScope";
    public const string LlmCallInProgress = "LlmCallInProgress";
    public const string LlmCallSite = "LlmCallSite";
    public const string LlmOutcome = "LlmOutcome";
    public const string LlmReading = "LlmReading";
    public const string LlmRequest = "LlmRequest";
    public const string LlmScopeLease = "LlmScopeLease";
    public const string LlmSdk = "LlmSdk";
    public const string LlmSequence = "LlmSequence";
    public const string LlmText = "LlmText";
    public const string PromptSize = "PromptSize";
}
