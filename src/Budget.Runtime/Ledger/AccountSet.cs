using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// The accounts that one kind of call is booked on, in account-id order, and the algorithm over them. Immutable and shared by
/// many calls; valid until the first of its windows ends or a policy changes. A reservation keeps the set that it was made in.
/// </summary>
internal sealed class AccountSet
{
    private const int MaxRetries = 3;
    private readonly Account[] _accounts;

    public AccountSet(AttributionKey key, PolicyGeneration generation, Account[] accounts, IReadOnlyList<AccountKey> keys, long validUntil)
    {
        Key = key;
        Generation = generation;
        _accounts = accounts;
        Keys = keys;
        ValidUntil = validUntil;
        foreach (Account account in accounts)
        {
            if (account.Policy.PerRequestLimit is not { } cap)
                continue;
            if (account.Policy.Action == LimitAction.Block && (Cap is null || cap < CapOf(Cap)))
                Cap = account;
            if (account.Policy.Action == LimitAction.Warn && (SoftCap is null || cap < CapOf(SoftCap)))
                SoftCap = account;
        }
    }

    public AttributionKey Key { get; }

    /// <summary>The policies that it was made from.</summary>
    public PolicyGeneration Generation { get; }

    public ReadOnlySpan<Account> Accounts => _accounts;

    /// <summary>The accounts' keys: one and the same list for all entries, because stores key by it.</summary>
    public IReadOnlyList<AccountKey> Keys { get; }

    /// <summary>UTC ticks from which the set is stale.</summary>
    public long ValidUntil { get; }

    /// <summary>The account whose policy has the lowest cap for one request, or null.</summary>
    public Account? Cap { get; }

    /// <summary>The account whose policy only warns above the lowest such cap, or null.</summary>
    public Account? SoftCap { get; }

    /// <summary>The first account that turns calls away at its limit, or null if none does.</summary>
    public Account? FirstHard
    {
        get
        {
            foreach (Account account in _accounts)
            {
                if (account.Refuses)
                    return account;
            }

            return null;
        }
    }

    /// <summary>Takes a hold from every account, or from none.</summary>
    /// <returns>Null if it was taken, otherwise the account that refused.</returns>
    public Account? Reserve(long hold)
    {
        Account? refused = null;
        for (int attempt = 0; attempt <= MaxRetries; attempt++)
        {
            if (FirstWithoutRoom(hold) is { } full)
                return full;

            refused = TakeAll(hold);
            if (refused is null)
                return null;
        }

        return refused;
    }

    public Account? FirstWithoutRoom(long amount)
    {
        foreach (Account account in _accounts)
        {
            if (!account.Admits(amount))
                return account;
        }

        return null;
    }

    public void GiveBack(long hold)
    {
        foreach (Account account in _accounts)
            account.GiveBack(hold);
    }

    /// <summary>Turns a hold into spend; true if an alert line may have been crossed somewhere.</summary>
    public bool Settle(long hold, long actual)
    {
        bool crossed = false;
        foreach (Account account in _accounts)
            crossed |= account.Settle(hold, actual);
        return crossed;
    }

    public bool Suspend(long hold)
    {
        bool crossed = false;
        foreach (Account account in _accounts)
            crossed |= account.Suspend(hold);
        return crossed;
    }

    public bool SettleLate(long hold, long actual)
    {
        bool crossed = false;
        foreach (Account account in _accounts)
            crossed |= account.SettleLate(hold, actual);
        return crossed;
    }

    public bool Book(long amount)
    {
        bool crossed = false;
        foreach (Account account in _accounts)
            crossed |= account.Book(amount);
        return crossed;
    }

    /// <summary>The account to blame for a refusal: one that is spent before one that is merely busy, because waiting does not help with it.</summary>
    public Account Decisive(Account refused, long hold)
    {
        foreach (Account account in _accounts)
        {
            if (!account.Admits(hold) && account.Refusal(hold) == RejectionReason.Exhausted)
                return account;
        }

        return refused;
    }

    /// <summary>Takes from one account after the other; on a failure gives back exactly what was taken.</summary>
    private Account? TakeAll(long hold)
    {
        for (int i = 0; i < _accounts.Length; i++)
        {
            if (_accounts[i].TryTake(hold))
                continue;

            for (int taken = 0; taken < i; taken++)
                _accounts[taken].GiveBack(hold);
            return _accounts[i];
        }

        return null;
    }

    private static Usd CapOf(Account account) => account.Policy.PerRequestLimit!.Value;
}
