namespace BudgetGen.Storage.Conformance;

/// <summary>
/// A store around a real one whose n-th write operation goes wrong. Write operations are entries, versions of policies and price lines, alerts, and marks on alerts; they are
/// counted from 1 in the order in which they are asked for. Safe for any number of threads.
/// </summary>
/// <remarks>
/// The method of SQLite's own tests: fail the first operation of a scenario, then the second, until the scenario passes without the fault having fired
/// (<see cref="Fired"/> is 0). A test of a fault that never fired has tested nothing, so look at <see cref="Fired"/>.
/// </remarks>
/// <param name="inner">The real one.</param>
public sealed class FaultyStore(IBudgetStore inner) : StoreDecorator(inner)
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource<bool>> _stalled = [];
    private readonly List<LedgerEntry> _asked = [];
    private long _from = long.MaxValue;
    private long _to = long.MaxValue;
    private StoreFault _fault;
    private long _writes;
    private int _fired;

    /// <summary>Write operations so far, those that went wrong included. Only those that <see cref="Counts"/> counts.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>How many of them went wrong.</summary>
    public int Fired => Volatile.Read(ref _fired);

    /// <summary>How many wait to be released.</summary>
    public int Stalled
    {
        get
        {
            lock (_lock)
                return _stalled.Count;
        }
    }

    /// <summary>The entries that were asked for, in order, also those that went wrong.</summary>
    public IReadOnlyList<LedgerEntry> Asked
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    /// <summary>True for the entries that are counted; the others are passed on. Null: all write operations are.</summary>
    public Func<LedgerEntry, bool>? Counts { get; set; }

    /// <summary>If true, errors come after a hop to another thread, as those of a real store do; else the task that is returned has failed already.</summary>
    public bool Late { get; set; }

    /// <summary>Makes a write operation, and some that follow it, go wrong.</summary>
    /// <param name="n">The number of the operation from now on, from 1.</param>
    /// <param name="fault">How it goes wrong.</param>
    /// <param name="times">How many operations in a row; <see cref="int.MaxValue"/>: all, until <see cref="Heal"/>.</param>
    public void FailAt(long n, StoreFault fault, int times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        lock (_lock)
            (_from, _to, _fault) = (_writes + n, _writes + n + times, fault);
    }

    /// <summary>Nothing goes wrong any more. What is stalled stays so.</summary>
    public void Heal()
    {
        lock (_lock)
            (_from, _to) = (long.MaxValue, long.MaxValue);
    }

    /// <summary>Lets what is stalled go on: it is written, and the caller hears so.</summary>
    public void ReleaseStalled() => EndStalled(goOn: true);

    /// <summary>Ends what is stalled with an error; what was not written yet never is.</summary>
    public void AbandonStalled() => EndStalled(goOn: false);

    /// <inheritdoc/>
    public override Task AppendAsync(LedgerEntry entry)
    {
        lock (_lock)
            _asked.Add(entry);
        return Counts is null || Counts(entry) ? WriteAsync(static (store, entry) => store.AppendAsync(entry), entry) : base.AppendAsync(entry);
    }

    /// <inheritdoc/>
    public override Task AppendPolicyAsync(PolicyChange change) =>
        Counts is null ? WriteAsync(static (store, change) => store.AppendPolicyAsync(change), change) : base.AppendPolicyAsync(change);

    /// <inheritdoc/>
    public override Task AppendPriceAsync(PriceLineChange change) =>
        Counts is null ? WriteAsync(static (store, change) => store.AppendPriceAsync(change), change) : base.AppendPriceAsync(change);

    /// <inheritdoc/>
    public override Task AppendAlertAsync(AlertRecord alert) =>
        Counts is null ? WriteAsync(static (store, alert) => store.AppendAlertAsync(alert), alert) : base.AppendAlertAsync(alert);

    /// <inheritdoc/>
    public override Task MarkAlertDeliveredAsync(string alertId) =>
        Counts is null ? WriteAsync(static (store, id) => store.MarkAlertDeliveredAsync(id), alertId) : base.MarkAlertDeliveredAsync(alertId);

    /// <summary>Closes the real store; callers that are still stalled hear of an error, so that nobody waits for ever.</summary>
    public override async ValueTask DisposeAsync()
    {
        AbandonStalled();
        await base.DisposeAsync();
    }

    private static BudgetStoreException Failure() => new("The store failed, as the test wants.");

    private Task WriteAsync<T>(Func<ILedgerWriter, T, Task> write, T what)
    {
        if (Next() is not { } fault)
            return write(Inner.Writer, what);
        return fault == StoreFault.ErrorBeforeCommit && !Late ? Task.FromException(Failure()) : GoWrongAsync(fault, write, what);
    }

    private StoreFault? Next()
    {
        lock (_lock)
        {
            _writes++;
            if (_writes < _from || _writes >= _to)
                return null;

            _fired++;
            return _fault;
        }
    }

    private async Task GoWrongAsync<T>(StoreFault fault, Func<ILedgerWriter, T, Task> write, T what)
    {
        if (fault is StoreFault.ErrorAfterCommit or StoreFault.StallAfterCommit or StoreFault.Duplicate)
            await write(Inner.Writer, what);
        if (Late)
            await Task.Yield();
        switch (fault)
        {
            case StoreFault.Duplicate:
                await write(Inner.Writer, what);
                break;
            case StoreFault.Stall:
                await StallAsync();
                await write(Inner.Writer, what);
                break;
            case StoreFault.StallAfterCommit:
                await StallAsync();
                break;
            default:
                throw Failure();
        }
    }

    private async Task StallAsync()
    {
        var released = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _stalled.Add(released);
        if (!await released.Task)
            throw Failure();
    }

    private void EndStalled(bool goOn)
    {
        TaskCompletionSource<bool>[] stalled;
        lock (_lock)
        {
            stalled = [.. _stalled];
            _stalled.Clear();
        }

        foreach (TaskCompletionSource<bool> one in stalled)
            one.SetResult(goOn);
    }
}
