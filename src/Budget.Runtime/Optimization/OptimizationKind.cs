namespace BudgetGen;

/// <summary>A way to save money on calls.</summary>
public enum OptimizationKind
{
    /// <summary>The same calls with a cheaper model of the same class that can do all that the present one can.</summary>
    CheaperModel,

    /// <summary>The start of large prompts, kept in the provider's cache between calls that follow each other.</summary>
    PromptCaching,

    /// <summary>Calls that came in bulk, handed in as a batch.</summary>
    Batching,

    /// <summary>Prompts far above the usual of their place, cut down.</summary>
    ShorterPrompts,

    /// <summary>Answers far above the usual of their place, bounded.</summary>
    BoundedOutput,

    /// <summary>Calls that look like repeats, answered from a cache of one's own.</summary>
    RepeatedPrompts,

    /// <summary>A model that its provider has taken away. Saves nothing that can be computed.</summary>
    RetiredModel,
}
