using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    /// <summary>
    /// Books what a call cost: the hold is given back, the cost is spent. Always accepted, also above the hold (an overrun), and also after the
    /// reservation was suspended. Completes when it is durable; never fails because of the store. A second end changes nothing.
    /// </summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="cost">What the call cost, 0 or more.</param>
    /// <param name="usage">The record to keep; it gets this cost and the reservation's id.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cost is negative.</exception>
    /// <exception cref="ArgumentException">The reservation is another manager's.</exception>
    public ValueTask SettleAsync(Reservation reservation, Usd cost, UsageRecord usage)
    {
        AccountSet? accounts = AccountsOf(reservation);
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentOutOfRangeException.ThrowIfNegative(cost.Nanos, nameof(cost));
        cost = Bounded(cost);
        if (!reservation.TryMove(ReservationState.Held, ReservationState.Settled, cost))
            return SettleEnded(reservation, cost, usage);
        if (accounts is null)
            return default;

        _live.Remove(reservation);
        bool crossed = accounts.Settle(reservation.Hold.Nanos, cost.Nanos);
        ValueTask written = _log.Write(SettleEntry(reservation, LedgerEntryKind.Settle, cost, usage), reservation);
        if (crossed)
            RaiseCrossings(accounts);
        return written;
    }

    /// <summary>As <see cref="SettleAsync"/>, and waits until it is durable.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="cost">What the call cost, 0 or more.</param>
    /// <param name="usage">The record to keep; it gets this cost and the reservation's id.</param>
    public void Settle(Reservation reservation, Usd cost, UsageRecord usage) =>
        Blocking.Run(static s => s.Manager.SettleAsync(s.Reservation, s.Cost, s.Usage), (Manager: this, Reservation: reservation, Cost: cost, Usage: usage));

    /// <summary>
    /// Gives the hold back: the request certainly cost nothing (it never left, or the provider says that it does not bill it). A second end changes
    /// nothing. Never fails because of the store.
    /// </summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="reason">Why, for auditors. Never prompt text.</param>
    public ValueTask VoidAsync(Reservation reservation, string reason)
    {
        AccountSet? accounts = AccountsOf(reservation);
        if (!reservation.TryMove(ReservationState.Held, ReservationState.Voided) || accounts is null)
            return default;

        _live.Remove(reservation);
        accounts.GiveBack(reservation.Hold.Nanos);
        return _log.Write(EndEntry(reservation, LedgerEntryKind.Void, reason), reservation);
    }

    /// <summary>As <see cref="VoidAsync"/>, and waits until it is durable.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="reason">Why, for auditors. Never prompt text.</param>
    public void Void(Reservation reservation, string reason) =>
        Blocking.Run(static s => s.Manager.VoidAsync(s.Reservation, s.Reason), (Manager: this, Reservation: reservation, Reason: reason));

    /// <summary>
    /// Charges the reservation at its hold: nobody knows what the call cost (a timeout after sending, a server error, a broken stream). It keeps
    /// counting until a late settlement. A second end changes nothing. Never fails because of the store.
    /// </summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="reason">Why, for auditors. Never prompt text.</param>
    public ValueTask SuspendAsync(Reservation reservation, string reason)
    {
        AccountSet? accounts = AccountsOf(reservation);
        if (accounts is null)
        {
            reservation.TryMove(ReservationState.Held, ReservationState.Suspended);
            return default;
        }

        bool crossed;
        Task written;

        // The lock orders the entries of a suspension and a settlement that comes a moment later.
        lock (reservation)
        {
            if (!reservation.TryMove(ReservationState.Held, ReservationState.Suspended))
                return default;

            _live.Remove(reservation);
            crossed = accounts.Suspend(reservation.Hold.Nanos);
            written = _log.Write(EndEntry(reservation, LedgerEntryKind.Suspend, reason), reservation).AsTask();
            reservation.Suspension = written;
        }

        if (crossed)
            RaiseCrossings(accounts);
        return new ValueTask(written);
    }

    /// <summary>As <see cref="SuspendAsync"/>, and waits until it is durable.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="reason">Why, for auditors. Never prompt text.</param>
    public void Suspend(Reservation reservation, string reason) =>
        Blocking.Run(static s => s.Manager.SuspendAsync(s.Reservation, s.Reason), (Manager: this, Reservation: reservation, Reason: reason));

    /// <summary>A settlement that is not the first end: late after a suspension, or a duplicate.</summary>
    private ValueTask SettleEnded(Reservation reservation, Usd cost, UsageRecord usage)
    {
        bool late;
        Task? suspension;
        lock (reservation)
        {
            late = reservation.TryMove(ReservationState.Suspended, ReservationState.LateSettled, cost);
            suspension = reservation.Suspension;
        }

        if (late)
            return reservation.AccountSet is { } accounts ? new ValueTask(SettleLateAsync(reservation, accounts, suspension!, cost, usage)) : default;

        if (reservation.Charged != cost)
        {
            _logger.LogWarning(
                BudgetEvents.SettledTwice,
                "Reservation {Id} ended as {State} with {Charged}; a second settlement of {Cost} was ignored.",
                reservation.Id,
                reservation.State,
                reservation.Charged,
                cost);
        }

        return default;
    }

    private async Task SettleLateAsync(Reservation reservation, AccountSet accounts, Task suspension, Usd cost, UsageRecord usage)
    {
        bool crossed = accounts.SettleLate(reservation.Hold.Nanos, cost.Nanos);
        await suspension.ConfigureAwait(false);
        ValueTask written = _log.Write(SettleEntry(reservation, LedgerEntryKind.LateSettle, cost, usage), reservation);
        if (crossed)
            RaiseCrossings(accounts);
        await written.ConfigureAwait(false);
    }

    private AccountSet? AccountsOf(Reservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        if (!ReferenceEquals(reservation.Owner, this))
            throw new ArgumentException("The reservation was made by another BudgetManager. End it there.", nameof(reservation));
        return reservation.AccountSet;
    }

    private Usd Bounded(Usd cost)
    {
        if (cost <= Usd.MaxCall)
            return cost;

        _logger.LogCritical(BudgetEvents.CostOutOfRange, "A call is said to have cost {Cost}; it is booked at {MaxCall}, the most that one call may cost. Check its price.", cost, Usd.MaxCall);
        return Usd.MaxCall;
    }

    private static LedgerEntry SettleEntry(Reservation reservation, LedgerEntryKind kind, Usd cost, UsageRecord usage) => new()
    {
        Kind = kind,
        Reservation = reservation.Id,
        At = usage.Timestamp,
        Accounts = reservation.AccountSet!.Keys,
        Hold = reservation.Hold,
        Amount = cost,
        SuspenseChange = kind == LedgerEntryKind.LateSettle ? -reservation.Hold : Usd.Zero,
        Overrun = Usd.Max(Usd.Zero, cost - reservation.Hold),
        Attribution = reservation.Attribution,
        CallSite = reservation.CallSite,
        Usage = usage.Reservation == reservation.Id && usage.Cost == cost ? usage : usage with { Reservation = reservation.Id, Cost = cost },
    };

    private LedgerEntry EndEntry(Reservation reservation, LedgerEntryKind kind, string reason) => new()
    {
        Kind = kind,
        Reservation = reservation.Id,
        At = _time.GetUtcNow(),
        Accounts = reservation.AccountSet!.Keys,
        Hold = reservation.Hold,
        SuspenseChange = kind == LedgerEntryKind.Suspend ? reservation.Hold : Usd.Zero,
        Attribution = reservation.Attribution,
        CallSite = reservation.CallSite,
        Note = reason,
    };
}
