namespace BudgetGen;

/// <summary>One version of all policies together. Compared by reference: what was made under another one is stale.</summary>
internal sealed class PolicyGeneration(AttributionParts parts)
{
    /// <summary>No policies.</summary>
    public static PolicyGeneration None { get; } = new(AttributionParts.None);

    /// <summary>The parts of an attribution that these policies look at.</summary>
    public AttributionParts Parts { get; } = parts;
}
