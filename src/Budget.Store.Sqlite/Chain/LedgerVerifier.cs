using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>
/// Compares a ledger with itself: rows with the chain of hashes, balances with the sums of entries, open reservations with their seals. It reads only. Any
/// difference is an error and never repaired.
/// </summary>
internal sealed class LedgerVerifier(SqliteConnection connection, string database, CancellationToken cancellationToken = default)
{
    private readonly CanonicalBytes _bytes = new();
    private readonly Dictionary<long, AccountChange> _bySet = [];
    private readonly Dictionary<long, AccountChange> _byAccount = [];
    private Link _link;
    private long _items;
    private TimeSpread _times = TimeSpread.None;

    /// <summary>Verifies what came after the last checkpoint, and every balance and open reservation.</summary>
    /// <returns>The link that grows, and the number up to which the one before it reaches: where a writer goes on.</returns>
    /// <exception cref="BudgetStoreException">The ledger is damaged.</exception>
    public (LinkHash Growing, long LastLink) SinceCheckpoint() => Verify(full: false);

    /// <summary>Verifies everything, from the first row.</summary>
    /// <exception cref="BudgetStoreException">The ledger is damaged.</exception>
    public void Everything()
    {
        Verify(full: true).Growing.Dispose();
        Keys();

        // What the next opening starts from.
        new LedgerVerifier(connection, database, cancellationToken).SinceCheckpoint().Growing.Dispose();
    }

    /// <summary>The hash that a chain starts from.</summary>
    public static byte[] Origin(SqliteConnection connection, ReadOnlySpan<byte> before, Lookups lookups)
    {
        var bytes = new CanonicalBytes();
        bytes.Add(before);
        using var sums = new Statement(connection, "SELECT account, spent, suspense, overrun FROM compacted_balance ORDER BY account");
        while (sums.Step())
            ChainItems.AddCompacted(bytes, lookups.Account(sums.Long(0)).Digest, new AccountChange(sums.Long(1), sums.Long(2), sums.Long(3)));
        return SHA256.HashData(bytes.Written);
    }

    private (LinkHash Growing, long LastLink) Verify(bool full)
    {
        using var lookups = new Lookups(connection);
        Head head = Head.Read(connection);
        using var links = new Statement(connection, "SELECT seq, after, hash, first_at, last_at FROM link WHERE ?1 OR seq >= ?2 ORDER BY seq");
        links.Bind(1, full ? 1 : 0);
        links.Bind(2, head.Checked);
        if (!links.Step())
            throw Corrupt("the chain has no start");

        _link = Link.Read(links);
        if (full && !Origin(connection, head.Origin, lookups).AsSpan().SequenceEqual(_link.Hash))
            throw Corrupt("the chain does not start from what was there before it");
        if (!full && _link.Seq != head.Checked)
            throw Corrupt($"the checkpoint {head.Checked} is at no link of the chain");

        Base(full ? "compacted_balance" : "checked_balance");
        LinkHash growing = Walk(links, head, full, lookups);
        try
        {
            Balances(lookups);
            Holds(head, lookups);
            return (growing, _link.Seq);
        }
        catch
        {
            growing.Dispose();
            throw;
        }
    }

