using System.Collections.Concurrent;
using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// All accounts and the policies that they come from. Finding the accounts of a call is lock-free once they were found before; making accounts and
/// editing policies take the one lock, so sixty-four first calls of a new user meet one account.
/// </summary>
internal sealed partial class AccountBook
{
    private const int RecentSets = 1024;
    private const int MaxSets = 100_000;

    private readonly Lock _lock = new();
    private readonly PolicyBook _policies = new();
    private readonly Dictionary<AccountKey, Account> _accounts = [];
    private readonly Dictionary<AccountKey, AccountBalance> _loaded = [];
    private readonly ConcurrentDictionary<AttributionKey, AccountSet> _sets = new();
    private readonly AccountSet?[] _recent = new AccountSet?[RecentSets];
    private PolicyGeneration _generation;
    private int _made;
    private int _setCount;
    private long _pruneAt = long.MaxValue;

    public AccountBook(IEnumerable<BudgetPolicy> policies, IEnumerable<AccountBalance> balances)
    {
        foreach (BudgetPolicy policy in policies)
            _policies.Set(policy);
        foreach (AccountBalance balance in balances)
            _loaded[balance.Account] = balance;
        _generation = _policies.NewGeneration();
    }

    /// <summary>The accounts that a call is booked on now.</summary>
    /// <param name="call">Whose call it is.</param>
    /// <param name="now">UTC ticks.</param>
    public AccountSet Resolve(in CallAttribution call, long now)
    {
        PolicyGeneration generation = Volatile.Read(ref _generation);
        AttributionKey key = AttributionKey.Of(call, generation);
        ref AccountSet? recent = ref _recent[key.QuickHash() % RecentSets];
        AccountSet? set = Volatile.Read(ref recent);
        if (set is not null && IsCurrent(set, generation, now) && set.Key == key)
            return set;

        if (!_sets.TryGetValue(key, out set) || !IsCurrent(set, generation, now))
            set = ResolveAnew(call, now);
        Volatile.Write(ref recent, set);
        return set;
    }

    private static bool IsCurrent(AccountSet set, PolicyGeneration generation, long now) =>
        ReferenceEquals(set.Generation, generation) && now < set.ValidUntil;

    private AccountSet ResolveAnew(in CallAttribution call, long now)
    {
        lock (_lock)
        {
            PolicyGeneration generation = _generation;
            AttributionKey key = AttributionKey.Of(call, generation);
            if (_sets.TryGetValue(key, out AccountSet? known) && IsCurrent(known, generation, now))
                return known;

            // Sets can always be made again; a flood of unknown users must not make them a leak.
            if (known is null && ++_setCount > MaxSets)
            {
                _sets.Clear();
                _setCount = 1;
            }

            AccountSet set = Make(key, generation, now, known);
            _sets[key] = set;
            return set;
        }
    }

    private AccountSet Make(in AttributionKey key, PolicyGeneration generation, long now, AccountSet? former)
    {
        var matches = new List<(ActivePolicy Policy, string ScopeKey)>();
        _policies.Match(key, matches);
        var instant = new DateTimeOffset(now, TimeSpan.Zero);
        var accounts = new List<Account>(matches.Count);
        long validUntil = long.MaxValue;
        foreach ((ActivePolicy policy, string scopeKey) in matches)
        {
            if (policy.WindowAt(instant) is { } window)
            {
                accounts.Add(Open(policy.Policy, scopeKey, window));
                validUntil = Math.Min(validUntil, window.Next.UtcTicks);
            }
            else if (policy.Policy.Starts is { } starts && starts > instant)
            {
                validUntil = Math.Min(validUntil, starts.UtcTicks);
            }
        }

        accounts.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return new AccountSet(key, generation, [.. accounts], KeysOf(accounts, former), validUntil);
    }

    /// <summary>The account, made on first touch from what the store knows of it.</summary>
    private Account Open(BudgetPolicy policy, string scopeKey, BudgetWindow window)
    {
        var key = new AccountKey(policy.Id, scopeKey, window.Start, window.End);
        if (_accounts.TryGetValue(key, out Account? account))
        {
            // A policy that was deleted and set again finds its account, and its spend, as it left them.
            if (!ReferenceEquals(account.Policy, policy))
                account.Edit(policy);
            return account;
        }

        _loaded.Remove(key, out AccountBalance? balance);
        account = new Account(_made++, key, policy, balance);
        _accounts.Add(key, account);
        _pruneAt = Math.Min(_pruneAt, EndOf(window));
        return account;
    }

    private static IReadOnlyList<AccountKey> KeysOf(List<Account> accounts, AccountSet? former)
    {
        if (accounts.Count == 1)
            return accounts[0].KeyAlone;
        if (former is not null && accounts.Count == former.Accounts.Length && former.Accounts.SequenceEqual(accounts.ToArray()))
            return former.Keys;

        var keys = new AccountKey[accounts.Count];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = accounts[i].Key;
        return Array.AsReadOnly(keys);
    }

    private static long EndOf(BudgetWindow window) => window.End == DateTimeOffset.MaxValue ? long.MaxValue : window.End.UtcTicks;
}
