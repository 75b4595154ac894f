using BudgetGen.Storage;

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
    /// <exception cref="DuplicateCallException">The request has an id that is in flight, that was voided, or that another request had.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The hold is negative.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled. Nothing is held.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public ValueTask<Reservation> ReserveAsync(in SpendRequest request, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<Reservation>(cancellationToken);
        if (request.CallId is not null && Enabled)
            return new ValueTask<Reservation>(ReserveOnceAsync(request, cancellationToken));

        Verdict verdict = Ask(request, null, out Reservation? reservation, out BudgetExceededException? refusal);
        if (refusal is not null)
            return ValueTask.FromException<Reservation>(refusal);
        if (verdict.Kind is VerdictKind.Delayed or VerdictKind.Waiting)
            return new ValueTask<Reservation>(WaitAndRecordAsync(request, reservation!, verdict, cancellationToken));
        return RecordHold(reservation!, cancellationToken);
    }

    /// <summary>As <see cref="ReserveAsync"/>, and waits until the hold is durable.</summary>
    /// <param name="request">Whose call it is, and the most that it may cost.</param>
    /// <exception cref="BudgetExceededException">A budget does not allow the call. Nothing is held.</exception>
    /// <exception cref="DuplicateCallException">The request has an id that is in flight, that was voided, or that another request had.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The hold is negative.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public Reservation Reserve(in SpendRequest request)
    {
        if (request.CallId is null || !Enabled)
        {
            Verdict verdict = Ask(request, null, out Reservation? reservation, out BudgetExceededException? refusal);
            if (refusal is not null)
                throw refusal;
            if (verdict.Kind == VerdictKind.Held)
            {
                if (reservation!.AccountSet is not null)
                    Blocking.Run(static s => s.Manager.MakeDurable(s.Reservation), (Manager: this, Reservation: reservation));
                return HandOut(reservation);
            }

            Blocking.Run(
                static s => new ValueTask(s.Manager.WaitAndRecordAsync(s.Request, s.Reservation, s.Verdict, CancellationToken.None)),
                (Manager: this, Request: request, Reservation: reservation!, Verdict: verdict));
            return reservation!;
        }

        var answer = new ReserveAnswer(this, request);
        Blocking.Run(static a => a.RunAsync(), answer);
        return answer.Reservation!;
    }

    private ValueTask MakeDurable(Reservation reservation)
    {
        Task append = _log.Append(HoldEntry(reservation));
        return append.IsCompletedSuccessfully ? default : new ValueTask(AwaitHoldAsync(reservation, append, CancellationToken.None));
    }

    /// <summary>The decision, in memory: caps first, then all accounts or none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="callId">The id of the reservation, or null for a new one.</param>
    /// <param name="reservation">The reservation, unless the call was refused.</param>
    /// <param name="refusal">The refusal, or null.</param>
    private Verdict Ask(in SpendRequest request, ReservationId? callId, out Reservation? reservation, out BudgetExceededException? refusal)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Hold.Nanos, nameof(request));
        DateTimeOffset now = _clock.Now(out long timestamp);
        reservation = new Reservation(this, callId ?? ReservationId.New(now), request, now, timestamp);
        refusal = null;
        return Enabled ? AskAccounts(request, reservation, now, hasSlot: false, out refusal) : new Verdict(VerdictKind.Held);
    }

    private Verdict AskAccounts(in SpendRequest request, Reservation reservation, DateTimeOffset now, bool hasSlot, out BudgetExceededException? refusal)
    {
        bool mayWait = (request.WaitForHolds ?? _waitForHolds) > TimeSpan.Zero;
        while (true)
        {
            AccountSet accounts = _book.Resolve(request.Attribution, now.UtcTicks);
            if (OverCap(request, accounts) is { } capped)
            {
                refusal = capped;
                return new Verdict(VerdictKind.Refused);
            }

            reservation.AccountSet = accounts;
            Verdict verdict = _admission.Reserve(reservation, now.UtcTicks, mayWait, hasSlot);
            if (verdict.Kind == VerdictKind.Stale)
                continue;

            refusal = verdict.Kind == VerdictKind.Refused ? Refuse(request, verdict) : null;
            return verdict;
        }
    }

    private BudgetExceededException? OverCap(in SpendRequest request, AccountSet accounts)
    {
        Usd hold = request.Hold;
        if (request.MaxCost is { } own && hold > own)
            return RefuseAbove(own, request, null);
        if (_perRequestLimit is { } all && hold > all)
            return RefuseAbove(all, request, null);
        if (accounts.Cap is { } cap && hold > cap.Amount)
            return RefuseAbove(cap.Amount, request, cap);
        if (hold > Usd.MaxCall)
            return RefuseAbove(Usd.MaxCall, request, null);
        if (accounts.SoftCap is { } soft && hold > soft.Amount)
            WarnAbove(hold, soft);
        return null;
    }

    /// <summary>Makes the hold durable and hands it out.</summary>
    private ValueTask<Reservation> RecordHold(Reservation reservation, CancellationToken cancellationToken)
    {
        if (reservation.AccountSet is null)
            return new ValueTask<Reservation>(HandOut(reservation));

        Task append = _log.Append(HoldEntry(reservation));
        return append.IsCompletedSuccessfully
            ? new ValueTask<Reservation>(HandOut(reservation))
            : new ValueTask<Reservation>(AwaitHoldAsync(reservation, append, cancellationToken));
    }

    private static Reservation HandOut(Reservation reservation)
    {
        reservation.IsHandedOut = true;
        return reservation;
    }

    private async Task<Reservation> AwaitHoldAsync(Reservation reservation, Task append, CancellationToken cancellationToken)
    {
        try
        {
            await _patience.WaitAsync(append, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            GiveUp(reservation, append, "cancelled before it was sent");
            throw;
        }
        catch (Exception error)
        {
            AdmitWithoutStore(reservation, append, error);
        }

        return HandOut(reservation);
    }

    /// <summary>Nobody waits for the hold any longer, so the request will not be sent: money back now, and in the store once it has the hold.</summary>
    private void GiveUp(Reservation reservation, Task append, string reason)
    {
        reservation.IsGivenUp = true;
        _admission.Void(reservation);
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
                NoteGivenUp(reservation, isVoid: false);
                return;
            }

            await _log.Write(EndEntry(reservation, LedgerEntryKind.Void, reason), reservation).ConfigureAwait(false);
            NoteGivenUp(reservation, isVoid: true);
        }
    }

    private LedgerEntry HoldEntry(Reservation reservation) => new()
    {
        Kind = LedgerEntryKind.Hold,
        Reservation = reservation.Id,
        At = reservation.HeldAt,
        Accounts = reservation.AccountSet!.Keys,
        Hold = reservation.Hold,
        Attribution = reservation.Attribution,
        CallSite = reservation.CallSite,
        Durability = DurabilityOf(reservation),
    };

    /// <summary>Only calls that no hard policy applies to may be lost in a crash.</summary>
    private DurabilityLevel DurabilityOf(Reservation reservation) =>
        _durability == DurabilityLevel.Relaxed && reservation.AccountSet!.Hard.Length > 0 ? DurabilityLevel.Group : _durability;

    /// <summary>Carries a synchronous call through the asynchronous one.</summary>
    private sealed class ReserveAnswer(BudgetManager manager, SpendRequest request)
    {
        public Reservation? Reservation { get; private set; }

        public async ValueTask RunAsync() => Reservation = await manager.ReserveAsync(request).ConfigureAwait(false);
    }
}
