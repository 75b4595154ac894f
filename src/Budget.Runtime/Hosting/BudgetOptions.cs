using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>How a <see cref="BudgetManager"/> is set up. It is read once, when the manager is made.</summary>
public sealed partial class BudgetOptions
{
    /// <summary>The budgets. Every policy that matches a call applies to it.</summary>
    public IList<BudgetPolicy> Policies { get; } = [];

    /// <summary>Makes the store that keeps the ledger; null: in memory, gone with the process.</summary>
    public Func<BudgetStoreContext, IBudgetStore>? Store { get; set; }

    /// <summary>The clock; null: the system's.</summary>
    public TimeProvider? TimeProvider { get; set; }

    /// <summary>Where to log; null: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>A limit on all calls together, for ever (a lifetime policy with the id <c>max-budget</c>); null: none.</summary>
    public Usd? MaxBudget { get; set; }

    /// <summary>The most that any one request may cost; null: no cap. A request whose worst case is dearer is refused before any account is touched.</summary>
    public Usd? PerRequestLimit { get; set; }

    /// <summary>The limit of each user without a policy of their own (the policy <c>default-user</c>); null: such users are not limited.</summary>
    public Usd? DefaultUserLimit { get; set; }

    /// <summary>How long <see cref="DefaultUserLimit"/> lasts.</summary>
    public BudgetPeriod DefaultUserPeriod { get; set; } = BudgetPeriod.Monthly;

    /// <summary>The prices; null: the embedded price book.</summary>
    public PricingRegistry? Prices { get; set; }

    /// <summary>What happens to a call whose model has no price. By default it is charged at 10 and 30 USD per million tokens.</summary>
    public UnknownModelRule UnknownModel { get; set; } = UnknownModelRule.DefaultPrice();

    /// <summary>How long a call may hold money, by monotonic time. Older holds are charged as unknown; a settlement after that is still accepted.</summary>
    public TimeSpan MaxHoldTtl { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>False switches budgets off: nothing is reserved, refused or recorded.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Called for each alert, on the thread pool, one at a time. See also <see cref="BudgetManager.AlertRaised"/>.</summary>
    public Action<AlertLevel, string>? AlertHandler { get; set; }

    /// <summary>Adds a policy.</summary>
    public BudgetOptions AddPolicy(BudgetPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Policies.Add(policy);
        return this;
    }

    /// <summary>Adds a policy.</summary>
    /// <param name="name">Its name, unique among the policies.</param>
    /// <param name="limit">USD per window.</param>
    /// <param name="period">How long it lasts.</param>
    /// <param name="scope">What it limits.</param>
    /// <param name="key">The one user, provider, model or project; null: each has an account of its own.</param>
    /// <param name="action">What happens at the limit.</param>
    public BudgetOptions AddPolicy(
        string name,
        decimal limit,
        BudgetPeriod period = BudgetPeriod.Monthly,
        BudgetScope scope = BudgetScope.Global,
        string? key = null,
        LimitAction action = LimitAction.Block) => AddPolicy(new BudgetPolicy
        {
            Name = name,
            Limit = Usd.FromDollars(limit),
            Period = period,
            Scope = scope,
            Key = key,
            Action = action,
        });

    /// <summary>The policies, with those that other options stand for.</summary>
    internal List<BudgetPolicy> AllPolicies()
    {
        List<BudgetPolicy> all = [.. Policies];
        if (MaxBudget is not null)
            all.Add(new BudgetPolicy { Id = "max-budget", Name = "maximum budget", Limit = MaxBudget, Period = BudgetPeriod.Lifetime, SoftLimitPercent = DefaultSoftLimitPercent });
        if (DefaultUserLimit is not null)
            all.Add(DefaultUserPolicy(DefaultUserLimit));
        return all;
    }

    /// <summary>Everything that is wrong with the options; empty if nothing is.</summary>
    internal List<string> Complaints()
    {
        List<string> complaints = PolicyRules.Complaints(AllPolicies());
        if (PerRequestLimit is { } cap && (cap < Usd.Zero || cap > Usd.MaxCall))
            complaints.Add($"BudgetOptions.PerRequestLimit is {cap}. It lies between $0 and {Usd.MaxCall}; null means no cap.");
        if (DefaultUserPeriod == BudgetPeriod.Custom)
            complaints.Add("BudgetOptions.DefaultUserPeriod is Custom. Use another period, or a policy with Scope = User and its own Starts and Ends.");
        if (MaxHoldTtl < TimeSpan.FromSeconds(1) || MaxHoldTtl > TimeSpan.FromDays(1))
            complaints.Add($"BudgetOptions.MaxHoldTtl is {MaxHoldTtl}. It lies between one second and one day; 15 minutes is the default.");
        if (UnknownModel is null)
            complaints.Add("BudgetOptions.UnknownModel is null. Use UnknownModelRule.Block or UnknownModelRule.DefaultPrice(...).");
        AddDefaultsComplaints(complaints);
        AddLedgerComplaints(complaints);
        complaints.AddRange(Holds.Complaints());
        complaints.AddRange(PriceRefresh?.Complaints() ?? []);
        return complaints;
    }
}
