using System.Runtime.InteropServices;
using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// All accounts and the policies that they come from. Finding the accounts of a call costs one look into a small cache if they were found lately;
/// making accounts and editing policies take the book's lock, so sixty-four first calls of a new user meet one account.
/// </summary>
/// <remarks>Order of locks: the book's, then the ledger's.</remarks>
internal sealed partial class AccountBook
{
    private const int RecentSets = 8192;

    /// <summary>Kinds of calls that are planned at a time: models, projects, places in the code.</summary>
    private const int Plans = 512;

    /// <summary>Below so many accounts in a window, none are looked for that could be forgotten.</summary>
    private const int FirstEviction = 16_384;

    private readonly Lock _lock = new();
    private readonly Admission _admission;
    private readonly PolicyBook _policies = new();
    private readonly Dictionary<WindowId, AccountWindow> _windows = [];
    private readonly PolicyWindows _windowsOf = new();
    private readonly Dictionary<(string PolicyId, string ScopeKey), RollingSum> _rolling = [];
    private readonly Dictionary<AccountKey, AccountBalance> _loaded = [];
    private readonly Dictionary<string, Dictionary<string, List<AccountBalance>>> _storedSteps = new(StringComparer.Ordinal);
    private readonly AccountSet?[] _recent = new AccountSet?[RecentSets];

    // Of each recent set its hash, or another one for a moment: most sets of others are told from it, without a look at what is far away in memory.
    private readonly uint[] _recentHashes = new uint[RecentSets];
    private readonly ushort[] _seen = new ushort[RecentSets];
    private readonly CallPlan?[] _plans = new CallPlan?[Plans];
    private int _accountCount;
    private int _evictAt = FirstEviction;
    private long _pruneAt = long.MaxValue;
    private long _reached;

    public AccountBook(Admission admission, IEnumerable<(BudgetPolicy Policy, int Version)> policies, IEnumerable<AccountBalance> balances)
    {
        _admission = admission;
        foreach ((BudgetPolicy policy, int version) in policies)
            _policies.Set(policy, version);
        foreach (AccountBalance balance in balances)
        {
            _loaded[balance.Account] = balance;
            if (_policies.TryGet(balance.Account.PolicyId, out ActivePolicy? active))
                active.Adopt(WindowOf(balance.Account));
        }

        admission.Renew(_policies.NewGeneration());
    }

    /// <summary>How many accounts are in memory.</summary>
    public int Count => Volatile.Read(ref _accountCount);

    /// <summary>The accounts that a call is booked on now.</summary>
    /// <param name="call">Whose call it is.</param>
    /// <param name="now">The ledger's time, UTC ticks.</param>
    public AccountSet Resolve(in CallAttribution call, long now)
    {
        // A clock that was set back must not find a set of the window before, whose budget has been left.
        now = Math.Max(now, Volatile.Read(ref _reached));
        PolicyGeneration generation = _admission.Generation;
        AttributionKey key = AttributionKey.Of(call, generation);
        uint hash = key.QuickHash();
        AccountSet? set = null;
        if (Volatile.Read(ref _recentHashes[hash % RecentSets]) == hash
            && (set = Volatile.Read(ref _recent[hash % RecentSets])) is not null
            && ReferenceEquals(set.Generation, generation)
            && now < set.ValidUntil
            && set.IsOf(key, hash))
        {
            return set;
        }

        set = ResolveAnew(call, key, hash, generation, now);

        // Who calls once is not kept: with a million users that would be most of the work. Who calls again before another one took the place is.
        ref ushort seen = ref _seen[hash % RecentSets];
        ushort mark = (ushort)(hash >> 16);
        if (seen == mark)
        {
            Volatile.Write(ref _recent[hash % RecentSets], set);
            Volatile.Write(ref _recentHashes[hash % RecentSets], hash);
        }

        seen = mark;
        return set;
    }

    private AccountSet ResolveAnew(in CallAttribution call, AttributionKey key, uint hash, PolicyGeneration generation, long now)
    {
        lock (_lock)
        {
            // Before anything is found, so that nothing that was found is forgotten.
            EvictIfMany();
            Reach(now);
            if (!ReferenceEquals(generation, _admission.Generation))
            {
                // Other policies came in force meanwhile; they may look at other parts of the call.
                generation = _admission.Generation;
                key = AttributionKey.Of(call, generation);
                hash = key.QuickHash();
            }

            CallPlan plan = PlanOf(key, generation, now);
            foreach (PlannedAccount planned in plan.Accounts)
            {
                if (planned.Account is null)
                    planned.Window.Accounts.Approach(planned.ScopeKeyOf(key));
            }

            var accounts = new Account[plan.Accounts.Length];
            for (int i = 0; i < accounts.Length; i++)
                accounts[i] = plan.Accounts[i].Account ?? Open(plan.Accounts[i].Window, plan.Accounts[i].ScopeKeyOf(key));
            return new AccountSet(plan, key, hash, accounts);
        }
    }

