using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>
/// The requests that were really sent for this call, where a <see cref="LlmAttemptHandler"/> sees them. Without one nobody knows: the library's last word is
/// taken, and the ledger says so.
/// </summary>
/// <remarks>
/// One reservation settles at the sum of the attempts. What is held besides, for each attempt after one that may have been billed, keeps the sum inside the
/// limit: it goes back when the sum is booked, and stays as suspense where nobody knows any of it.
/// </remarks>
internal sealed partial class MeteredCall
{
    private const string CameTooLate = "the call had ended before it was sent again";
    private const string InTheSum = "held for an attempt that is in the end of its call";

    // All guarded by _reports, as the end is: an attempt counts in it, or comes too late.
    private List<LlmAttempt>? _attempts;
    private List<Reservation>? _resendHolds;
    private int _restarts;
    private bool _isBroken;

    /// <summary>True if an attempt may have been billed, and no answer tells for how much.</summary>
    public bool HasUncertainAttempt
    {
        get
        {
            lock (_reports)
                return _attempts?.Exists(static attempt => attempt.IsUncertain) ?? false;
        }
    }

    /// <summary>The call that a request sent inside a scope belongs to: the nearest that is still being made; null: none.</summary>
    public static MeteredCall? OfAttempt(LlmCallScope? scope) => NextOpen(scope?.Metered);

    /// <summary>A request is about to be sent. After an attempt that may have been billed it is another purchase, so money is held for it first.</summary>
    /// <exception cref="BudgetExceededException">A budget cannot afford that.</exception>
    public async ValueTask<LlmAttempt> BeginAttemptAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (IsPurchaseAgain && !Keep(await _manager.ReserveAsync(Request, cancellationToken).ConfigureAwait(false), out Reservation late))
                await _manager.VoidAsync(late, CameTooLate).ConfigureAwait(false);
        }
        catch (ObjectDisposedException) when (!_manager.IsTracking)
        {
            // The host is stopping; the user's call must not fail for that.
        }

        return Add(new LlmAttempt());
    }

    /// <summary>As <see cref="BeginAttemptAsync"/>, blocking.</summary>
    /// <exception cref="BudgetExceededException">A budget cannot afford that.</exception>
    public LlmAttempt BeginAttempt()
    {
        try
        {
            if (IsPurchaseAgain && !Keep(_manager.Reserve(Request), out Reservation late))
                _manager.Void(late, CameTooLate);
        }
        catch (ObjectDisposedException) when (!_manager.IsTracking)
        {
            // As above.
        }

        return Add(new LlmAttempt());
    }

    private bool IsPurchaseAgain => _reservation is not null && _manager.IsTracking && HasUncertainAttempt;

    private bool Keep(Reservation hold, out Reservation same)
    {
        same = hold;
        lock (_reports)
        {
            if (_ended)
                return false;

            (_resendHolds ??= []).Add(hold);
            return true;
        }
    }

    private LlmAttempt Add(LlmAttempt attempt)
    {
        lock (_reports)
            (_attempts ??= []).Add(attempt);
        return attempt;
    }

    /// <summary>True if every client of this manager's calls has the handler, and none of them sent anything for this call.</summary>
    private bool WasAnsweredUnsent => _manager.EveryAttemptIsSeen && !ReferenceEquals(_sdk, LlmSdk.None) && Attempts().Seen == 0;

    private AttemptSum Attempts()
    {
        lock (_reports)
            return AttemptSum.Of(_attempts);
    }

    /// <summary>True if a failure certainly cost nothing. Where attempts were seen, the last one's failure says nothing about those before it.</summary>
    private bool IsUnbilled(Exception error)
    {
        AttemptSum attempts = Attempts();
        if (attempts.Seen == 0)
            return WasAnsweredUnsent || FailureBooking.IsUnbilled(error, _sdk, _cancelledBefore);
        return attempts.MayBeBilled == 0 && (FailureBooking.Status(error, _sdk) is not { } status || FailureBooking.IsUnbilled(status));
    }

    /// <summary>The failure for the ledger, and what is known of the attempts.</summary>
    private string Describe(Exception error)
    {
        string note = FailureBooking.Describe(error, _sdk);
        if (Attempts() is { Seen: > 0 } attempts)
            return $"{note}; {attempts.Note ?? "1 attempt, answered"}";
        return ReferenceEquals(_sdk, LlmSdk.None) || _isUnsent || _cancelledBefore || _manager.EveryAttemptIsSeen ? note : note + "; attempts were not seen";
    }

    /// <summary>Adds the attempts that may have been billed besides those that the usage tells of: each as the twin of an answer to the same request.</summary>
    /// <param name="price">The price of the answer.</param>
    /// <param name="cost">What the answer cost; more afterwards.</param>
    /// <param name="usage">What the answer used; more afterwards, and an estimate.</param>
    /// <returns>For the ledger, or null: there was one attempt, or nobody saw any.</returns>
    private string? AddLostAttempts(BilledPrice price, ref Usd cost, ref LlmUsage usage)
    {
        AttemptSum attempts = Attempts();
        if (attempts.Seen == 0 && _restarts == 0)
            return null;

        // Of a stream that broke, the last attempt is the one that the usage is estimated for.
        int lost = Math.Max(attempts.Lost - (_isBroken && attempts.IsLastLost ? 1 : 0), _restarts);
        LlmUsage told = usage;
        Add(UsageEstimate.OfTwin(told, attempts.Answered, answered: true), told.KnowsOutput, lost, ref cost, ref usage);
        Add(UsageEstimate.OfTwin(told, attempts.Answered, answered: false), isPriced: true, attempts.Failed, ref cost, ref usage);
        return attempts.Note ?? (_restarts == 0 ? null : $"{Counted.Of(_restarts + 1, "attempt")}: the stream began anew");

        void Add(in LlmUsage twin, bool isPriced, int count, ref Usd cost, ref LlmUsage usage)
        {
            Usd each = count == 0 ? Usd.Zero : isPriced ? price.Cost(twin, _worstCase) : _worstCase;
            for (int i = 0; i < count; i++)
            {
                cost = Usd.Min(cost + each, Usd.MaxCall);
                usage = TokenSums.Add(usage, twin);
            }
        }
    }

    /// <summary>What was held for sending again: it goes back where the sum is booked or nothing was billed; of an unknown outcome, each attempt that may be billed keeps one.</summary>
    private async ValueTask EndResendHoldsAsync(ValueTask booked, CallEndKind kind, string note)
    {
        int kept = HoldsToKeep(kind);
        var ends = new List<Task>(_resendHolds!.Count + 1) { booked.AsTask() };
        foreach (Reservation hold in _resendHolds)
            ends.Add(kept-- > 0 ? _manager.SuspendAsync(hold, note).AsTask() : _manager.GiveBackAsync(hold, InTheSum).AsTask());
        await Task.WhenAll(ends).ConfigureAwait(false);
    }

    private void EndResendHolds(CallEndKind kind, string note)
    {
        int kept = HoldsToKeep(kind);
        foreach (Reservation hold in _resendHolds!)
        {
            if (kept-- > 0)
                _manager.Suspend(hold, note);
            else
                _manager.GiveBack(hold, InTheSum);
        }
    }

    /// <summary>The call's own hold is one of those that stay.</summary>
    private int HoldsToKeep(CallEndKind kind) => kind == CallEndKind.Suspend ? Attempts().MayBeBilled - 1 : 0;
}
