using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>
/// The time of the ledger: one monotonic read for each call, from which the wall time follows; the wall clock itself is read again when a second has
/// passed. A wall clock that runs ahead of monotonic time is not believed until somebody confirms it, because a jump into the next window would
/// be a second budget.
/// </summary>
/// <remarks>
/// A clock that is set back changes nothing here: policies stay in the newest window that they were in. Monotonic time may stand still while a machine
/// sleeps; after that the clock is suspect too, and the ledger stays behind until <see cref="Confirm"/>: the safe side for a limit.
/// </remarks>
internal sealed class LedgerClock
{
    /// <summary>How far the wall clock may run ahead of monotonic time in <see cref="RebaseAfter"/>: more than any clock drifts.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(60);

    /// <summary>How often a difference within the tolerance is accepted as the new truth, so that drift never adds up to a suspicion.</summary>
    private static readonly TimeSpan RebaseAfter = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly long _refreshAfter;
    private Reading _reading;
    private Reading _base;
    private bool _suspect;

    public LedgerClock(TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _refreshAfter = time.TimestampFrequency;
        _reading = _base = new Reading(time.GetUtcNow().UtcTicks, time.GetTimestamp());
    }

    /// <summary>True while the wall clock is ahead of monotonic time and nobody has confirmed it.</summary>
    public bool IsSuspect => Volatile.Read(ref _suspect);

    /// <summary>Raised when the clock becomes suspect, with how far it is ahead.</summary>
    public event Action<TimeSpan>? BecameSuspect;

    /// <summary>The time, UTC, with the monotonic timestamp of the same moment.</summary>
    public DateTimeOffset Now(out long timestamp)
    {
        timestamp = _time.GetTimestamp();
        Reading reading = Volatile.Read(ref _reading);
        if (timestamp - reading.Timestamp >= _refreshAfter || timestamp < reading.Timestamp)
            reading = Refresh(timestamp);
        return new DateTimeOffset(reading.At(timestamp, _time.TimestampFrequency), TimeSpan.Zero);
    }

    public DateTimeOffset Now() => Now(out _);

    /// <summary>Reads the wall clock now.</summary>
    public DateTimeOffset Look()
    {
        long timestamp = _time.GetTimestamp();
        return new DateTimeOffset(Refresh(timestamp).At(timestamp, _time.TimestampFrequency), TimeSpan.Zero);
    }

    /// <summary>Believes the wall clock as it is now.</summary>
    public void Confirm()
    {
        lock (_lock)
        {
            _base = new Reading(_time.GetUtcNow().UtcTicks, _time.GetTimestamp());
            Volatile.Write(ref _reading, _base);
            Volatile.Write(ref _suspect, false);
        }
    }

    private Reading Refresh(long timestamp)
    {
        TimeSpan ahead;
        lock (_lock)
        {
            long wall = _time.GetUtcNow().UtcTicks;
            long expected = _base.At(timestamp, _time.TimestampFrequency);
            ahead = new TimeSpan(wall - expected);
            bool wasSuspect = _suspect;
            if (ahead > Tolerance)
            {
                // Time goes on as monotonic time says, until the wall clock is right again or somebody confirms it.
                _reading = new Reading(expected, timestamp);
                Volatile.Write(ref _suspect, true);
                if (wasSuspect)
                    return _reading;
            }
            else
            {
                _reading = new Reading(wall, timestamp);
                Volatile.Write(ref _suspect, false);
                if (timestamp - _base.Timestamp >= RebaseAfter.Ticks / TimeSpan.TicksPerSecond * _time.TimestampFrequency)
                    _base = _reading;
                return _reading;
            }
        }

        _logger.LogWarning(BudgetEvents.ClockSuspect, "The wall clock is {Ahead} ahead of monotonic time. Budgets stay in their windows until it is confirmed (BudgetManager.ConfirmClock).", ahead);
        BecameSuspect?.Invoke(ahead);
        return _reading;
    }

    /// <summary>A wall time and the monotonic timestamp that belongs to it.</summary>
    private sealed record Reading(long UtcTicks, long Timestamp)
    {
        public long At(long timestamp, long frequency) =>
            UtcTicks + (frequency == TimeSpan.TicksPerSecond ? timestamp - Timestamp : (long)((Int128)(timestamp - Timestamp) * TimeSpan.TicksPerSecond / frequency));
    }
}
