namespace BudgetGen;

/// <summary>Calls that are not decided at once: they wait for their turn, or for holds of others.</summary>
public sealed partial class BudgetManager
{
    /// <summary>No timer runs for ever: a wait that it refused would fail and leave a place in the line that takes money for nobody.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromDays(1);

    private async Task<Reservation> WaitAndRecordAsync(SpendRequest request, Reservation reservation, Verdict verdict, CancellationToken cancellationToken)
    {
        await WaitAsync(request, reservation, verdict, cancellationToken).ConfigureAwait(false);
        return await RecordHold(reservation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the hold is taken.</summary>
    /// <exception cref="BudgetExceededException">It is not to be had.</exception>
    private async Task WaitAsync(SpendRequest request, Reservation reservation, Verdict verdict, CancellationToken cancellationToken)
    {
        long started = _time.GetTimestamp();
        TimeSpan asked = request.WaitForHolds ?? _waitForHolds, most = asked < s_longestWait ? asked : s_longestWait;
        bool hasSlot = false;
        while (verdict.Kind != VerdictKind.Held)
        {
            if (verdict.Kind == VerdictKind.Delayed)
            {
                await Task.Delay(verdict.Delay, _time, cancellationToken).ConfigureAwait(false);
                hasSlot = true;
                verdict = AskAgain(request, reservation, hasSlot);
                continue;
            }

            TimeSpan left = most - _time.GetElapsedTime(started);
            verdict = await DecidedAsync(verdict, left, cancellationToken).ConfigureAwait(false);
            if (verdict.Kind == VerdictKind.Refused)
                throw Refuse(request, verdict);
            if (verdict.Kind == VerdictKind.Stale)
                verdict = AskAgain(request, reservation, hasSlot);
        }
    }

    private Verdict AskAgain(SpendRequest request, Reservation reservation, bool hasSlot)
    {
        Verdict verdict = AskAccounts(request, reservation, _clock.Now(), hasSlot, out BudgetExceededException? refusal);
        return refusal is null ? verdict : throw refusal;
    }

    /// <summary>What becomes of a place in the line. After the time is over it is what was said first: too much is in flight.</summary>
    private async Task<Verdict> DecidedAsync(Verdict waiting, TimeSpan left, CancellationToken cancellationToken)
    {
        HoldWaiter waiter = waiting.Waiter!;

        // When its window ends there may be room in the next one, and no end of a call says so.
        TimeSpan window = new(waiter.Accounts.ValidUntil - _clock.Now().UtcTicks);
        bool rolls = window < left;
        if (rolls)
            left = window;
        try
        {
            return await waiter.Decided.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            if (_admission.Leave(waiter))
                return rolls ? new Verdict(VerdictKind.Stale) : waiting with { Kind = VerdictKind.Refused };
            return await waiter.Decided.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Decided a moment before: then it holds money that nobody will use.
            if (!_admission.Leave(waiter) && (await waiter.Decided.ConfigureAwait(false)).Kind == VerdictKind.Held)
                _admission.Void(waiter.Reservation);
            throw;
        }
    }
}
