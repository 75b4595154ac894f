namespace BudgetGen;

/// <summary>
/// What is learned of one model: exponentially weighted averages of actual by estimated tokens, and of how far the ratio so far was off, both in millionths.
/// The first calls are averaged evenly, so that the first one does not stay.
/// </summary>
internal sealed class CalibratedModel(string model, long now)
{
    private const long One = 1_000_000;

    /// <summary>Each call moves the averages by a thirty-second, so they follow what the last fifty to hundred calls were like.</summary>
    private const int Weight = 32;

    private readonly Lock _gate = new();
    private long _calls;
    private long _ratio = One;
    private long _error;
    private long _lastUse = now;

    public string Model => model;

    /// <summary>True once it was let go: who still has it looks for it anew.</summary>
    public bool IsForgotten
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    }

    /// <summary>When it was used last, counted in models that came after.</summary>
    public long LastUse => Volatile.Read(ref _lastUse);

    public void Learn(long estimated, long actual, long use)
    {
        lock (_gate)
        {
            // All of it fits 64 bits: counts are below 2 to the 32nd, and ratios at most eight.
            long off = Math.Abs((estimated * _ratio) - (actual * One)) / actual;
            long ratio = actual * One / estimated;

            // The first call's error is that of a ratio nobody had learned yet.
            long weight = Math.Min(_calls, Weight - 1);
            _error = ((_error * Math.Max(0, weight - 1)) + off) / Math.Max(1, weight);
            _ratio = ((_ratio * weight) + ratio) / (weight + 1);
            _calls++;
            _lastUse = use;
        }
    }

    public long? Correct(long estimated, int leastCalls)
    {
        lock (_gate)
            return _calls < leastCalls ? null : (long)Int128.Min(long.MaxValue, (((Int128)estimated * _ratio) + One - 1) / One);
    }

    public TokenAccuracy Accuracy()
    {
        lock (_gate)
            return new TokenAccuracy(model, _calls, _ratio / (One / 1_000), _error / (One / 1_000));
    }
}
