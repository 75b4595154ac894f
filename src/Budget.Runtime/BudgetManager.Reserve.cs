using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    /// <summary>
    /// Sets money aside on every budget that applies, or on none. Completes when the hold is durable, at once if the store is that fast. End the
    /// reservation with <see cref="SettleAsync"/>, <see cref="VoidAsync"/> or <see cref="SuspendAsync"/>.
    /// </summary>
    /// <param name="request">Whose call it is, and the most that it may cost.</param>
    /// <param name="cancellationToken">Gives the waiting up; the hold is given back.</param>
    /// <exception cref="BudgetExceededException">A budget does not allow the call. Nothing is held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The hold is negative.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled. Nothing is held.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<Reservation> ReserveAsync(in SpendRequest request, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<Reservation>(cancellationToken);
        if (Admit(request, out Reservation? reservation) is { } refusal)
            return ValueTask.FromException<Reservation>(refusal);
        if (reservation.AccountSet is null)
            return new ValueTask<Reservation>(reservation);

        Task append = _log.Append(HoldEntry(reservation));
        return append.IsCompletedSuccessfully
            ? new ValueTask<Reservation>(HandOut(reservation))
            : new ValueTask<Reservation>(AwaitHoldAsync(reservation, append, cancellationToken));
    }

    /// <summary>As <see cref="ReserveAsync"/>, and waits until the hold is durable.</summary>
    /// <param name="request">Whose call it is, and the most that it may cost.</param>
    /// <exception cref="BudgetExceededException">A budget does not allow the call. Nothing is held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The hold is negative.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public Reservation Reserve(in SpendRequest request)
    {
        if (Admit(request, out Reservation? reservation) is { } refusal)
            throw refusal;
        if (reservation.AccountSet is not null)
            Blocking.Run(static s => s.Manager.MakeDurable(s.Reservation), (Manager: this, Reservation: reservation));
        return HandOut(reservation);
    }

    private static Reservation HandOut(Reservation reservation)
    {
        reservation.IsHandedOut = true;
        return reservation;
    }

    private ValueTask MakeDurable(Reservation reservation)
    {
        Task append = _log.Append(HoldEntry(reservation));
        return append.IsCompletedSuccessfully ? default : new ValueTask(AwaitHoldAsync(reservation, append, CancellationToken.None));
    }

    /// <summary>The decision, in memory: caps first, then all accounts or none. Gives the refusal, or null and the reservation.</summary>
    private BudgetExceededException? Admit(in SpendRequest request, out Reservation reservation)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Hold.Nanos, nameof(request));
        reservation = null!;
        DateTimeOffset now = _time.GetUtcNow();
        AccountSet? accounts = null;
        if (Enabled)
        {
            accounts = _book.Resolve(request.Attribution, now.UtcTicks);
            if (OverCap(request, accounts) is { } capped)
                return capped;
            if (accounts.Reserve(request.Hold.Nanos) is { } refused)
                return Refuse(request, accounts.Decisive(refused, request.Hold.Nanos));
        }

        reservation = new Reservation(this, accounts, ReservationId.New(now), request, now, _time.GetTimestamp());
        if (accounts is not null)
            _live.Add(reservation);
        return null;
    }

    private BudgetExceededException? OverCap(in SpendRequest request, AccountSet accounts)
    {
        Usd hold = request.Hold;
        if (request.MaxCost is { } own && hold > own)
            return RefuseAbove(own, request, null);
        if (_perRequestLimit is { } all && hold > all)
            return RefuseAbove(all, request, null);
        if (accounts.Cap is { } account && account.Policy.PerRequestLimit is { } cap && hold > cap)
            return RefuseAbove(cap, request, account);
        if (hold > Usd.MaxCall)
            return RefuseAbove(Usd.MaxCall, request, null);
        if (accounts.SoftCap is { } soft && soft.Policy.PerRequestLimit is { } softCap && hold > softCap)
            WarnAbove(softCap, hold, soft);
        return null;
    }

    private async Task<Reservation> AwaitHoldAsync(Reservation reservation, Task append, CancellationToken cancellationToken)
    {
        try
        {
            await append.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            GiveUp(reservation, append);
            throw;
        }
        catch (Exception error)
        {
            AdmitWithoutStore(reservation, error);
        }

        return HandOut(reservation);
    }

    /// <summary>The store refused the hold: a hard budget stays closed, a soft one is open and the hold waits in memory.</summary>
    private void AdmitWithoutStore(Reservation reservation, Exception error)
    {
        AccountSet accounts = reservation.AccountSet!;
        if (accounts.FirstHard is { } hard)
        {
            TakeBack(reservation);
            var request = new SpendRequest(reservation.Attribution, reservation.Hold) { CallSite = reservation.CallSite };
            throw Refuse(request, hard, RejectionReason.StoreUnavailable, error);
        }

        _logger.LogError(BudgetEvents.StoreFailed, error, "The budget store did not take a hold; no hard budget applies, so the call goes ahead and the entry waits in memory.");
        _log.KeepForLater(HoldEntry(reservation), reservation);
    }

    /// <summary>The caller does not wait for its hold any longer, so the request will not be sent: money back now, and in the store once it has the hold.</summary>
    private void GiveUp(Reservation reservation, Task append)
    {
        TakeBack(reservation);
        _ = VoidLaterAsync();

        async Task VoidLaterAsync()
        {
            try
            {
                await append.ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The store never had the hold; there is nothing to void.
                return;
            }

            await _log.Write(EndEntry(reservation, LedgerEntryKind.Void, "cancelled before it was sent"), reservation).ConfigureAwait(false);
        }
    }

    private void TakeBack(Reservation reservation)
    {
        if (!reservation.TryMove(ReservationState.Held, ReservationState.Voided))
            return;

        _live.Remove(reservation);
        reservation.AccountSet!.GiveBack(reservation.Hold.Nanos);
    }

    private static LedgerEntry HoldEntry(Reservation reservation) => new()
    {
        Kind = LedgerEntryKind.Hold,
        Reservation = reservation.Id,
        At = reservation.HeldAt,
        Accounts = reservation.AccountSet!.Keys,
        Hold = reservation.Hold,
        Attribution = reservation.Attribution,
        CallSite = reservation.CallSite,
    };
}
