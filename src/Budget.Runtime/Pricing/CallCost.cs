namespace BudgetGen;

/// <summary>What a usage costs, and why.</summary>
/// <param name="Amount">The cost, rounded up once to a nano-dollar.</param>
/// <param name="PriceLine">The id of the price line that priced it, such as <c>openai/gpt-4o</c>; <c>default</c> for the default price of unknown models.</param>
/// <param name="Flags">Fallbacks that were used.</param>
public readonly record struct CallCost(Usd Amount, string PriceLine, CostCaveats Flags = CostCaveats.None);

/// <summary>What a reader of a cost should know about it.</summary>
[Flags]
public enum CostCaveats
{
    /// <summary>Every bucket had a price of its own.</summary>
    None = 0,

    /// <summary>Some bucket had no price of its own and was priced by that of its nearest relative (cached input as input, reasoning as output ...).</summary>
    BucketFallback = 1,

    /// <summary>The model has no price line; the default price was used.</summary>
    DefaultPrice = 2,

    /// <summary>The price is that of the upstream provider's line; aggregators may add fees.</summary>
    Upstream = 4,

    /// <summary>The service tier, or the speed, has no price of its own for something that was used; it was priced at the standard one.</summary>
    TermFallback = 8,

    /// <summary>The line has no batch prices; half of the standard price was taken for input, cache reads and output.</summary>
    HalvedForBatch = 16,

    /// <summary>The provider's details exceeded its totals and were capped.</summary>
    UsageInconsistent = 32,

    /// <summary>
    /// On the explanation of a record: its cost is not what the price makes of its usage, but the most that the call may cost (what it used, or the price of it, is not
    /// known), the sum of the calls inside it, or a figure from outside.
    /// </summary>
    ChargedOtherwise = 64,
}
