namespace BudgetGen;

/// <summary>The price line that a model name led to, and how.</summary>
/// <param name="Line">The line.</param>
/// <param name="Kind">How the name led to it.</param>
public readonly record struct PriceMatch(ModelPricing Line, PriceMatchKind Kind)
{
    /// <summary>The same for records, on the usual terms; <see cref="PriceProvenance.On"/> gives it for others. A registry's matches know their book.</summary>
    public PriceProvenance Provenance
    {
        get => field ?? new PriceProvenance(Line, Kind, CallTerms.Standard, book: null, bookVersion: null);
        internal init;
    }

    /// <summary>True if both are the same line, found in the same way.</summary>
    public bool Equals(PriceMatch other) => Kind == other.Kind && EqualityComparer<ModelPricing>.Default.Equals(Line, other.Line);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Line, Kind);

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
