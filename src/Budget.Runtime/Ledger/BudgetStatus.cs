namespace BudgetGen;

/// <summary>The figures of one account: a policy, what it is applied to, and its current window.</summary>
/// <remarks>All figures of one account belong to one moment.</remarks>
public sealed record BudgetStatus
{
    /// <summary>The policy.</summary>
    public required BudgetPolicy Policy { get; init; }

    /// <summary>The user, provider, model or project; empty for the global scope.</summary>
    public required string ScopeKey { get; init; }

    /// <summary>The limit, or null if there is none.</summary>
    public Usd? Limit => Policy.Limit;

    /// <summary>Settled spend (S).</summary>
    public required Usd Spent { get; init; }

    /// <summary>Set aside for calls in flight (H).</summary>
    public required Usd Held { get; init; }

    /// <summary>Charged for calls whose outcome nobody knows (U).</summary>
    public required Usd Suspense { get; init; }

    /// <summary>By how much calls have cost more than their holds (O); part of <see cref="Spent"/>.</summary>
    public required Usd Overrun { get; init; }

    /// <summary>What can still be reserved: limit - spent - held - suspense. Negative after an overrun or a lowered limit; null without a limit.</summary>
    public Usd? Remaining => Limit is { } limit ? limit - Spent - Held - Suspense : null;

    /// <summary>Charged money (spent and suspense, not holds) in percent of the limit; 100 for a limit of 0, null without a limit.</summary>
    public decimal? PercentUsed => Limit is not { } limit ? null
        : limit == Usd.Zero ? 100m
        : (Spent + Suspense).Nanos * 100m / limit.Nanos;

    /// <summary>Start of the window, inclusive, UTC; null if it has none (for ever).</summary>
    public required DateTimeOffset? WindowStart { get; init; }

    /// <summary>When the window ends and a new one begins at zero, UTC; of a rolling window: when the oldest spend leaves it. Null if it never does.</summary>
    public required DateTimeOffset? ResetsAt { get; init; }

    /// <param name="account">The account.</param>
    /// <param name="figures">Its figures, all of one moment.</param>
    /// <param name="roomReturnsAt">For a rolling window: when the oldest spend leaves it.</param>
    internal static BudgetStatus Of(Account account, in AccountFigures figures, DateTimeOffset? roomReturnsAt)
    {
        BudgetPolicy policy = account.Policy;
        BudgetWindow window = account.Window.Window;
        bool rolls = policy.Period == BudgetPeriod.Rolling;
        return new BudgetStatus
        {
            Policy = policy,
            ScopeKey = account.ScopeKey,
            Spent = new Usd(figures.Spent),
            Held = new Usd(figures.Held),
            Suspense = new Usd(figures.Suspense),
            Overrun = new Usd(figures.Overrun),
            WindowStart = rolls ? window.Start - policy.Length : window.Start == DateTimeOffset.MinValue ? null : window.Start,
            ResetsAt = rolls ? roomReturnsAt : window.End == DateTimeOffset.MaxValue ? null : window.End,
        };
    }
}
