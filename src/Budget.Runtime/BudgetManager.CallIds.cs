using System.Collections.Concurrent;
using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>Requests with an id of their caller's: asked twice, they are answered once.</summary>
public sealed partial class BudgetManager
{
    /// <summary>Answers that are kept in memory; the store has the others, for as long as it keeps entries.</summary>
    private const int MostKnownCalls = 100_000;

    private readonly ConcurrentDictionary<ReservationId, KnownCall> _calls = new();

    private async Task<Reservation> ReserveOnceAsync(SpendRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        ReservationId id = request.CallId!.Value;
        string fingerprint = FingerprintOf(request);
        var own = new KnownCall();
        own.Ask(fingerprint);
        KnownCall known = _calls.GetOrAdd(id, own);
        if (!ReferenceEquals(known, own))
            return known.Answer(id, fingerprint);

        bool isAnswered = false;
        try
        {
            if (await TryRecallAsync(id, own, request, cancellationToken).ConfigureAwait(false))
            {
                isAnswered = true;
                return own.Answer(id, fingerprint);
            }

            Reservation reservation = await ReserveNewAsync(id, own, request, cancellationToken).ConfigureAwait(false);
            isAnswered = true;
            return reservation;
        }
        catch (BudgetExceededException refusal) when (!isAnswered && refusal.Reason != RejectionReason.StoreUnavailable)
        {
            own.Rejected(refusal.Rejection);
            isAnswered = true;
            await RecordRejectionAsync(id, request, refusal.Rejection).ConfigureAwait(false);
            throw;
        }
        finally
        {
            // What was not decided (cancelled, the store is down) may be asked again; but not while its hold may still come to the store.
            if (!isAnswered && !own.IsGivenUp)
                Forget(id, own);
        }
    }

    private async Task<Reservation> ReserveNewAsync(ReservationId id, KnownCall call, SpendRequest request, CancellationToken cancellationToken)
    {
        Verdict verdict = Ask(request, id, out Reservation? reservation, out BudgetExceededException? refusal);
        if (refusal is not null)
            throw refusal;
        if (verdict.Kind is VerdictKind.Delayed or VerdictKind.Waiting)
            await WaitAsync(request, reservation!, verdict, cancellationToken).ConfigureAwait(false);
        call.Held(reservation!);
        return await RecordHold(reservation!, cancellationToken).ConfigureAwait(false);
    }

    private string FingerprintOf(in SpendRequest request) =>
        KnownCall.FingerprintOf(_book.Resolve(request.Attribution, _clock.Now().UtcTicks).Keys, request.Hold, request.Attribution.Model);

    /// <summary>Looks for the answer of an earlier process. While the store cannot be read, policies that are closed then refuse.</summary>
    private async Task<bool> TryRecallAsync(ReservationId id, KnownCall call, SpendRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await RecallAsync(id, call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (_book.Resolve(request.Attribution, _clock.Now().UtcTicks).FirstClosed is { } closed)
                throw Refuse(request, new Verdict(VerdictKind.Refused, closed, RejectionReason.StoreUnavailable, _admission.FiguresOf(closed)), error);
            _logger.LogError(BudgetEvents.StoreFailed, error, "The budget store could not be asked for call {Id}; every policy of the call is open then, so it is taken for a new one.", id);
            return false;
        }
    }

    /// <summary>Looks for the answer of an earlier process.</summary>
    private async Task<bool> RecallAsync(ReservationId id, KnownCall call, CancellationToken cancellationToken)
    {
        IReadOnlyList<LedgerEntry> history = await _patience.WaitAsync(Reader.FindAsync(id, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (history.Count == 0)
            return false;

        LedgerEntry first = history[0];
        call.Ask(KnownCall.FingerprintOf(first.Accounts, first.Hold, first.Attribution.Model));
        if (first is { Kind: LedgerEntryKind.Reject, Rejection: { } reason })
        {
            call.Rejected(RecalledRejection(first, reason));
            return true;
        }

        Reservation reservation = await FindSuspendedAsync(id, cancellationToken).ConfigureAwait(false)
            ?? new Reservation(this, id, new SpendRequest(first.Attribution, first.Hold) { CallSite = first.CallSite }, first.At, 0) { AccountSet = _book.SetOf(first.Accounts) };
        if (reservation.State == ReservationState.Suspended)
            reservation = _suspended.GetOrAdd(id, reservation);
        else if (EndOf(history) is { } end)
            reservation.Move(ReservationState.Held, StateAfter(end.Kind), end.Amount.Nanos);
        call.Held(reservation);
        return true;
    }

    private BudgetRejection RecalledRejection(LedgerEntry entry, RejectionReason reason) => new()
    {
        Reason = reason,
        Policy = entry.Reference is { } policyId ? GetPolicy(policyId) : null,
        Requested = entry.Hold,
        Model = entry.Attribution.Model,
    };

    private async Task RecordRejectionAsync(ReservationId id, SpendRequest request, BudgetRejection rejection)
    {
        var entry = new LedgerEntry
        {
            Kind = LedgerEntryKind.Reject,
            Reservation = id,
            At = _clock.Now(),
            Accounts = _book.Resolve(request.Attribution, _clock.Now().UtcTicks).Keys,
            Hold = request.Hold,
            Attribution = request.Attribution,
            CallSite = request.CallSite,
            Rejection = rejection.Reason,
            Reference = rejection.Policy?.Id,
            Note = "rejected",
        };
        await _log.Write(entry, null).ConfigureAwait(false);
    }

    /// <summary>Forgets answers that the store can give again.</summary>
    private void ForgetAnswers()
    {
        if (_calls.Count <= MostKnownCalls)
            return;

        foreach ((ReservationId id, KnownCall call) in _calls)
        {
            if (call.MayBeForgotten)
                _calls.TryRemove(id, out _);
        }
    }

    private void Forget(ReservationId id, KnownCall call) => _calls.TryRemove(new KeyValuePair<ReservationId, KnownCall>(id, call));

    /// <summary>It is known now what became of the hold of a call that was given up: it is void, or it never was durable and the id may be used.</summary>
    private void NoteGivenUp(Reservation reservation, bool isVoid)
    {
        reservation.IsGivenUp = false;
        if (!isVoid && _calls.TryGetValue(reservation.Id, out KnownCall? call) && call.IsOf(reservation))
            Forget(reservation.Id, call);
    }

    private static ReservationState StateAfter(LedgerEntryKind end) => end switch
    {
        LedgerEntryKind.Settle => ReservationState.Settled,
        LedgerEntryKind.LateSettle => ReservationState.LateSettled,
        LedgerEntryKind.Release => ReservationState.Released,
        LedgerEntryKind.Charge => ReservationState.Charged,
        _ => ReservationState.Voided,
    };
}
