using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>Entries whose durability was relaxed on purpose: they stay in memory until the flush interval has passed, or there are many of them.</summary>
internal sealed class RelaxedBuffer : IDisposable
{
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Func<LedgerEntry, ValueTask> _write;
    private readonly SemaphoreSlim _flushing = new(1);
    private List<LedgerEntry> _entries = [];
    private ITimer? _timer;

    /// <param name="time">The clock.</param>
    /// <param name="interval">How long an entry stays at most.</param>
    /// <param name="write">Writes one durably, or keeps it for later; never fails.</param>
    public RelaxedBuffer(TimeProvider time, TimeSpan interval, Func<LedgerEntry, ValueTask> write)
    {
        _time = time;
        _interval = interval;
        _write = entry => write(entry with { Durability = DurabilityLevel.Group });
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    public void Add(LedgerEntry entry)
    {
        bool isFull;
        lock (_lock)
        {
            _entries.Add(entry);
            isFull = _entries.Count >= Most;
            _timer ??= _time.CreateTimer(static buffer => _ = ((RelaxedBuffer)buffer!).FlushAsync(), this, _interval, Timeout.InfiniteTimeSpan);
        }

        if (isFull)
            _ = FlushAsync();
    }

    /// <summary>Writes what is there, in order.</summary>
    public async Task FlushAsync()
    {
        await _flushing.WaitAsync().ConfigureAwait(false);
        try
        {
            List<LedgerEntry> entries;
            lock (_lock)
            {
                entries = _entries;
                _entries = [];
                _timer?.Dispose();
                _timer = null;
            }

            // All at once, so that they share a commit; each keeps its order behind the one before.
            var writes = new Task[entries.Count];
            for (int i = 0; i < writes.Length; i++)
                writes[i] = _write(entries[i]).AsTask();
            await Task.WhenAll(writes).ConfigureAwait(false);
        }
        finally
        {
            _flushing.Release();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }
}
