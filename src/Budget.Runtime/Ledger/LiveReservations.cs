using System.Numerics;

namespace BudgetGen;

/// <summary>
/// The reservations of calls in flight, so that they can be counted, and given up when they are too old. Lists threaded through the reservations
/// themselves (no allocation), striped so that threads rarely meet.
/// </summary>
internal sealed class LiveReservations
{
    private readonly Stripe[] _stripes;

    public LiveReservations()
    {
        _stripes = new Stripe[BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * 4)];
        for (int i = 0; i < _stripes.Length; i++)
            _stripes[i] = new Stripe();
    }

    public HoldTotals Totals
    {
        get
        {
            int count = 0;
            Usd total = Usd.Zero;
            foreach (Stripe stripe in _stripes)
            {
                lock (stripe)
                {
                    for (Reservation? r = stripe.First; r is not null; r = r.Next)
                    {
                        count++;
                        total += r.Hold;
                    }
                }
            }

            return new HoldTotals(count, total);
        }
    }

    public void Add(Reservation reservation)
    {
        Stripe stripe = StripeOf(reservation);
        lock (stripe)
        {
            reservation.IsLive = true;
            reservation.Previous = stripe.Last;
            if (stripe.Last is null)
                stripe.First = reservation;
            else
                stripe.Last.Next = reservation;
            stripe.Last = reservation;
        }
    }

    public void Remove(Reservation reservation)
    {
        Stripe stripe = StripeOf(reservation);
        lock (stripe)
        {
            if (!reservation.IsLive)
                return;

            reservation.IsLive = false;
            if (reservation.Previous is null)
                stripe.First = reservation.Next;
            else
                reservation.Previous.Next = reservation.Next;
            if (reservation.Next is null)
                stripe.Last = reservation.Previous;
            else
                reservation.Next.Previous = reservation.Previous;

            // A settled reservation that somebody keeps must not keep its neighbours alive.
            reservation.Previous = reservation.Next = null;
        }
    }

    /// <summary>The reservations that were held at or before a monotonic timestamp.</summary>
    public List<Reservation> HeldSince(long timestamp)
    {
        var old = new List<Reservation>();
        foreach (Stripe stripe in _stripes)
        {
            lock (stripe)
            {
                // In order of arrival, which is nearly that of their timestamps: one that is out of order is found the next time.
                for (Reservation? r = stripe.First; r is not null && r.HeldSince <= timestamp; r = r.Next)
                    old.Add(r);
            }
        }

        return old;
    }

    private Stripe StripeOf(Reservation reservation) => _stripes[reservation.Id.Low & (uint)(_stripes.Length - 1)];

    private sealed class Stripe
    {
        public Reservation? First { get; set; }

        public Reservation? Last { get; set; }
    }
}
