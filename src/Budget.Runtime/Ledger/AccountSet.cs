using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// The accounts that one kind of call is booked on. Immutable and shared by many calls; valid until the first of its windows ends or a policy changes. A
/// reservation keeps the set that it was made in, and ends there.
/// </summary>
internal sealed class AccountSet
{
    private readonly CallPlan _plan;
    private readonly string? _user;
    private readonly uint _hash;
    private readonly Account[] _accounts;
    private readonly Account[] _hard;
    private readonly Account[] _throttled;
    private IReadOnlyList<AccountKey>? _keys;

    /// <param name="plan">What calls of this kind have in common.</param>
    /// <param name="key">What calls have in common that are booked on it.</param>
    /// <param name="hash">The key's <see cref="AttributionKey.QuickHash"/>.</param>
    /// <param name="accounts">The accounts, in the order of the plan.</param>
    public AccountSet(CallPlan plan, in AttributionKey key, uint hash, Account[] accounts)
    {
        _plan = plan;
        _user = key.User;
        _hash = hash;
        _accounts = accounts;
        _hard = At(plan.Hard);
        _throttled = At(plan.Throttled);
        Cap = plan.Cap is { } cap ? Applied(cap, key) : null;
        SoftCap = plan.SoftCap is { } soft ? Applied(soft, key) : null;
    }

    /// <summary>Accounts that were found again by their keys, for the end of a reservation that another process made.</summary>
    public AccountSet(Account[] accounts, IReadOnlyList<AccountKey> keys)
    {
        _plan = CallPlan.None;
        _accounts = accounts;
        _hard = _throttled = [];
        _keys = keys;
    }

    /// <summary>The policies that it was made from.</summary>
    public PolicyGeneration Generation => _plan.Generation;

    /// <summary>UTC ticks from which the set is stale.</summary>
    public long ValidUntil => _plan.ValidUntil;

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

    /// <summary>True if calls with these parts are booked on it. Their hash comes first: texts of somebody else may be far away in memory.</summary>
    /// <param name="key">The parts.</param>
    /// <param name="hash">Their <see cref="AttributionKey.QuickHash"/>.</param>
    public bool IsOf(in AttributionKey key, uint hash) => _hash == hash && _user == key.User && _plan.Kind.IsKindOf(key);

    private IReadOnlyList<AccountKey> MakeKeys()
    {
        var keys = new AccountKey[_accounts.Length];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = _accounts[i].Window.KeyOf(_accounts[i].ScopeKey);

        // Two threads may make it at the same time; all entries must name the same one.
        Interlocked.CompareExchange(ref _keys, Array.AsReadOnly(keys), null);
        return _keys;
    }

    private Account[] At(int[] places) => places.Length == _accounts.Length ? _accounts : places.Length == 0 ? [] : Array.ConvertAll(places, place => _accounts[place]);

    private RequestCap Applied(PlannedCap cap, in AttributionKey key) => cap.Place is { } place
        ? new RequestCap(cap.Policy, _accounts[place].ScopeKey, cap.Amount, _accounts[place])
        : new RequestCap(cap.Policy, cap.Aim.ScopeKeyOf(key)!, cap.Amount, null);
}

/// <summary>A policy's cap for one request, and what it is applied to.</summary>
internal sealed record RequestCap(BudgetPolicy Policy, string ScopeKey, Usd Amount, Account? Account);
