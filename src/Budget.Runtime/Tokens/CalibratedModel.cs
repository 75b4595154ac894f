namespace BudgetGen;

/// <summary>
/// What is learned of one model: exponentially weighted averages of actual by estimated tokens, and of how far the ratio so far was off, both in millionths.
/// The first calls are averaged evenly, so that the first one does not stay.
/// </summary>
internal sealed class CalibratedModel(string model)
{
    private const long One = 1_000_000;

    /// <summary>Each call moves the averages by a thirty-second, so they follow what the last fifty to hundred calls were like.</summary>
    private const int Weight = 32;

    private readonly Lock _gate = new();
    private long _calls;
    private long _ratio = One;
    private long _error;
    private long _lastUse;

    public string Model => model;

    public long LastUse => Volatile.Read(ref _lastUse);

    public void Learn(long estimated, long actual, long now)
    {
        lock (_gate)
        {
            long off = (long)(Int128.Abs(((Int128)estimated * _ratio) - ((Int128)actual * One)) / actual);
            long ratio = (long)((Int128)actual * One / estimated);

            // The first call's error is that of a ratio nobody had learned yet.
            long weight = Math.Min(_calls, Weight - 1);
            _error = ((_error * Math.Max(0, weight - 1)) + off) / Math.Max(1, weight);
            _ratio = ((_ratio * weight) + ratio) / (weight + 1);
            _calls++;
            _lastUse = now;
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
