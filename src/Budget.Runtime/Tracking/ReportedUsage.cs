namespace BudgetGen;

/// <summary>Usage that code reports where no metered call is being made: there was no reservation, so it is booked as it stands.</summary>
internal static class ReportedUsage
{
    public static void Book(LlmCallScope? scope, in LlmUsage usage, string? model)
    {
        BudgetManager manager = scope?.Manager ?? BudgetManager.Default;
        if (!manager.IsTracking)
            return;

        CallAttribution who = scope?.Attribution ?? default;
        string? name = model ?? who.Model;
        CallPrice price = CallPrice.Reported(manager, name, who.Provider);
        manager.RecordSpend(new UsageRecord
        {
            Model = name ?? CallPrice.UnnamedModel,
            InputTokens = TokenSums.Input(usage),
            OutputTokens = TokenSums.Output(usage),
            Cost = price.Cost(usage, worstCase: CallPrice.Default(manager).Cost(usage, worstCase: Usd.MaxCall)),
            Timestamp = manager.Now,
            User = who.User,
            Provider = who.Provider ?? price.Provider,
            Project = who.Project,
            Team = who.Team,
            Client = who.Client,
            Operation = who.Operation,
            Tags = who.Tags,
            Usage = usage,
            PriceLine = price.LineId,
            Estimated = usage.Estimated || price.IsDefault,
        });
    }
}
