namespace BudgetGen;

/// <summary>How fast, and how surely, a provider serves a call, which decides its price. Billing follows the tier that was served.</summary>
public enum ServiceTier
{
    /// <summary>The usual one.</summary>
    Standard,

    /// <summary>Slower and cheaper.</summary>
    Flex,

    /// <summary>Faster and dearer.</summary>
    Priority,

    /// <summary>Within a day, for about half of the price.</summary>
    Batch,
}
