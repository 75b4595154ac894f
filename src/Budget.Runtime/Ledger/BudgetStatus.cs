namespace BudgetGen;

/// <summary>The figures of one account: a policy, what it is applied to, and its current window.</summary>
/// <remarks>Exact when nothing moves. While calls settle, what they move may show as held for a moment.</remarks>
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

    /// <summary>When the window ends and a new one begins at zero, UTC; null if it never does.</summary>
    public required DateTimeOffset? ResetsAt { get; init; }

    internal static BudgetStatus Of(Account account)
    {
        AccountFigures figures = account.Figures();
        return new BudgetStatus
        {
            Policy = account.Policy,
            ScopeKey = account.Key.ScopeKey,
            Spent = new Usd(figures.Spent),
            Held = new Usd(figures.Held),
            Suspense = new Usd(figures.Suspense),
            Overrun = new Usd(figures.Overrun),
            WindowStart = account.Key.WindowStart == DateTimeOffset.MinValue ? null : account.Key.WindowStart,
            ResetsAt = account.Key.WindowEnd == DateTimeOffset.MaxValue ? null : account.Key.WindowEnd,
        };
    }
}