    private CallPlan PlanOf(in AttributionKey key, PolicyGeneration generation, long now)
    {
        if (_policies.NamesUser(key.User))
            return MakePlan(key, key, generation, now);

        AttributionKey kind = key.Kind;
        ref CallPlan? known = ref _plans[kind.QuickHash() % Plans];
        if (known is null || !ReferenceEquals(known.Generation, generation) || now >= known.ValidUntil || known.Kind != kind)
            known = MakePlan(kind, key, generation, now);
        return known;
    }

    /// <summary>What is to be done for calls of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="call">One of the calls.</param>
    /// <param name="generation">The policies.</param>
    /// <param name="now">UTC ticks.</param>
    private CallPlan MakePlan(in AttributionKey kind, in AttributionKey call, PolicyGeneration generation, long now)
    {
        var accounts = new List<PlannedAccount>();
        var caps = new List<PlannedCap>();
        long validUntil = long.MaxValue;
        foreach ((ActivePolicy policy, string scopeKey) in _policies.Match(call))
        {
            if (policy.Policy.Period == BudgetPeriod.PerRequest)
            {
                if (policy.Policy.Limit is { } most)
                    caps.Add(new PlannedCap(policy.Policy, policy.Aim, most, null));
            }
            else if (policy.WindowAt(new DateTimeOffset(now, TimeSpan.Zero)) is { } window)
            {
                if (policy.Policy.PerRequestLimit is { } cap)
                    caps.Add(new PlannedCap(policy.Policy, policy.Aim, cap, accounts.Count));
                AccountWindow current = OpenWindow(policy, window);
                bool isOfUser = (policy.Aim.Parts & AttributionParts.User) != 0 && kind != call;
                accounts.Add(new PlannedAccount(current, isOfUser ? null : scopeKey, isOfUser || current.IsRolling ? null : Open(current, scopeKey)));
                validUntil = Math.Min(validUntil, TicksOf(window.Next));
            }
            else if (policy.Policy.Starts is { } starts && starts.UtcTicks > now)
            {
                validUntil = Math.Min(validUntil, starts.UtcTicks);
            }
        }

        return new CallPlan(kind, generation, validUntil, [.. accounts], [.. caps]);
    }

    /// <summary>The account, made on first touch from what the store knows of it.</summary>
    private Account Open(ActivePolicy policy, string scopeKey, BudgetWindow window) => Open(OpenWindow(policy, window), scopeKey);

    private Account Open(AccountWindow accounts, string scopeKey)
    {
        if (accounts.IsRolling)
            OpenStoredSteps(accounts, scopeKey);
        if (accounts.Accounts.Find(scopeKey) is { } known)
        {
            if (accounts.IsRolling)
                Expire(known);
            return known;
        }

        AccountBalance? balance = null;
        if (_loaded.Count > 0)
            _loaded.Remove(accounts.KeyOf(scopeKey), out balance);
        var account = new Account(accounts, scopeKey, balance);
        if (accounts.IsRolling)
            AddStep(account);
        accounts.Accounts.Add(account);
        _accountCount++;
        return account;
    }

    private AccountWindow OpenWindow(ActivePolicy policy, BudgetWindow window)
    {
        ref AccountWindow? accounts = ref CollectionsMarshal.GetValueRefOrAddDefault(_windows, new WindowId(policy.Policy.Id, window.Start, window.End), out _);
        if (accounts is null)
        {
            accounts = new AccountWindow(policy, window);
            _windowsOf.Add(accounts);
            _pruneAt = Math.Min(_pruneAt, TicksOf(window.End));
        }
        else if (!ReferenceEquals(accounts.Owner, policy) || !ReferenceEquals(accounts.Policy, policy.Policy))
        {
            // A policy that was deleted and set again finds its accounts, and their spend, as it left them.
            using LedgerLock.Section locked = _admission.Lock.Enter();
            accounts.Adopt(policy);
        }

        return accounts;
    }

