using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>What was spent in one window, in total and by provider and model. All figures are of one reading of the ledger, so they add up.</summary>
public sealed record SpendSummary
{
    /// <summary>How long the window is.</summary>
    public required BudgetPeriod Period { get; init; }

    /// <summary>What is summed: everything, or the calls of one user, provider, model ...</summary>
    public required BudgetScope Scope { get; init; }

    /// <summary>The one user, provider, model ... that is summed; null: all of them, and <see cref="ByKey"/> tells them apart.</summary>
    public required string? Key { get; init; }

    /// <summary>Start of the window, inclusive, UTC; null: since ever.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>End of the window, exclusive, UTC; null: for ever.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>When the ledger was read, UTC. A summary may be as old as the cache keeps it.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>All calls together.</summary>
    public required SpendSum Total { get; init; }

    /// <summary>By provider, the dearest first.</summary>
    public required IReadOnlyList<SpendSum> ByProvider { get; init; }

    /// <summary>By provider and model, the dearest first.</summary>
    public required IReadOnlyList<SpendSum> ByModel { get; init; }

    /// <summary>By user, provider, model ... (whatever <see cref="Scope"/> says), the dearest first; empty for one key and for the global scope.</summary>
    public required IReadOnlyList<SpendSum> ByKey { get; init; }
}
