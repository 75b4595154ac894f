using System.Numerics;

namespace BudgetGen.Storage.Conformance;

/// <summary>
/// The oracle: a list of the lines that count, and every answer worked out from that list anew, in the most obvious way. Knows nothing of how stores work.
/// </summary>
public sealed class Whiteboard
{
    private readonly List<LedgerEntry> _lines = [];

    /// <summary>Writes a line down, unless it stands there already, or is a hold of a reservation of which something does.</summary>
    public void Append(LedgerEntry entry)
    {
        bool known = entry.Kind == LedgerEntryKind.Hold
            ? _lines.Exists(line => line.Reservation == entry.Reservation)
            : _lines.Exists(line => (line.Reservation, line.Kind, line.Part) == (entry.Reservation, entry.Kind, entry.Part));
        if (!known)
            _lines.Add(entry);
    }

    /// <summary>Spent, suspense, overrun of every account that a line names.</summary>
    public Dictionary<AccountKey, (BigInteger Spent, BigInteger Suspense, BigInteger Overrun)> Balances()
    {
        var balances = new Dictionary<AccountKey, (BigInteger Spent, BigInteger Suspense, BigInteger Overrun)>();
        foreach (LedgerEntry line in _lines)
        {
            foreach (AccountKey account in line.Accounts)
            {
                balances.TryGetValue(account, out (BigInteger Spent, BigInteger Suspense, BigInteger Overrun) sum);
                balances[account] = (sum.Spent + line.Amount.Nanos, sum.Suspense + line.SuspenseChange.Nanos, sum.Overrun + line.Overrun.Nanos);
            }
        }

        return balances;
    }

    /// <summary>Reservations without an outcome: what they hold, and whether they are lost.</summary>
    public HashSet<(ReservationId Id, long Hold, bool Suspended)> Open() => [.. _lines
        .GroupBy(static line => line.Reservation)
        .Where(static life => life.Any(static line => line.Kind is LedgerEntryKind.Hold or LedgerEntryKind.Suspend) && !life.Any(static line => IsEnd(line.Kind)))
        .Select(static life => (life.Key, life.First().Hold.Nanos, life.Any(static line => line.Kind == LedgerEntryKind.Suspend)))];

    /// <summary>The lines of one reservation, in order.</summary>
    public IEnumerable<LedgerEntry> Find(ReservationId id) => _lines.Where(line => line.Reservation == id);

    /// <summary>All lines but holds, newest first.</summary>
    public IEnumerable<LedgerEntry> Entries() => _lines.AsEnumerable().Reverse().Where(static line => line.Kind != LedgerEntryKind.Hold);

    private static bool IsEnd(LedgerEntryKind kind) =>
        kind is LedgerEntryKind.Settle or LedgerEntryKind.Void or LedgerEntryKind.LateSettle or LedgerEntryKind.Charge or LedgerEntryKind.Release;
}
