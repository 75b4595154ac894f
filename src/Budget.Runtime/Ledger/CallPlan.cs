namespace BudgetGen;

/// <summary>
/// What all calls of one kind have in common, whoever their user is: the policies that apply, their windows, and the accounts that do not depend on the user.
/// With a million users, only the user's own account is left to be found. Immutable; valid until the first of its windows ends or a policy changes.
/// </summary>
internal sealed class CallPlan
{
    private readonly PlannedAccount[] _accounts;

    /// <param name="kind">What the calls have in common.</param>
    /// <param name="generation">The policies that it was made from.</param>
    /// <param name="validUntil">UTC ticks from which it is stale.</param>
    /// <param name="accounts">Where the calls are booked, in the order of their policies.</param>
    /// <param name="caps">Policies that cap a single call.</param>
    public CallPlan(AttributionKey kind, PolicyGeneration generation, long validUntil, PlannedAccount[] accounts, ReadOnlySpan<PlannedCap> caps)
    {
        Kind = kind;
        Generation = generation;
        ValidUntil = validUntil;
        _accounts = accounts;
        Hard = PlacesOf(account => account.Window.Refuses && !IsFallbackOf(account.Window.Policy, kind.Model));
        Throttled = PlacesOf(static account => account.Window.Policy is { Action: LimitAction.Throttle, Limit: not null });
        foreach (PlannedCap cap in caps)
        {
            if (cap.Policy.IsHard || cap.Policy.Action is LimitAction.Block or LimitAction.Throttle or LimitAction.Fallback)
                Cap = Cap is { } least && least.Amount <= cap.Amount ? Cap : cap;
            else
                SoftCap = SoftCap is { } least && least.Amount <= cap.Amount ? SoftCap : cap;
        }
    }

    /// <summary>The plan of accounts that were not found by one: it is always stale.</summary>
    public static CallPlan None { get; } = new(default, PolicyGeneration.None, 0, [], []);

    /// <summary>What the calls have in common.</summary>
    public AttributionKey Kind { get; }

    /// <summary>The policies that it was made from.</summary>
    public PolicyGeneration Generation { get; }

    /// <summary>UTC ticks from which it is stale.</summary>
    public long ValidUntil { get; }

    public ReadOnlySpan<PlannedAccount> Accounts => _accounts;

    /// <summary>Which of the accounts turn a call away at their limit.</summary>
    public int[] Hard { get; }

    /// <summary>Which of the accounts slow calls down before their limit.</summary>
    public int[] Throttled { get; }

    /// <summary>The lowest cap for one request, or null.</summary>
    public PlannedCap? Cap { get; }

    /// <summary>The lowest cap that only warns, or null.</summary>
    public PlannedCap? SoftCap { get; }

    private int[] PlacesOf(Predicate<PlannedAccount> isOne) => [.. Enumerable.Range(0, _accounts.Length).Where(i => isOne(_accounts[i]))];

    /// <summary>Calls of the model that a policy falls back to are counted and not refused by it.</summary>
    private static bool IsFallbackOf(BudgetPolicy policy, string? model) =>
        policy.Action == LimitAction.Fallback && string.Equals(policy.FallbackModel, model, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One of the accounts of a plan: the very account, or how to find it.</summary>
/// <param name="Window">The policy's window that calls go to.</param>
/// <param name="ScopeKey">Null: it depends on the user.</param>
/// <param name="Account">The account, where it is the same one for each call. The steps of a rolling window are found anew, because they have to be moved on.</param>
internal readonly record struct PlannedAccount(AccountWindow Window, string? ScopeKey, Account? Account)
{
    public string ScopeKeyOf(in AttributionKey call) => ScopeKey ?? Window.Owner.Aim.ScopeKeyOf(call)!;
}

/// <summary>A policy's cap for one request.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Aim">What the policy is about.</param>
/// <param name="Amount">The cap.</param>
/// <param name="Place">The place of its account among those of the plan; null: a policy about single requests has none.</param>
internal sealed record PlannedCap(BudgetPolicy Policy, PolicyAim Aim, Usd Amount, int? Place);
