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
    /// The one user, provider, model, project, team, client, operation or tag value that the policy is about; null: each of them has an account of its
    /// own with this limit. Meaningless (and refused) for <see cref="BudgetScope.Global"/>. Models may be named by a pattern with <c>*</c>: one account for
    /// all that match.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>The name of the tag, for <see cref="BudgetScope.Tag"/>.</summary>
    public string? TagName { get; init; }

    /// <summary>Further dimensions: this user on that model, each user in each project. Empty by default.</summary>
    public ScopeParts And { get; init; } = ScopeParts.None;

    /// <summary>How long the budget lasts.</summary>
    public BudgetPeriod Period { get; init; } = BudgetPeriod.Monthly;

    /// <summary>How long a <see cref="BudgetPeriod.Rolling"/> window is (one minute to 400 days), or a <see cref="BudgetPeriod.Custom"/> one that repeats.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>The IANA time zone whose midnights begin days, weeks, months and years, such as <c>Europe/Berlin</c>; null: UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The limit per window, 0 to <see cref="Usd.MaxLimit"/>; null: unlimited, which is not 0 (spend is counted, nothing is refused).</summary>
    public required Usd? Limit { get; init; }

    /// <summary>What happens at the limit.</summary>
    public LimitAction Action { get; init; } = LimitAction.Block;

    /// <summary>For <see cref="LimitAction.Throttle"/>: calls are slowed down above the soft line and never rejected for want of money.</summary>
    public bool IsSoft { get; init; }

    /// <summary>For <see cref="LimitAction.Fallback"/>: the model to use instead.</summary>
    public string? FallbackModel { get; init; }

    /// <summary>Percent of the limit from which warnings are raised, and from which throttling begins, 1 to 100.</summary>
    public int SoftLimitPercent { get; init; } = 80;

    /// <summary>For <see cref="LimitAction.Throttle"/>: calls per minute that are admitted at the soft line; towards the limit it falls to 0 in a straight line.</summary>
    public int MaxRatePerMinute { get; init; } = 60;

    /// <summary>For <see cref="LimitAction.Throttle"/>: how long a call may wait for its turn before it is rejected.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most that one request may cost, or null. A request whose worst case is dearer is rejected before any account is touched.</summary>
    public Usd? PerRequestLimit { get; init; }

    /// <summary>Start of a <see cref="BudgetPeriod.Custom"/> period, inclusive.</summary>
    public DateTimeOffset? Starts { get; init; }

    /// <summary>End of a <see cref="BudgetPeriod.Custom"/> period, exclusive.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>What happens while the store cannot record holds; null: <see cref="StoreDownRule.Closed"/> if the policy rejects at its limit, else <see cref="StoreDownRule.Open"/>.</summary>
    public StoreDownRule? OnStoreDown { get; init; }

    /// <summary>For <see cref="StoreDownRule.OpenCapped"/>: how much is admitted in one outage of one process.</summary>
    public Usd? OpenCap { get; init; }

    /// <summary>What becomes of the hold of a call whose outcome nobody knows.</summary>
    public LostRule OnLost { get; init; } = LostRule.Charge;

    /// <summary>After this long, a lost call is booked as spend at its hold, marked as estimated; null: never, somebody decides.</summary>
    public TimeSpan? ChargeLostAfter { get; init; }

    /// <summary>True: set in the middle of a window, the policy counts what the ledger says was spent in it before. False: it starts at zero.</summary>
    public bool Backfill { get; init; }

    /// <summary>True if the policy rejects calls for want of money.</summary>
    internal bool IsHard => Limit is not null && (Action is LimitAction.Block or LimitAction.Fallback || (Action == LimitAction.Throttle && !IsSoft));

    /// <summary>The rule that is in force while the store is down.</summary>
    internal StoreDownRule StoreDown => OnStoreDown ?? (IsHard ? StoreDownRule.Closed : StoreDownRule.Open);
}
