namespace BudgetGen;

/// <summary>The price line that a model name led to, and how.</summary>
/// <param name="Line">The line.</param>
/// <param name="Kind">How the name led to it.</param>
public readonly record struct PriceMatch(ModelPricing Line, PriceMatchKind Kind)
{
    /// <summary>What a usage costs by this match; null if a bucket that was used has no price, or nothing is known of the usage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bucket is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public CallCost? CostOf(in LlmUsage usage)
    {
        if (Line.CostOf(in usage) is not { } cost)
            return null;

        return Kind == PriceMatchKind.Upstream ? cost with { Flags = cost.Flags | CostCaveats.Upstream } : cost;
    }

    /// <summary>What a usage costs by this match on certain terms; null if a bucket that was used has no price, or nothing is known of the usage.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A bucket is negative.</exception>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public CallCost? CostOf(in LlmUsage usage, CallTerms terms)
    {
        if (Line.CostOf(in usage, terms) is not { } cost)
            return null;

        return Kind == PriceMatchKind.Upstream ? cost with { Flags = cost.Flags | CostCaveats.Upstream } : cost;
    }
}
