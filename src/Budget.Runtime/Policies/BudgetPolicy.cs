namespace BudgetGen;

/// <summary>A rule on spending: who or what it limits, for how long, how much, and what happens at the limit. Immutable.</summary>
/// <remarks>Every matching policy applies to a call; there is no precedence that skips one.</remarks>
public sealed record BudgetPolicy
{
    /// <summary>The stable identity of the policy: its accounts in the ledger are found by it. Defaults to <see cref="Name"/>.</summary>
    public string Id { get => field ?? Name; init; }

    /// <summary>The name for people, unique among the policies.</summary>
    public required string Name { get; init; }

    /// <summary>What is limited.</summary>
    public BudgetScope Scope { get; init; } = BudgetScope.Global;

    /// <summary>
    /// The one user, provider, model or project that the policy is about; null: each of them has an account of its own with this limit.
    /// Meaningless (and refused) for <see cref="BudgetScope.Global"/>.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>How long the budget lasts.</summary>
    public BudgetPeriod Period { get; init; } = BudgetPeriod.Monthly;

    /// <summary>The limit per window, 0 to <see cref="Usd.MaxLimit"/>; null: unlimited, which is not 0 (spend is counted, nothing is refused).</summary>
    public required Usd? Limit { get; init; }

    /// <summary>What happens at the limit.</summary>
    public LimitAction Action { get; init; } = LimitAction.Block;

    /// <summary>Percent of the limit from which warnings are raised, 1 to 100.</summary>
    public int SoftLimitPercent { get; init; } = 80;

    /// <summary>The most that one request may cost, or null. A request whose worst case is dearer is rejected before any account is touched.</summary>
    public Usd? PerRequestLimit { get; init; }

    /// <summary>Start of a <see cref="BudgetPeriod.Custom"/> period, inclusive.</summary>
    public DateTimeOffset? Starts { get; init; }

    /// <summary>End of a <see cref="BudgetPeriod.Custom"/> period, exclusive.</summary>
    public DateTimeOffset? Ends { get; init; }
}
