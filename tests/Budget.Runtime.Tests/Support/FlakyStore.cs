using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>A real store that refuses entries while it is told to, keeps a log of what it took, and can make its callers wait.</summary>
internal sealed class FlakyStore : IBudgetStore, ILedgerWriter
{
    private readonly InMemoryBudgetStore _inner = new();
    private readonly Lock _lock = new();
    private readonly List<LedgerEntry> _entries = [];

    public ILedgerWriter Writer => this;

    public ILedgerReader Reader => _inner.Reader;

    /// <summary>True for entries that are refused.</summary>
    public Func<LedgerEntry, bool> Refuses { get; set; } = static _ => false;

    /// <summary>Refuse by a failed task after a thread hop instead of at once.</summary>
    public bool Late { get; set; }

    /// <summary>When set, entries are taken only after it completes.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Refused { get; private set; }

    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            lock (_lock)
                return [.. _entries];
        }
    }

    public LedgerState Open(DateTimeOffset now) => _inner.Open(now);

    public Task AppendAsync(LedgerEntry entry)
    {
        if (Gate is not null || Late)
            return LateAsync(entry);
        Take(entry);
        return Task.CompletedTask;
    }

    public Task AppendPolicyAsync(PolicyChange change) => _inner.AppendPolicyAsync(change);

    public Task AppendPriceAsync(PriceLineChange change) => _inner.AppendPriceAsync(change);

    public Task AppendAlertAsync(AlertRecord alert) => _inner.AppendAlertAsync(alert);

    public Task MarkAlertDeliveredAsync(string alertId) => _inner.MarkAlertDeliveredAsync(alertId);

    public ValueTask DisposeAsync() => default;

    private async Task LateAsync(LedgerEntry entry)
    {
        if (Gate is { } gate)
            await gate.Task;
        await Task.Yield();
        Take(entry);
    }

    private void Take(LedgerEntry entry)
    {
        lock (_lock)
        {
            if (Refuses(entry))
            {
                Refused++;
                throw new BudgetStoreException("disk full");
            }

            _entries.Add(entry);
            _inner.AppendAsync(entry).GetAwaiter().GetResult();
        }
    }
}
