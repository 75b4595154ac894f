namespace BudgetGen;

/// <summary>The price of a call that was made: a line, and the terms on which the call is billed by it.</summary>
internal readonly struct BilledPrice(PriceMatch match, BilledTerms billed = default)
{
    /// <summary>True if the model is not in the price book.</summary>
    public bool IsDefault => match.Line.IsDefault;

    /// <summary>The id of the price line.</summary>
    public string LineId => match.Line.Id;

    /// <summary>What a record of the call keeps.</summary>
    public PriceProvenance Provenance => billed.Terms is { } terms ? match.Provenance.On(terms) : match.Provenance;

    /// <summary>The provider whose line it is, or null for the default price.</summary>
    public string? Provider => IsDefault ? null : match.Line.Provider;

    /// <summary>True if web searches cost something.</summary>
    public bool HasSearchFee => match.Line.BillsWebSearches;

    /// <summary>The service tier that the call is priced at.</summary>
    public ServiceTier ServiceTier => billed.Terms?.ServiceTier ?? ServiceTier.Standard;

    /// <summary>The provider's word for the service tier, if nobody here knows it; else null.</summary>
    public string? UnknownTier => billed.UnknownTier;

    /// <summary>
    /// The cost of a usage. One that the line cannot price, or that no provider could have meant (a negative count), is charged at the call's
    /// worst case: unknown is never zero.
    /// </summary>
    public Usd Cost(in LlmUsage usage, Usd worstCase) => CostOrNull(usage) ?? worstCase;

    /// <summary>The cost of a usage; null if the line cannot price it, or no provider could have meant it.</summary>
    public Usd? CostOrNull(in LlmUsage usage) => TryCost(usage) is { } cost ? Usd.Min(cost.Amount, Usd.MaxCall) : null;

    /// <summary>A usage of a call that is no chat, without what the line does not bill.</summary>
    public LlmUsage BilledOf(in LlmUsage usage) => WorkOnLine.On(match.Line, usage) ?? usage;

    /// <summary>True if the cost of a usage is our guess: of a model without a price, or on terms that the line has no price for.</summary>
    public bool IsGuess(in LlmUsage usage) =>
        IsDefault || UnknownTier is not null || (billed.Terms is not null && (TryCost(usage)?.Flags & CostCaveats.TermFallback) == CostCaveats.TermFallback);

    private CallCost? TryCost(in LlmUsage usage)
    {
        try
        {
            return billed.Terms is { } terms ? match.CostOf(usage, terms) : match.CostOf(usage);
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
