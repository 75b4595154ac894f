using System.Collections;

namespace BudgetGen;

/// <summary>
/// The accounts of one window by scope key: open addressing, with the hash beside each account, so that a million users cost 16 to 25 bytes each beyond the
/// account, and no account is looked at but the one that is sought. Guarded by the lock of the account book.
/// </summary>
internal sealed class AccountTable : IReadOnlyCollection<Account>
{
    private Slot[] _slots = new Slot[4];

    public int Count { get; private set; }

    /// <summary>Asks memory for where the account of a key is found, without waiting for it: whoever looks soon meanwhile does something else.</summary>
    public void Approach(string scopeKey)
    {
        Slot[] slots = _slots;
        Volatile.Read(ref slots[First(HashOf(scopeKey), slots.Length)].Hash);
    }

    public Account? Find(string scopeKey)
    {
        int hash = HashOf(scopeKey);
        Slot[] slots = _slots;
        for (int i = First(hash, slots.Length); slots[i].Account is { } account; i = Next(i, slots.Length))
        {
            if (slots[i].Hash == hash && string.Equals(account.ScopeKey, scopeKey, StringComparison.Ordinal))
                return account;
        }

        return null;
    }

    /// <summary>Adds an account whose key is not there yet.</summary>
    public void Add(Account account)
    {
        // Four fifths full at most: beyond that a look-up walks too far. A quarter more each time: what is doubled lies empty for long.
        if ((Count + 1) * 5L > _slots.Length * 4L)
            Rebuild(_slots.Length + Math.Max(4, _slots.Length / 4), static _ => true);
        Place(_slots, new Slot(account, HashOf(account.ScopeKey)));
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
        foreach (Slot slot in _slots)
        {
            if (slot.Account is not null)
                yield return slot.Account;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Rebuild(int length, Predicate<Account> keep)
    {
        var slots = new Slot[length];
        int count = 0;
        foreach (Slot slot in _slots)
        {
            if (slot.Account is null || !keep(slot.Account))
                continue;
            Place(slots, slot);
            count++;
        }

        _slots = slots;
        Count = count;
    }

    private static void Place(Slot[] slots, Slot slot)
    {
        int i = First(slot.Hash, slots.Length);
        while (slots[i].Account is not null)
            i = Next(i, slots.Length);
        slots[i] = slot;
    }

    /// <summary>Of every process another one: ids of users come from outside, and must not be chosen to collide.</summary>
    private static int HashOf(string scopeKey) => scopeKey.GetHashCode(StringComparison.Ordinal);

    /// <summary>The hash's share of the slots: a product instead of a remainder, so that the length need not be a power of two.</summary>
    private static int First(int hash, int length) => (int)(((ulong)(uint)hash * (uint)length) >> 32);

    private static int Next(int i, int length) => i + 1 == length ? 0 : i + 1;

    private struct Slot(Account? account, int hash)
    {
        public readonly Account? Account = account;
        public int Hash = hash;
    }
}
