using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    // From the time on, so that a process that comes later never numbers a conflict as an earlier one did.
    private int _conflicts;

    /// <summary>
    /// Books what a call cost: the hold is given back, the cost is spent. Always accepted, also above the hold (an overrun), and also after the
    /// reservation was suspended. After a void or a release all of it is an overrun, because nothing is held any more. Completes when it is durable; never fails
    /// because of the store. A second settlement changes nothing.
    /// </summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="cost">What the call cost, 0 or more.</param>
    /// <param name="usage">The record to keep; it gets this cost and the reservation's id.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cost is negative.</exception>
    /// <exception cref="ArgumentException">The reservation is another manager's.</exception>
    public ValueTask SettleAsync(Reservation reservation, Usd cost, UsageRecord usage) => SettleNotedAsync(reservation, cost, usage, note: null);

    /// <summary>As the public one, with what the ledger's entry says besides; null or empty: nothing.</summary>
    internal ValueTask SettleNotedAsync(Reservation reservation, Usd cost, UsageRecord usage, string? note)
    {
        AccountSet? accounts = AccountsOf(reservation);
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentOutOfRangeException.ThrowIfNegative(cost.Nanos, nameof(cost));
        cost = Bounded(cost);
        if (accounts is null)
        {
            reservation.Move(ReservationState.Held, ReservationState.Settled, cost.Nanos);
            return default;
        }

        if (!TrySettle(reservation, cost, usage, note, out ValueTask written, out bool crossed))
            return SettleEnded(reservation, cost, usage);
        if (crossed)
            RaiseCrossings(accounts);
        return written;
    }

    /// <summary>As <see cref="SettleAsync"/>, and waits until it is durable.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="cost">What the call cost, 0 or more.</param>
    /// <param name="usage">The record to keep; it gets this cost and the reservation's id.</param>
    public void Settle(Reservation reservation, Usd cost, UsageRecord usage) =>
        SettleNoted(reservation, cost, usage, note: null);

    /// <inheritdoc cref="SettleNotedAsync"/>
    internal void SettleNoted(Reservation reservation, Usd cost, UsageRecord usage, string? note) =>
        Blocking.Run(static s => s.Manager.SettleNotedAsync(s.Reservation, s.Cost, s.Usage, s.Note), (Manager: this, Reservation: reservation, Cost: cost, Usage: usage, Note: note));

    /// <summary>
    /// Gives the hold back: the request certainly cost nothing (it never left, or the provider says that it does not bill it). A second end changes
    /// nothing. Never fails because of the store.
    /// </summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="reason">Why, for auditors. Never prompt text.</param>
    public ValueTask VoidAsync(Reservation reservation, string reason)
    {
        if (AccountsOf(reservation) is null)
        {
            reservation.Move(ReservationState.Held, ReservationState.Voided);
            return default;
        }

        lock (reservation)
        {
            if (reservation.State != ReservationState.Held)
                return default;

            // As that of a settlement, the entry goes first.
            ValueTask written = _log.Write(EndEntry(reservation, LedgerEntryKind.Void, reason), reservation);
            _admission.Void(reservation);
            return written;
        }
    }

    /// <summary>As <see cref="VoidAsync"/>, and waits until it is durable.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="reason">Why, for auditors. Never prompt text.</param>
    public void Void(Reservation reservation, string reason) =>
        Blocking.Run(static s => s.Manager.VoidAsync(s.Reservation, s.Reason), (Manager: this, Reservation: reservation, Reason: reason));

    /// <summary>Gives back what was held for a part of a call that is in the end of its call, also if it was given up meanwhile because it was held for too long.</summary>
    internal async ValueTask GiveBackAsync(Reservation hold, string reason)
    {
        await VoidAsync(hold, reason).ConfigureAwait(false);

        // It is known here, so no store has to be asked for it.
        if (hold.State == ReservationState.Suspended)
            await ReleaseAsync(hold.Id, "BudgetGen", reason).ConfigureAwait(false);
    }

    /// <summary>As <see cref="GiveBackAsync"/>, and waits until it is durable.</summary>
    internal void GiveBack(Reservation hold, string reason) =>
        Blocking.Run(static s => s.Manager.GiveBackAsync(s.Hold, s.Reason), (Manager: this, Hold: hold, Reason: reason));

    /// <summary>
    /// Charges the reservation at its hold: nobody knows what the call cost (a timeout after sending, a server error, a broken stream). It keeps
    /// counting until a late settlement or <see cref="ReleaseAsync"/>; where <see cref="BudgetPolicy.OnLost"/> says so, the hold goes back instead. A second end
    /// changes nothing. Never fails because of the store.
    /// </summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="reason">Why, for auditors. Never prompt text.</param>
    public ValueTask SuspendAsync(Reservation reservation, string reason)
    {
        if (AccountsOf(reservation) is not { } accounts)
        {
            reservation.Move(ReservationState.Held, ReservationState.Suspended);
            return default;
        }

        bool crossed;
        Task written;

        // This lock orders the entries of a suspension and a settlement that comes a moment later.
        lock (reservation)
        {
            if (reservation.State != ReservationState.Held)
                return default;

            // Whoever ends it by its id must not find it in the store and not here.
            Remember(reservation);

            // The entry goes first also here: some policies give the hold of a lost call back.
            reservation.DecideWhoIsCharged();
            written = _log.Write(SuspendEntry(reservation, reason), reservation).AsTask();
            reservation.Suspension = written;
            _admission.Suspend(reservation, out crossed);
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

    /// <summary>
    /// Settles a reservation that has not ended. Its entry goes to the store before its room comes back: a hold that takes the room is behind it there. The other way round, a
    /// crash between the two would leave both holds, and more than the limit charged.
    /// </summary>
    private bool TrySettle(Reservation reservation, Usd cost, UsageRecord usage, string? note, out ValueTask written, out bool crossed)
    {
        lock (reservation)
        {
            bool first = reservation.State == ReservationState.Held;
            written = first ? _log.Write(SettleEntry(reservation, LedgerEntryKind.Settle, cost, usage, note), reservation) : default;
            crossed = false;
            return first && _admission.Settle(reservation, cost.Nanos, out crossed);
        }
    }

    /// <summary>A settlement that is not the first end: late after a suspension, or a duplicate.</summary>
    private ValueTask SettleEnded(Reservation reservation, Usd cost, UsageRecord usage)
    {
        if (reservation.State == ReservationState.Suspended)
            return new ValueTask(SettleLostAsync(reservation, cost, usage));
        if (_admission.SettleAfterEnd(reservation, cost.Nanos, out bool crossed))
            return WriteAfterEnd(reservation, cost, usage, crossed);

        if (reservation.State is ReservationState.Settled or ReservationState.LateSettled && reservation.Charged == cost)
            return default;

        _logger.LogWarning(
            BudgetEvents.SettledTwice,
            "Reservation {Id} ended as {State} with {Charged}; another settlement of {Cost} moved no money. If the provider billed it, adjust the reservation.",
            reservation.Id,
            reservation.State,
            reservation.Charged,
            cost);
        LedgerEntry conflict = EndEntry(reservation, LedgerEntryKind.Conflict, FormattableString.Invariant($"a settlement of {cost} after the end as {reservation.State} with {reservation.Charged}")) with
        {
            Part = Interlocked.Increment(ref _conflicts),
        };
        return _log.Write(conflict, reservation);
    }

    private ValueTask WriteAfterEnd(Reservation reservation, Usd cost, UsageRecord usage, bool crossed)
    {
        _logger.LogWarning(BudgetEvents.SettledAfterEnd, "Reservation {Id} of {Hold} was given back, and was billed {Cost} all the same: it is booked as an overrun.", reservation.Id, reservation.Hold, cost);
        ValueTask written = _log.Write(SettleEntry(reservation, LedgerEntryKind.LateSettle, cost, usage) with { Overrun = cost }, reservation);
        if (crossed)
            RaiseCrossings(reservation.AccountSet!);
        return written;
    }

    private async Task SettleLostAsync(Reservation reservation, Usd cost, UsageRecord usage)
    {
        bool first = await TryEndSuspenseAsync(
            reservation,
            ReservationState.LateSettled,
            LedgerEntryKind.LateSettle,
            cost,
            entry => entry with { Usage = UsageOf(reservation, cost, usage), At = usage.Timestamp }).ConfigureAwait(false);

        // Somebody else was first, so it is not lost any more.
        if (!first)
            await SettleEnded(reservation, cost, usage).ConfigureAwait(false);
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

    private LedgerEntry SettleEntry(Reservation reservation, LedgerEntryKind kind, Usd cost, UsageRecord usage, string? note = null) => new()
    {
        Kind = kind,
        Reservation = reservation.Id,
        At = usage.Timestamp,
        Accounts = reservation.AccountSet!.Keys,
        Hold = reservation.Hold,
        Amount = cost,
        Overrun = Usd.Max(Usd.Zero, cost - reservation.Hold),
        Attribution = reservation.Attribution,
        CallSite = reservation.CallSite,
        Usage = UsageOf(reservation, cost, usage),
        Note = string.IsNullOrEmpty(note) ? null : note,
        Durability = DurabilityOf(reservation),
    };

    private static UsageRecord UsageOf(Reservation reservation, Usd cost, UsageRecord usage) =>
        usage.Reservation == reservation.Id && usage.Cost == cost ? usage : usage with { Reservation = reservation.Id, Cost = cost };

    private LedgerEntry EndEntry(Reservation reservation, LedgerEntryKind kind, string reason) => new()
    {
        Kind = kind,
        Reservation = reservation.Id,
        At = _clock.Now(),
        Accounts = reservation.AccountSet!.Keys,
        Hold = reservation.Hold,
        Attribution = reservation.Attribution,
        CallSite = reservation.CallSite,
        Note = reason,
        Durability = DurabilityOf(reservation),
    };

    private LedgerEntry SuspendEntry(Reservation reservation, string reason) => EndEntry(reservation, LedgerEntryKind.Suspend, reason) with
    {
        Accounts = KeysOf(reservation, charged: true),
        SuspenseChange = reservation.Hold,
    };

    /// <summary>The accounts that a suspended reservation is charged on, or those that gave their hold back.</summary>
    private static IReadOnlyList<AccountKey> KeysOf(Reservation reservation, bool charged)
    {
        // By key: of a reservation of an earlier process, some accounts may not be in memory.
        IReadOnlyList<AccountKey> keys = reservation.AccountSet!.Keys;
        if (!reservation.HasReleased)
            return charged ? keys : [];
        return keys.Where(key => reservation.Charges(key) == charged).ToList().AsReadOnly();
    }
}
