namespace BudgetGen.Tests.Regressions;

/// <summary>
/// What the systems behind the issues did, as small as it can be: one counter for each key, looked at before a call and added to after it. The tests run their
/// scenarios against it first, because a scenario in which it behaves shows nothing.
/// </summary>
/// <param name="limit">The limit of each key, nano-dollars.</param>
internal sealed class CounterBudget(long limit)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _counters = [];

    /// <summary>What the counter of a key says, nano-dollars.</summary>
    public long this[string key]
    {
        get
        {
            lock (_lock)
                return _counters.GetValueOrDefault(key);
        }
    }

    /// <summary>Looks, and takes nothing.</summary>
    public bool Check(string key, long estimate) => this[key] + estimate <= limit;

    /// <summary>Adds what a call cost, or a difference to it.</summary>
    public void Add(string key, long nanos)
    {
        lock (_lock)
            _counters[key] = _counters.GetValueOrDefault(key) + nanos;
    }

    /// <summary>The reset job has run.</summary>
    public void Reset(string key)
    {
        lock (_lock)
            _counters[key] = 0;
    }
}
