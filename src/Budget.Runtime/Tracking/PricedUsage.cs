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
        BilledPrice price = CallPrice.Reported(manager, who.Model, who.Provider).Usual;
        return new UsageRecord
        {
            Model = who.Model ?? CallPrice.UnnamedModel,
            InputTokens = TokenSums.Input(usage),
            OutputTokens = TokenSums.Output(usage),
            Cost = CostOf(manager, price, usage),
            Timestamp = manager.Now,
            User = who.User,
            RequestId = requestId,
            Provider = who.Provider ?? price.Provider,
            Project = who.Project,
            Team = who.Team,
            Client = who.Client,
            Operation = who.Operation,
            Tags = who.Tags,
            Usage = usage,
            PriceLine = price.LineId,
            Estimated = usage.Estimated || price.IsDefault,
        };
    }

    /// <summary>What a usage costs.</summary>
    public static Usd CostOf(BudgetManager manager, in CallAttribution who, in LlmUsage usage) =>
        CostOf(manager, CallPrice.Reported(manager, who.Model, who.Provider).Usual, usage);

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

    // A bucket that the line cannot price is priced at the default, and what even that cannot price is the most that a call may cost.
    private static Usd CostOf(BudgetManager manager, BilledPrice price, in LlmUsage usage) =>
        price.Cost(usage, worstCase: CallPrice.Default(manager).Usual.Cost(usage, worstCase: Usd.MaxCall));
}
