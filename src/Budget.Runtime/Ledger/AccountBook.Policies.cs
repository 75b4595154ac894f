using BudgetGen.Storage;

namespace BudgetGen;

// Editing policies, and what status asks. Off the call path, all under the lock.
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

    /// <summary>Puts a policy in force, for reserves that start after this returns. Returns the accounts that it changed.</summary>
    public List<Account> Set(BudgetPolicy policy)
    {
        lock (_lock)
        {
            _policies.Set(policy);
            List<Account> edited = [.. _accounts.Values.Where(a => a.Key.PolicyId == policy.Id)];
            foreach (Account account in edited)
                account.Edit(policy);
            Volatile.Write(ref _generation, _policies.NewGeneration());
            return edited;
        }
    }

    public bool Remove(string policyId)
    {
        lock (_lock)
        {
            if (!_policies.Remove(policyId))
                return false;

            Volatile.Write(ref _generation, _policies.NewGeneration());
            return true;
        }
    }

    /// <summary>Every account of a policy in force whose window is the current one, and every such account that is still to be touched.</summary>
    public List<Account> Current(DateTimeOffset now)
    {
        lock (_lock)
        {
            OpenLoaded(now);
            var current = new List<(int Order, Account Account)>();
            foreach (ActivePolicy policy in _policies.All)
            {
                // Policies about one thing have exactly one account, which exists even if nothing was spent.
                if (policy.Aim.OnlyKey is { } scopeKey && policy.StatusWindowAt(now) is { } window)
                    Open(policy.Policy, scopeKey, window);
            }

            foreach (Account account in _accounts.Values)
            {
                if (_policies.TryGet(account.Key.PolicyId, out ActivePolicy? policy) && IsCurrent(account, policy.StatusWindowAt(now)))
                    current.Add((policy.Order, account));
            }

            current.Sort(static (left, right) => left.Order != right.Order
                ? left.Order.CompareTo(right.Order)
                : string.CompareOrdinal(left.Account.Key.ScopeKey, right.Account.Key.ScopeKey));
            return [.. current.Select(static c => c.Account)];
        }
    }

    /// <summary>The account of a policy in its current window; null if no such policy is in force.</summary>
    /// <exception cref="ArgumentException">The policy has an account for each scope key, and none was given.</exception>
    public Account? Find(string policyId, string? key, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_policies.TryGet(policyId, out ActivePolicy? active))
                return null;

            BudgetPolicy policy = active.Policy;
            string scopeKey = active.Aim.ScopeKeyOf(key)
                ?? throw new ArgumentException($"Policy '{policy.Name}' has one account for each {active.Aim}. Say which one.", nameof(key));
            return active.StatusWindowAt(now) is { } window ? Open(policy, scopeKey, window) : null;
        }
    }

    /// <summary>The accounts of one user.</summary>
    public List<Account> OfUser(string user, DateTimeOffset now)
    {
        lock (_lock)
        {
            var matches = new List<(ActivePolicy Policy, string ScopeKey)>();
            _policies.Match(new AttributionKey(user), matches);
            return
            [
                .. matches.Where(m => m.Policy.Policy.Scope == BudgetScope.User && m.Policy.StatusWindowAt(now) is not null)
                    .OrderBy(static m => m.Policy.Order)
                    .Select(m => Open(m.Policy.Policy, m.ScopeKey, m.Policy.StatusWindowAt(now)!.Value)),
            ];
        }
    }

    /// <summary>Charges a hold that an earlier process left. A policy that is not in force yet finds the charge in its balance when it is.</summary>
    /// <returns>The account, if one of its alert lines may have been crossed.</returns>
    public Account? SuspendRecovered(AccountKey key, Usd hold)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(key, out Account? account) && _policies.TryGet(key.PolicyId, out ActivePolicy? policy))
                account = Open(policy.Policy, key.ScopeKey, new BudgetWindow(key.WindowStart, key.WindowEnd));
            if (account is not null)
                return account.SuspendRecovered(hold.Nanos) ? account : null;

            AccountBalance balance = _loaded.GetValueOrDefault(key) ?? new AccountBalance(key, Usd.Zero, Usd.Zero, Usd.Zero);
            _loaded[key] = balance with { Suspense = balance.Suspense + hold };
            return null;
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
            foreach ((AccountKey key, Account account) in _accounts.ToArray())
            {
                // A policy that has not left the window yet may come back to it, when a clock that ran ahead is set right.
                bool isLeft = !_policies.TryGet(key.PolicyId, out ActivePolicy? policy) || policy.HasLeft(key.WindowEnd);
                if (isLeft && key.WindowEnd.UtcTicks <= border && account.Figures().Held == 0)
                    _accounts.Remove(key);
                else if (key.WindowEnd != DateTimeOffset.MaxValue)
                    _pruneAt = Math.Min(_pruneAt, key.WindowEnd.UtcTicks);
            }

            foreach ((AttributionKey key, AccountSet set) in _sets)
            {
                if (set.ValidUntil <= border && _sets.TryRemove(key, out _))
                    _setCount--;
            }

            Array.Clear(_recent);
        }
    }

    /// <summary>Accounts that only the store has seen so far become accounts of ours, so that a status right after a start is complete.</summary>
    private void OpenLoaded(DateTimeOffset now)
    {
        foreach (AccountKey key in _loaded.Keys.ToArray())
        {
            if (_policies.TryGet(key.PolicyId, out ActivePolicy? policy)
                && policy.StatusWindowAt(now) is { } window && window.HasBorders(key.WindowStart, key.WindowEnd))
                Open(policy.Policy, key.ScopeKey, window);
        }
    }

    private static bool IsCurrent(Account account, BudgetWindow? window) => window is { } current && current.HasBorders(account.Key.WindowStart, account.Key.WindowEnd);
}
