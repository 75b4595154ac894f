namespace BudgetGen;

/// <content>Where the cost comes from.</content>
public sealed partial record UsageRecord
{
    // Nano-dollars and one more, so that 0 is "none": half of what a nullable takes, on a record of every call.
    private readonly ulong _providerCost;

    /// <summary>
    /// The price that the usage was priced by; null if the cost was given from outside, or the record was written before this was kept. It goes with
    /// <see cref="PriceLine"/>: a store keeps it where both name the same line. One that no JSON can hold (texts with half a character in them) may be left out.
    /// </summary>
    public PriceProvenance? Provenance { get; init; }

    /// <summary>The cost that the provider itself states, kept beside <see cref="Cost"/> for reconciliation; null: it states none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public Usd? ProviderCost
    {
        get => _providerCost == 0 ? null : new Usd((long)(_providerCost - 1));
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value.GetValueOrDefault().Nanos, nameof(value));
            _providerCost = value is { } cost ? (ulong)cost.Nanos + 1 : 0;
        }
    }

    /// <summary>
    /// How the cost came about, from this record alone: the same as when it was booked, whatever has become of the price book since. Null without
    /// <see cref="Provenance"/>. Where <see cref="Cost"/> is another one than the price makes of the usage, the explanation is flagged
    /// <see cref="CostCaveats.ChargedOtherwise"/>.
    /// </summary>
    public CostExplanation? Explain()
    {
        if (Provenance is null)
            return null;

        CostExplanation why;
        try
        {
            why = Provenance.Explain(Model, Usage, ProviderCost);
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            // No provider could have meant such a count; it was charged at the most that the call may cost.
            why = Provenance.Explain(Model, default, ProviderCost);
        }

        return why.Cost == Cost ? why : why with { Flags = why.Flags | CostCaveats.ChargedOtherwise };
    }
}
