namespace BudgetGen;

/// <summary>How the refreshing of prices stands. Immutable: ask <see cref="BudgetManager.PriceRefreshStatus"/> again for a newer one.</summary>
public sealed record PriceRefreshStatus
{
    /// <summary>When the last attempt of this process ended, UTC by the manager's clock; null: there was none yet.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>
    /// When <see cref="Book"/> was fetched, UTC: the last attempt that worked, or, if it is one of an earlier process, when that kept the file; null: none worked
    /// ever. The book's age is counted from here; how old the evidence for its prices is says <see cref="PriceAge"/>.
    /// </summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>When the next attempt begins, UTC by the manager's clock; null: there will be none, the host stops.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>The book that was fetched last and is in use, below the user's own prices; null: the embedded one.</summary>
    public PriceBook? Book { get; init; }

    /// <summary>Why the last attempt did not work, or why the book that an earlier process kept is not used; empty if all is well.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>True if the last attempt did not work. The prices in use stay as they are then.</summary>
    public bool IsFailing => Problems.Count > 0;
}
