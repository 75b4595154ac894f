namespace BudgetGen;

/// <summary>One version of all policies together. Compared by reference: what was made under another one is stale.</summary>
/// <param name="parts">The parts of an attribution that some policy looks at.</param>
/// <param name="tagNames">The names of the tags that some policy looks at.</param>
internal sealed class PolicyGeneration(AttributionParts parts, string[] tagNames)
{
    /// <summary>No policies at all.</summary>
    public static PolicyGeneration None { get; } = new(AttributionParts.None, []);

    /// <summary>The parts of an attribution that these policies look at.</summary>
    public AttributionParts Parts { get; } = parts;

    /// <summary>The tags that these policies look at: what else a call is labelled with, such as the id of a request, does not tell it apart.</summary>
    public string[] TagNames { get; } = tagNames;
}
