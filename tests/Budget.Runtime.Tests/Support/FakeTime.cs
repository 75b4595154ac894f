using System.Diagnostics;

namespace BudgetGen.Tests;

/// <summary>A clock that stands still until a test moves it. Wall time and monotonic time can be moved apart; timers fire while it moves.</summary>
internal sealed class FakeTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now;
    private long _ticks = 1_000_000_000;

    public FakeTime(DateTimeOffset? start = null) => _now = start ?? new DateTimeOffset(2026, 8, 19, 12, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    /// <summary>Sets the wall clock, as an administrator would; monotonic time does not move.</summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        lock (_lock)
            _now = now;
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan by)
    {
        List<FakeTimer> due;
        lock (_lock)
        {
            _now += by;
            Volatile.Write(ref _ticks, _ticks + by.Ticks);
            due = _timers.FindAll(t => t.DueAt <= _ticks);
        }

        foreach (FakeTimer timer in due)
            timer.Fire(_ticks);
    }

    /// <summary>
    /// Until somebody waits for no more than <paramref name="span"/> of this clock. What goes on in the background has to arrive at its wait before a test lets
    /// time pass: a test that pushes the clock on meanwhile passes by the moment for which the other one is about to wait.
    /// </summary>
    public async Task TimerWithinAsync(TimeSpan span)
    {
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(30); await Task.Delay(1))
        {
            lock (_lock)
            {
                if (_timers.Exists(t => t.DueAt - _ticks <= span.Ticks))
                    return;
            }
        }

        throw new TimeoutException($"Nobody waits for {span} or less.");
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        lock (_lock)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class FakeTimer(FakeTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long DueAt { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            DueAt = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
            return true;
        }

        public void Fire(long now)
        {
            DueAt = _period == Timeout.InfiniteTimeSpan ? long.MaxValue : now + _period.Ticks;
            callback(state);
        }

        public void Dispose()
        {
            DueAt = long.MaxValue;
            lock (time._lock)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
