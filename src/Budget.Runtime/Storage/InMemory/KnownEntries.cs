using System.Runtime.InteropServices;

namespace BudgetGen.Storage;

/// <summary>
/// Which entries were booked, so that one that comes again is known. Remembers reservations while they are open, and a number of those that ended; as bits,
/// because the collector need not look at bits. Not safe for several threads.
/// </summary>
/// <param name="capacity">How many ended reservations are remembered.</param>
internal sealed class KnownEntries(int capacity)
{
    /// <summary>The bit that says that the reservation waits to be forgotten; the others are the kinds.</summary>
    private const int Ended = 1;

    private readonly Dictionary<ReservationId, int> _kinds = [];
    private readonly Dictionary<ReservationId, HashSet<(LedgerEntryKind Kind, int Part)>> _parts = [];
    private readonly Queue<ReservationId> _ended = new();

    /// <summary>Whether anything was booked of a reservation (its hold is not counted: it is known by being open).</summary>
    public bool Contains(ReservationId reservation) => _kinds.ContainsKey(reservation);

    /// <summary>Whether an entry was booked.</summary>
    public bool Contains(LedgerEntry entry) => entry.Part == 0
        ? _kinds.TryGetValue(entry.Reservation, out int kinds) && (kinds & Bit(entry.Kind)) != 0
        : _parts.TryGetValue(entry.Reservation, out HashSet<(LedgerEntryKind, int)>? parts) && parts.Contains((entry.Kind, entry.Part));

    /// <summary>Remembers an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="ended">Whether the reservation may be forgotten one day: it is not open.</param>
    public void Add(LedgerEntry entry, bool ended)
    {
        ref int kinds = ref CollectionsMarshal.GetValueRefOrAddDefault(_kinds, entry.Reservation, out _);
        if (entry.Part == 0)
            kinds |= Bit(entry.Kind);
        else
            AddPart(entry);
        if (!ended || (kinds & Ended) != 0)
            return;

        kinds |= Ended;
        _ended.Enqueue(entry.Reservation);
        if (_ended.Count > capacity)
            Forget(_ended.Dequeue());
    }

    private static int Bit(LedgerEntryKind kind) => 1 << (int)kind;

    private void AddPart(LedgerEntry entry)
    {
        if (!_parts.TryGetValue(entry.Reservation, out HashSet<(LedgerEntryKind, int)>? parts))
            _parts.Add(entry.Reservation, parts = []);
        parts.Add((entry.Kind, entry.Part));
    }

    private void Forget(ReservationId reservation)
    {
        _kinds.Remove(reservation);
        _parts.Remove(reservation);
    }
}
