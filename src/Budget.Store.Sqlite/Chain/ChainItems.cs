using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>The bytes of what the chain covers, each kind with a mark of its own.</summary>
internal static class ChainItems
{
    private const long Entry = 1;
    private const long Policy = 2;
    private const long Alert = 3;
    private const long Delivery = 4;
    private const long Compacted = 5;
    private const long PriceLine = 6;

    public static void Add(CanonicalBytes bytes, EntryRow row)
    {
        bytes.Add(Entry);
        row.WriteTo(bytes);
    }

    public static void Add(CanonicalBytes bytes, long seq, PolicyChange change)
    {
        bytes.Add(Policy);
        bytes.Add(seq);
        bytes.Add(change.PolicyId);
        bytes.Add((long)change.Version);
        bytes.Add(change.Definition);
        bytes.Add(Instant.ToStored(change.At));
        bytes.Add(change.Actor);
        bytes.Add(change.Reason);
    }

    public static void Add(CanonicalBytes bytes, long seq, PriceLineChange change)
    {
        bytes.Add(PriceLine);
        bytes.Add(seq);
        bytes.Add(change.LineId);
        bytes.Add((long)change.Version);
        bytes.Add(change.Definition);
        bytes.Add(Instant.ToStored(change.At));
        bytes.Add(change.Actor);
        bytes.Add(change.Reason);
    }

    /// <summary>Adds an alert, without its delivery.</summary>
    public static void Add(CanonicalBytes bytes, long seq, AlertRecord alert)
    {
        bytes.Add(Alert);
        bytes.Add(seq);
        bytes.Add(alert.Id);
        bytes.Add((long)alert.Kind);
        bytes.Add((long)alert.Level);
        bytes.Add(alert.Account?.PolicyId);
        bytes.Add(alert.Account?.ScopeKey);
        bytes.Add(alert.Account is { } from ? Instant.ToStored(from.WindowStart) : null);
        bytes.Add(alert.Account is { } to ? Instant.ToStored(to.WindowEnd) : null);
        bytes.Add(Instant.ToStored(alert.At));
        bytes.Add(alert.Message);
    }

    public static void AddDelivery(CanonicalBytes bytes, long seq, long alert)
    {
        bytes.Add(Delivery);
        bytes.Add(seq);
        bytes.Add(alert);
    }

    /// <summary>Adds the sums of one account's entries that a compaction took away.</summary>
    public static void AddCompacted(CanonicalBytes bytes, UInt128 account, in AccountChange sums)
    {
        bytes.Add(Compacted);
        bytes.Add(account);
        bytes.Add(sums.Spent);
        bytes.Add(sums.Suspense);
        bytes.Add(sums.Overrun);
    }
}