    private LinkHash Walk(Statement links, in Head head, bool full, Lookups lookups)
    {
        LinkHash growing = LinkHash.After(_link.Hash);
        try
        {
            Link? next = links.Step() ? Link.Read(links) : null;
            using var rows = new LedgerStream(connection, lookups, full ? long.MinValue : _link.Seq);
            long last = _link.Seq;
            _bytes.Clear();
            while (rows.Next())
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (; next is { } ended && rows.Seq > ended.Seq; next = links.Step() ? Link.Read(links) : null)
                    Close(ref growing, ended);
                last = rows.Seq;
                Count(rows.Read(_bytes));
                if (_bytes.Written.Length > 65_536)
                    Hash(growing);
            }

            for (; next is { } ended; next = links.Step() ? Link.Read(links) : null)
                Close(ref growing, ended);
            Hash(growing);
            End(head, growing, Math.Max(last, _link.Seq));
            return growing;
        }
        catch
        {
            growing.Dispose();
            throw;
        }
    }

    private void Count(EntryRow? entry)
    {
        _items++;
        if (entry is null)
            return;

        _times = _times.With(entry);
        ref AccountChange sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySet, entry.Accounts.Id, out _);
        sum += entry.Change;
    }

    private void Hash(LinkHash growing)
    {
        growing.Add(_bytes.Written);
        _bytes.Clear();
    }

    private void Close(ref LinkHash growing, in Link ended)
    {
        Hash(growing);
        if (ended.After != _link.Seq || !growing.Current().AsSpan().SequenceEqual(ended.Hash) || ended.Times != _times)
            throw Corrupt($"what is numbered {_link.Seq + 1} to {ended.Seq} is not what was written.");

        _link = ended;
        _items = 0;
        _times = TimeSpread.None;
        growing.Dispose();
        growing = LinkHash.After(ended.Hash);
    }

    private void End(in Head head, LinkHash growing, long last)
    {
        byte[] hash = _items == 0 ? _link.Hash : growing.Current();
        if (head.Seq != last || head.Items != _items || head.Times != _times || !hash.AsSpan().SequenceEqual(head.Hash))
            throw Corrupt($"what is numbered {_link.Seq + 1} to {head.Seq} is not what was written.");
    }

    private void Base(string table)
    {
#pragma warning disable CA2100 // One of two names of ours.
        using var sums = new Statement(connection, $"SELECT account, spent, suspense, overrun FROM {table}");
#pragma warning restore CA2100
        while (sums.Step())
            _byAccount[sums.Long(0)] = new AccountChange(sums.Long(1), sums.Long(2), sums.Long(3));
    }

    private void Balances(Lookups lookups)
    {
        foreach ((long set, AccountChange change) in _bySet)
        {
            foreach (long account in lookups.AccountsOf(set).Ids)
            {
                ref AccountChange sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_byAccount, account, out _);
                sum += change;
            }
        }

        using var accounts = new Statement(
            connection, "SELECT policy_id, scope_key, window_start, window_end, id, seal, spent, suspense, overrun FROM account");
        while (accounts.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            AccountKey key = Lookups.AccountAt(accounts, 0);
            if (accounts.Long(5) != Digests.Seal(Digests.Of(key, _bytes)))
                throw Corrupt($"account number {accounts.Long(4)} is not whose it was.");

            _byAccount.Remove(accounts.Long(4), out AccountChange sums);
            var figures = new AccountChange(accounts.Long(6), accounts.Long(7), accounts.Long(8));
            if (figures != sums)
            {
                throw Corrupt(string.Create(
                    CultureInfo.InvariantCulture,
                    $"account '{key.ScopeKey}' of policy '{key.PolicyId}' from {key.WindowStart:O} says spent {Money(figures.Spent)}, suspense "
                    + $"{Money(figures.Suspense)}, overrun {Money(figures.Overrun)}; its entries say {Money(sums.Spent)}, {Money(sums.Suspense)}, {Money(sums.Overrun)}."));
            }
        }

        if (_byAccount.Values.Any(static sums => !sums.IsNothing))
            throw Corrupt("there are sums of an account that is not there.");

        static Usd Money(long nanos) => new(nanos);
    }

    private void Holds(in Head head, Lookups lookups)
    {
        using var holds = new Statement(connection, "SELECT reservation, at, account_set, attribution, call_site, hold, state, note, seal FROM hold");
        long count = 0, sum = 0;
        while (holds.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReservationId id = holds.Reservation(0);
            long seal = holds.Long(8);
            if (seal != HoldRow.SealOf(
                _bytes, id, holds.Long(1), lookups.AccountsOf(holds.Long(2)).Digest, lookups.Attribution(holds.Long(3)).Digest,
                lookups.NameOrNull(holds.LongOrNull(4)).GetValueOrDefault().Digest, holds.Long(5), (HoldState)holds.Long(6), holds.TextOrNull(7)))
            {
                throw Corrupt($"the open reservation {id} is not what was written.");
            }

            count++;
            sum = unchecked(sum + seal);
        }

        if (count != head.Holds || sum != head.HoldsSum)
            throw Corrupt($"{head.Holds} open reservations were written, and {count} are there, or others.");
    }

    // By these an attribution or a price is found again when a call comes; one that is not found would be entered twice.
    private void Keys()
    {
        using var lookups = new Lookups(connection);
        Look("attribution", id => lookups.Attribution(id).Digest);
        Look("price", lookups.PriceDigest);

        void Look(string table, Func<long, UInt128> digest)
        {
#pragma warning disable CA2100 // One of two names of ours.
            using var keys = new Statement(connection, $"SELECT id, key FROM {table}");
#pragma warning restore CA2100
            while (keys.Step())
            {
                if (keys.Blob(1).Length != 16 || BinaryPrimitives.ReadUInt128LittleEndian(keys.Blob(1)) != digest(keys.Long(0)))
                    throw Corrupt($"{table} number {keys.Long(0)} is not what was written.");
            }
        }
    }

    private BudgetStoreException Corrupt(string what) => StoreErrors.Corrupt(database, what.EndsWith('.') ? what : what + ".");

    /// <summary>A row of the table of the same name.</summary>
    private readonly record struct Link(long Seq, long After, byte[] Hash, TimeSpread Times)
    {
        public static Link Read(Statement row) => new(row.Long(0), row.Long(1), row.Blob(2).ToArray(), TimeSpread.Read(row, 3));
    }
}
