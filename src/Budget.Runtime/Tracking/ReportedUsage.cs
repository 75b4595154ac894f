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
        manager.RecordSpend(PricedUsage.Of(manager, who with { Model = model ?? who.Model }, usage));
    }
}
