using Microsoft.Extensions.Logging;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    /// <summary>Gives up reservations that are older than their lifetime: charged as unknown. Called by a timer and before a status.</summary>
    private void Sweep()
    {
        DateTimeOffset now = _clock.Look();
        long border = _time.GetTimestamp() - (long)((Int128)_maxHoldTtl.Ticks * _time.TimestampFrequency / TimeSpan.TicksPerSecond);
        foreach (Reservation reservation in _admission.HeldSince(border))
        {
            // Whoever still waits for the store either gets it afterwards, or gives it back because no request was sent.
            if (!reservation.IsHandedOut)
                continue;

            _logger.LogWarning(
                BudgetEvents.HoldExpired,
                "Reservation {Id} has held {Hold} for more than {Ttl} ({CallSite}). It is charged as unknown until it settles.",
                reservation.Id,
                reservation.Hold,
                _maxHoldTtl,
                reservation.CallSite);
            _ = SuspendAsync(reservation, "held longer than its lifetime").AsTask();
        }

        ChargeLost(now);
        ForgetAnswers();
        _book.Prune(now, _maxHoldTtl);
    }

    /// <summary>The turn of the timer.</summary>
    private async Task TurnAsync()
    {
        await FindLostAsync().ConfigureAwait(false);
        Sweep();
    }

    private ITimer StartSweeping()
    {
        TimeSpan interval = TimeSpan.FromTicks(Math.Clamp(_maxHoldTtl.Ticks / 8, TimeSpan.TicksPerSecond / 4, TimeSpan.TicksPerMinute));

        // A weak reference: a manager that nobody disposed must not live for ever because of its timer.
        return _time.CreateTimer(
            static state =>
            {
                if (((WeakReference<BudgetManager>)state!).TryGetTarget(out BudgetManager? manager) && Volatile.Read(ref manager._disposed) == 0)
                    _ = manager.TurnAsync();
            },
            new WeakReference<BudgetManager>(this),
            interval,
            interval);
    }
}
