using BudgetGen.Storage;

namespace BudgetGen;

// Editing policies, and what status asks. Off the call path, all under the book's lock.
internal sealed partial class AccountBook
{
    public List<BudgetPolicy> Policies
    {
        get
        {
            lock (_lock)
                return [.. _policies.All.Select(static p => p.Policy)];
        }
    }

    /// <summary>Puts a policy in force, for reserves that start after this returns. Returns the accounts that it is about.</summary>
    public List<Account> Set(BudgetPolicy policy, int version)
    {
        lock (_lock)
        {
            ActivePolicy active = _policies.Set(policy, version);
            Renew(active, isInForce: true);
            return [.. _windowsOf.Of(policy.Id).SelectMany(static w => w.Accounts)];
        }
    }

    public bool Remove(string policyId)
    {
        lock (_lock)
        {
            if (_policies.Remove(policyId) is not { } removed)
                return false;

            Renew(removed, isInForce: false);
            return true;
        }
    }

    /// <summary>Every account of a policy in force whose window is the current one, and every such account that is still to be touched.</summary>
    public List<Account> Current(DateTimeOffset now)
    {
        lock (_lock)
        {
            Reach(now.UtcTicks);
            OpenLoaded(now);
            var current = new List<(int Order, Account Account)>();
            foreach (ActivePolicy policy in _policies.All)
            {
                if (policy.StatusWindowAt(now) is not { } window)
                    continue;

                // Policies about one thing have exactly one account, which exists even if nothing was spent.
                if (policy.Aim.OnlyKey is { } only)
                    Open(policy, only, window);
                if (policy.Policy.Period == BudgetPeriod.Rolling)
                    current.AddRange(_rolling.Keys.Where(k => k.PolicyId == policy.Policy.Id).Select(k => (policy.Order, Open(policy, k.ScopeKey, window))).ToArray());
                else if (_windows.TryGetValue(new WindowId(policy.Policy.Id, window.Start, window.End), out AccountWindow? accounts))
                    current.AddRange(accounts.Accounts.Select(account => (policy.Order, account)));
            }

            current.Sort(static (left, right) => left.Order != right.Order
                ? left.Order.CompareTo(right.Order)
                : string.CompareOrdinal(left.Account.ScopeKey, right.Account.ScopeKey));
            return [.. current.Select(static c => c.Account)];
        }
    }

    /// <summary>The account of a policy in its current window; null if no such policy is in force, or it has no accounts.</summary>
    /// <exception cref="ArgumentException">The policy has an account for each scope key, and none was given.</exception>
    public Account? Find(string policyId, string? key, DateTimeOffset now)
    {
        lock (_lock)
        {
            EvictIfMany();
            Reach(now.UtcTicks);
            if (!_policies.TryGet(policyId, out ActivePolicy? active) || active.Policy.Period == BudgetPeriod.PerRequest)
                return null;

            BudgetPolicy policy = active.Policy;
            string scopeKey = active.Aim.OnlyKey
                ?? active.Aim.ScopeKeyOf(key)
                ?? throw new ArgumentException($"Policy '{policy.Name}' has one account for each {active.Aim}. Say which one.", nameof(key));
            return active.StatusWindowAt(now) is { } window ? Open(active, scopeKey, window) : null;
        }
    }

    /// <summary>The accounts of one user.</summary>
    public List<Account> OfUser(string user, DateTimeOffset now)
    {
        lock (_lock)
        {
            EvictIfMany();
            Reach(now.UtcTicks);
            return
            [
                .. _policies.Match(new AttributionKey { User = user }).Where(m => m.Policy.Policy.Scope == BudgetScope.User && m.Policy.StatusWindowAt(now) is not null)
                    .OrderBy(static m => m.Policy.Order)
                    .Select(m => Open(m.Policy, m.ScopeKey, m.Policy.StatusWindowAt(now)!.Value)),
            ];
        }
    }

    /// <summary>The accounts with these keys, as far as they are in memory or belong to policies in force: what a reservation of an earlier process ends on.</summary>
    public AccountSet SetOf(IReadOnlyList<AccountKey> keys)
    {
        lock (_lock)
        {
            var accounts = new List<Account>(keys.Count);
            foreach (AccountKey key in keys)
            {
                if (InMemory(key) is { } account)
                    accounts.Add(account);
            }

            return new AccountSet([.. accounts], keys);
        }
    }

    /// <summary>The policy that is in force under an id, or null.</summary>
    public ActivePolicy? Active(string policyId)
    {
        lock (_lock)
            return _policies.TryGet(policyId, out ActivePolicy? policy) ? policy : null;
    }

    /// <summary>Charges a hold that an earlier process left. A policy that is not in force yet finds the charge in its balance when it is.</summary>
    public void SuspendRecovered(AccountKey key, Usd hold)
    {
        lock (_lock)
        {
            AccountBalance balance = _loaded.GetValueOrDefault(key) ?? new AccountBalance(key, Usd.Zero, Usd.Zero, Usd.Zero);
            _loaded[key] = balance with { Suspense = balance.Suspense + hold };
        }
    }

    /// <summary>Forgets accounts whose window ended long ago and that hold nothing. The store keeps their figures.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="grace">How long after its end a window may still be settled into.</param>
    public void Prune(DateTimeOffset now, TimeSpan grace)
    {
        lock (_lock)
        {
            long border = (now - grace).UtcTicks;
            if (_pruneAt > border)
                return;

            _pruneAt = long.MaxValue;
            using LedgerLock.Section locked = _admission.Lock.Enter();
            foreach ((WindowId id, AccountWindow accounts) in _windows)
            {
                // A policy that has not left the window yet may come back to it, when a clock that ran ahead is set right.
                bool isLeft = !_policies.TryGet(id.PolicyId, out ActivePolicy? policy) || policy.HasLeft(id.End);
                if (isLeft && id.End.UtcTicks <= border && accounts.Accounts.All(static account => account.OwnFigures().Held == 0))
                {
                    _accountCount -= accounts.Accounts.Count;
                    foreach (Account account in accounts.Accounts)
                        Expire(account, id.End);
                    _windows.Remove(id);
                    _windowsOf.Remove(accounts);
                }
                else if (id.End != DateTimeOffset.MaxValue)
                {
                    _pruneAt = Math.Min(_pruneAt, id.End.UtcTicks);
                }
            }

            foreach (((string, string) key, RollingSum rolling) in _rolling)
            {
                rolling.Expire(now);
                if (rolling.RoomReturnsAt is null)
                    _rolling.Remove(key);
            }

            Array.Clear(_recent);
            Array.Clear(_plans);
        }
    }

    private void Expire(Account step, DateTimeOffset end)
    {
        if (step.ExtraIfAny?.Rolling is not { } rolling)
            return;

        rolling.Expire(end);
        if (rolling.Common.Waiters is { } line)
            _admission.Pump(line);
    }

    /// <summary>Accounts that only the store has seen so far become accounts of ours, so that a status right after a start is complete.</summary>
    private void OpenLoaded(DateTimeOffset now)
    {
        foreach (AccountKey key in _loaded.Keys.ToArray())
        {
            if (!_loaded.ContainsKey(key) || !_policies.TryGet(key.PolicyId, out ActivePolicy? policy) || policy.StatusWindowAt(now) is not { } current)
                continue;

            if (policy.Policy.Period == BudgetPeriod.Rolling)
                Open(policy, key.ScopeKey, current);
            else if (current.Start == key.WindowStart && current.End == key.WindowEnd)
                Open(policy, key.ScopeKey, current);
        }
    }
}
