using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// What all accounts of one policy in one window share: the policy's version, the limit and its alert lines. A limit edit changes it here, once, for a
/// million users. Guarded by the ledger's lock.
/// </summary>
internal sealed class AccountWindow
{
    private const int CriticalPercent = 95;

    public AccountWindow(ActivePolicy owner, BudgetWindow window)
    {
        Owner = owner;
        Window = window;
        Policy = null!;
        Edit();
    }

    /// <summary>The policy as it stands, with its monotone windows.</summary>
    public ActivePolicy Owner { get; private set; }

    public BudgetWindow Window { get; }

    public BudgetPolicy Policy { get; private set; }

    /// <summary>The limit, nano-dollars; 0 where there is none.</summary>
    public long Limit { get; private set; }

    /// <summary>True if accounts turn calls away at the limit; others only count.</summary>
    public bool Refuses { get; private set; }

    /// <summary>True if the accounts are steps of a rolling window, which is what is limited.</summary>
    public bool IsRolling => Policy.Period == BudgetPeriod.Rolling;

    /// <summary>The version of the policy: each arms alerts again.</summary>
    public int LimitVersion { get; private set; }

    /// <summary>Charged money from which some alert line may be crossed.</summary>
    public long FirstLine { get; private set; }

    public AccountTable Accounts { get; } = new();

    /// <summary>The next one of <see cref="PolicyWindows"/>. Guarded by the lock of the account book.</summary>
    public AccountWindow? Older { get; set; }

    /// <summary>Puts the policy's present version in force.</summary>
    public void Edit()
    {
        BudgetPolicy policy = Owner.Policy;
        LimitVersion = Owner.Version;
        Policy = policy;
        Limit = policy.Limit?.Nanos ?? 0;
        Refuses = policy.IsHard;
        FirstLine = policy.Limit is null ? long.MaxValue : PercentOf(Limit, Math.Min(policy.SoftLimitPercent, CriticalPercent));
    }

    /// <summary>A policy that was taken out of force and set again finds its accounts.</summary>
    public void Adopt(ActivePolicy owner)
    {
        Owner = owner;
        Edit();
    }

    /// <summary>The alert lines that charged money has reached.</summary>
    public AlertLines Reached(long charged)
    {
        if (charged < FirstLine)
            return AlertLines.None;

        AlertLines reached = AlertLines.None;
        if (charged >= PercentOf(Limit, Policy.SoftLimitPercent))
            reached |= AlertLines.Soft;
        if (charged >= PercentOf(Limit, CriticalPercent))
            reached |= AlertLines.Critical;
        if (charged >= Limit)
            reached |= AlertLines.Limit;
        return reached;
    }

    public AccountKey KeyOf(string scopeKey) => new(Policy.Id, scopeKey, Window.Start, Window.End);

    private static long PercentOf(long limit, int percent) => (long)((((Int128)limit * percent) + 99) / 100);
}
