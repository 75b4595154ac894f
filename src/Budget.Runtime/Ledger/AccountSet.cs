using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// The accounts that one kind of call is booked on. Immutable and shared by many calls; valid until the first of its windows ends or a policy changes. A
/// reservation keeps the set that it was made in, and ends there.
/// </summary>
internal sealed class AccountSet
{
    private readonly Account[] _accounts;
    private readonly Account[] _hard;
    private readonly Account[] _throttled;
    private IReadOnlyList<AccountKey>? _keys;

    /// <param name="key">What calls have in common that are booked on it.</param>
    /// <param name="generation">The policies that it was made from.</param>
    /// <param name="accounts">The accounts, in the order of their policies.</param>
    /// <param name="validUntil">UTC ticks from which it is stale.</param>
    /// <param name="caps">Policies that cap a single call of it.</param>
    public AccountSet(AttributionKey key, PolicyGeneration generation, Account[] accounts, long validUntil, ReadOnlySpan<RequestCap> caps)
    {
        Key = key;
        Generation = generation;
        ValidUntil = validUntil;
        _accounts = accounts;
        _hard = Array.FindAll(accounts, account => account.Window.Refuses && !IsFallbackOf(account.Policy, key.Model));
        if (_hard.Length == accounts.Length)
            _hard = accounts;
        _throttled = Array.FindAll(accounts, static account => account.Policy is { Action: LimitAction.Throttle, Limit: not null });
        foreach (RequestCap cap in caps)
        {
            if (cap.Policy.IsHard || cap.Policy.Action is LimitAction.Block or LimitAction.Throttle or LimitAction.Fallback)
                Cap = Cap is { } least && least.Amount <= cap.Amount ? Cap : cap;
            else
                SoftCap = SoftCap is { } least && least.Amount <= cap.Amount ? SoftCap : cap;
        }
    }

    /// <summary>Accounts that were found again by their keys, for the end of a reservation that another process made.</summary>
    public AccountSet(Account[] accounts, IReadOnlyList<AccountKey> keys)
        : this(default, PolicyGeneration.None, accounts, 0, [])
    {
        _keys = keys;
    }

    public AttributionKey Key { get; }

    /// <summary>The policies that it was made from.</summary>
    public PolicyGeneration Generation { get; }

    /// <summary>UTC ticks from which the set is stale.</summary>
    public long ValidUntil { get; }

    public ReadOnlySpan<Account> Accounts => _accounts;

    /// <summary>Accounts that turn a call away at their limit.</summary>
    public ReadOnlySpan<Account> Hard => _hard;

    /// <summary>Accounts that slow calls down before their limit.</summary>
    public ReadOnlySpan<Account> Throttled => _throttled;

    /// <summary>The lowest cap for one request, or null.</summary>
    public RequestCap? Cap { get; }

    /// <summary>The lowest cap that only warns, or null.</summary>
    public RequestCap? SoftCap { get; }

    /// <summary>The accounts' keys: one and the same list for all entries of the set, because stores key by it.</summary>
    public IReadOnlyList<AccountKey> Keys => _keys ?? MakeKeys();

    /// <summary>What refuses the call while the store is down, or null if nothing does.</summary>
    public Account? FirstClosed
    {
        get
        {
            foreach (Account account in _accounts)
            {
                if (account.Policy.StoreDown == StoreDownRule.Closed)
                    return account;
            }

            return null;
        }
    }

    private IReadOnlyList<AccountKey> MakeKeys()
    {
        var keys = new AccountKey[_accounts.Length];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = _accounts[i].Window.KeyOf(_accounts[i].ScopeKey);

        // Two threads may make it at the same time; all entries must name the same one.
        Interlocked.CompareExchange(ref _keys, Array.AsReadOnly(keys), null);
        return _keys;
    }

    /// <summary>Calls of the model that a policy falls back to are counted and not refused by it.</summary>
    private static bool IsFallbackOf(BudgetPolicy policy, string? model) =>
        policy.Action == LimitAction.Fallback && string.Equals(policy.FallbackModel, model, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A policy's cap for one request, and what it is applied to.</summary>
internal sealed record RequestCap(BudgetPolicy Policy, string ScopeKey, Usd Amount, Account? Account);