    /// <summary>
    /// The first touch of a rolling window brings all steps that the store has kept, oldest first, whichever of them was touched: one that came later would
    /// be missing from the sum.
    /// </summary>
    private void OpenStoredSteps(AccountWindow touched, string scopeKey)
    {
        string policyId = touched.Policy.Id;
        if (_rolling.ContainsKey((policyId, scopeKey)))
            return;

        var rolling = new RollingSum();
        _rolling.Add((policyId, scopeKey), rolling);
        foreach (AccountBalance stored in StoredSteps(policyId, scopeKey).OrderBy(static b => b.Account.WindowStart))
        {
            // Steps of another length than the policy has now are not steps of this window.
            if (!BudgetWindow.IsStepOf(touched.Policy, stored.Account.WindowStart, stored.Account.WindowEnd))
                continue;

            _loaded.Remove(stored.Account);
            AccountWindow window = OpenWindow(touched.Owner, WindowOf(stored.Account));
            var account = new Account(window, scopeKey, stored);
            window.Accounts.Add(account);
            _accountCount++;
            using LedgerLock.Section locked = _admission.Lock.Enter();
            rolling.Add(account);
        }
    }

    /// <summary>What the store has kept of one key of a rolling policy. Sorted out once for a policy, because it may have a million keys.</summary>
    private List<AccountBalance> StoredSteps(string policyId, string scopeKey)
    {
        if (!_storedSteps.TryGetValue(policyId, out Dictionary<string, List<AccountBalance>>? byKey))
        {
            byKey = _loaded.Values.Where(b => b.Account.PolicyId == policyId).GroupBy(static b => b.Account.ScopeKey).ToDictionary(static g => g.Key, static g => g.ToList(), StringComparer.Ordinal);
            _storedSteps.Add(policyId, byKey);
        }

        return byKey.Remove(scopeKey, out List<AccountBalance>? steps) ? steps : [];
    }

    /// <summary>The newest step of a rolling window.</summary>
    private void AddStep(Account step)
    {
        RollingSum rolling = _rolling[(step.Policy.Id, step.ScopeKey)];
        using LedgerLock.Section locked = _admission.Lock.Enter();
        rolling.Add(step);
        Expire(step, step.Window.Window.Start);
    }

    private void Expire(Account step)
    {
        using LedgerLock.Section locked = _admission.Lock.Enter();
        Expire(step, step.Window.Window.Start);
    }

    private void EvictIfMany()
    {
        if (_accountCount >= _evictAt)
            Evict();
    }

    /// <summary>
    /// Forgets accounts in their zero state: of users who were only refused, or whose calls all cost nothing. Any other would be a silent reset. Sets that name
    /// them become stale, so that nothing is booked on an account that nobody knows.
    /// </summary>
    private void Evict()
    {
        using LedgerLock.Section locked = _admission.Lock.Enter();
        HashSet<Account> billable = _admission.Billable();
        foreach (((string, string) key, RollingSum rolling) in _rolling)
        {
            if (!rolling.IsZero || rolling.Steps.Any(billable.Contains))
                continue;
            rolling.Clear();
            _rolling.Remove(key);
        }

        foreach (AccountWindow window in _windows.Values)
            _accountCount -= window.Accounts.Keep(account => !account.IsZero || billable.Contains(account));
        _admission.Renew(_policies.NewGeneration());

        // What remains is money; the next look is worth its time when there is as much again.
        _evictAt = Math.Max(FirstEviction, _accountCount * 2);
    }

    /// <summary>A policy was edited, or taken out of force. Only its own windows are looked at: there may be a hundred thousand others.</summary>
    private void Renew(ActivePolicy edited, bool isInForce)
    {
        using LedgerLock.Section locked = _admission.Lock.Enter();
        if (isInForce)
        {
            foreach (AccountWindow window in _windowsOf.Of(edited.Policy.Id))
            {
                if (!ReferenceEquals(edited, window.Owner) || !ReferenceEquals(edited.Policy, window.Policy))
                    window.Adopt(edited);
            }
        }

        _admission.Renew(_policies.NewGeneration());
        _admission.PumpAll();
    }

    /// <summary>Notes how far windows have been moved on.</summary>
    private void Reach(long now)
    {
        if (now > _reached)
            Volatile.Write(ref _reached, now);
    }

    // Next matters only while calls are looked up, and what the store has kept is not looked up by time.
    private static BudgetWindow WindowOf(AccountKey key) => new(key.WindowStart, key.WindowEnd);

    private static WindowId IdOf(AccountKey key) => new(key.PolicyId, key.WindowStart, key.WindowEnd);

    private static long TicksOf(DateTimeOffset instant) => instant == DateTimeOffset.MaxValue ? long.MaxValue : instant.UtcTicks;

    /// <summary>The identity of a window of a policy.</summary>
    private readonly record struct WindowId(string PolicyId, DateTimeOffset Start, DateTimeOffset End);
}
