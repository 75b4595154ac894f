namespace BudgetGen;

/// <summary>
/// Usage that has happened, with its price. Never refused and never free: a model without a price is priced at the default price, and the record says so.
/// </summary>
internal static class PricedUsage
{
    /// <summary>The record of a usage.</summary>
    /// <param name="manager">Knows the prices and the time.</param>
    /// <param name="who">Who pays; the model as well.</param>
    /// <param name="usage">What was used; no count is negative.</param>
    /// <param name="requestId">The provider's id of the response, or null.</param>
    public static UsageRecord Of(BudgetManager manager, in CallAttribution who, in LlmUsage usage, string? requestId = null)
    {
        BilledPrice ofModel = CallPrice.Reported(manager, who.Model, who.Provider).Usual;
        (BilledPrice price, Usd cost) = Priced(manager, ofModel, usage);
        return new UsageRecord
        {
            Model = who.Model ?? CallPrice.UnnamedModel,
            InputTokens = TokenSums.Input(usage),
            OutputTokens = TokenSums.Output(usage),
            Cost = cost,
            Timestamp = manager.Now,
            User = who.User,
            RequestId = requestId,
            Provider = who.Provider ?? ofModel.Provider,
            Project = who.Project,
            Team = who.Team,
            Client = who.Client,
            Operation = who.Operation,
            Tags = who.Tags,
            Usage = usage,
            PriceLine = price.LineId,
            Provenance = price.Provenance,
            Estimated = usage.Estimated || price.IsDefault,
        };
    }

    /// <summary>What a usage costs.</summary>
    public static Usd CostOf(BudgetManager manager, in CallAttribution who, in LlmUsage usage) =>
        Priced(manager, CallPrice.Reported(manager, who.Model, who.Provider).Usual, usage).Cost;

    /// <summary>The usage that somebody else's counts are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    /// <exception cref="ArgumentException">It says nothing: unknown is never zero.</exception>
    public static LlmUsage Checked(in LlmUsage usage)
    {
        if (usage.HasNegative)
            throw new ArgumentOutOfRangeException(nameof(usage), usage, "A count of tokens is 0 or more; leave a bucket null if it is not known.");
        if (usage.IsUnknown)
            throw new ArgumentException("The usage says nothing, and unknown is never zero. Give the provider's figures, or the texts to estimate them from.", nameof(usage));
        return usage;
    }

    // What the line cannot price is priced at the default, and what even that cannot price is the most that a call may cost. The record names what priced it.
    private static (BilledPrice Price, Usd Cost) Priced(BudgetManager manager, BilledPrice price, in LlmUsage usage)
    {
        if (price.CostOrNull(usage) is { } cost)
            return (price, cost);

        BilledPrice byDefault = CallPrice.Default(manager).Usual;
        return (byDefault, byDefault.Cost(usage, worstCase: Usd.MaxCall));
    }
}
