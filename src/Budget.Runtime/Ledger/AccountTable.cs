using System.Collections;

namespace BudgetGen;

/// <summary>
/// The accounts of one window by scope key: open addressing over the accounts themselves, so that a million users cost a reference each. Guarded by the
/// lock of the account book.
/// </summary>
internal sealed class AccountTable : IReadOnlyCollection<Account>
{
    private Account?[] _slots = new Account?[4];

    public int Count { get; private set; }

    public Account? Find(string scopeKey)
    {
        int mask = _slots.Length - 1;
        for (int i = scopeKey.GetHashCode(StringComparison.Ordinal) & mask; _slots[i] is { } account; i = (i + 1) & mask)
        {
            if (string.Equals(account.ScopeKey, scopeKey, StringComparison.Ordinal))
                return account;
        }

        return null;
    }

    /// <summary>Adds an account whose key is not there yet.</summary>
    public void Add(Account account)
    {
        // Three quarters full at most: beyond that a look-up walks too far.
        if ((Count + 1) * 4 > _slots.Length * 3)
            Rebuild(_slots.Length * 2, static _ => true);
        Place(_slots, account);
        Count++;
    }

    /// <summary>Keeps only some of the accounts; returns how many went.</summary>
    public int Keep(Predicate<Account> keep)
    {
        int before = Count;
        Rebuild(_slots.Length, keep);
        return before - Count;
    }

    public IEnumerator<Account> GetEnumerator()
    {
        foreach (Account? account in _slots)
        {
            if (account is not null)
                yield return account;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Rebuild(int length, Predicate<Account> keep)
    {
        Account?[] slots = new Account?[length];
        int count = 0;
        foreach (Account? account in _slots)
        {
            if (account is null || !keep(account))
                continue;
            Place(slots, account);
            count++;
        }

        _slots = slots;
        Count = count;
    }

    private static void Place(Account?[] slots, Account account)
    {
        int mask = slots.Length - 1;
        int i = account.ScopeKey.GetHashCode(StringComparison.Ordinal) & mask;
        while (slots[i] is not null)
            i = (i + 1) & mask;
        slots[i] = account;
    }
}
