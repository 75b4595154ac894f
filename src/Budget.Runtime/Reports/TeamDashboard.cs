namespace BudgetGen;

/// <summary>A team's budget at one moment: what there is, what is gone, and who spent it on what.</summary>
public sealed record TeamDashboard
{
    /// <summary>The team.</summary>
    public required string Team { get; init; }

    /// <summary>Budget and figures of the team's account: also what is held for calls in flight, what is unknown, and when the window ends.</summary>
    public required BudgetStatus Status { get; init; }

    /// <summary>What the users of the team have spent in the window, by user; a call that names no user is under the empty name.</summary>
    public required IReadOnlyDictionary<string, Usd> ByUser { get; init; }

    /// <summary>The calls of the window, newest first: user, time, model, tokens and cost.</summary>
    public required IReadOnlyList<UsageRecord> Usages { get; init; }

    /// <summary>The budget of the window; null if it is unlimited.</summary>
    public Usd? TeamBudget => Status.Limit;

    /// <summary>What was spent in the window: settled calls.</summary>
    public Usd TotalSpent => Status.Spent;

    /// <summary>What can still be reserved: what is held and what is unknown is not among it. Negative after an overrun; null if the budget is unlimited.</summary>
    public Usd? Remaining => Status.Remaining;

    /// <summary>Charged money in percent of the budget; 100 for a budget of 0, null for an unlimited one.</summary>
    public decimal? Utilization => Status.PercentUsed;
}
