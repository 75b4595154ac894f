namespace BudgetGen;

/// <summary>
/// The reservations of calls in flight, so that they can be counted, and given up when they are too old. A list threaded through the reservations
/// themselves: no allocation. Guarded by the ledger's lock.
/// </summary>
internal sealed class LiveReservations
{
    private Reservation? _first;
    private Reservation? _last;
    private int _count;
    private long _total;

    public HoldTotals Totals => new(_count, new Usd(_total));

    public void Add(Reservation reservation)
    {
        reservation.IsLive = true;
        reservation.Previous = _last;
        if (_last is null)
            _first = reservation;
        else
            _last.Next = reservation;
        _last = reservation;
        _count++;
        _total += reservation.Hold.Nanos;
    }

    public void Remove(Reservation reservation)
    {
        if (!reservation.IsLive)
            return;

        reservation.IsLive = false;
        if (reservation.Previous is null)
            _first = reservation.Next;
        else
            reservation.Previous.Next = reservation.Next;
        if (reservation.Next is null)
            _last = reservation.Previous;
        else
            reservation.Next.Previous = reservation.Previous;

        // A settled reservation that somebody keeps must not keep its neighbours alive.
        reservation.Previous = reservation.Next = null;
        _count--;
        _total -= reservation.Hold.Nanos;
    }

    /// <summary>Adds the reservations that were held at or before a monotonic timestamp to a list.</summary>
    public void CollectHeldSince(long timestamp, List<Reservation> old)
    {
        // In order of arrival, which is nearly that of their timestamps: one that is out of order is found the next time.
        for (Reservation? r = _first; r is not null && r.HeldSince <= timestamp; r = r.Next)
            old.Add(r);
    }
}
