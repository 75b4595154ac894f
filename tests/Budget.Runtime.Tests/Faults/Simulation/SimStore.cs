using System.Collections.Concurrent;
using BudgetGen.Storage;

namespace BudgetGen.Tests.Faults;

/// <summary>How an operation of the simulated store ends.</summary>
internal enum SimOutcome
{
    Ok,
    FailBeforeCommit,
    FailAfterCommit,

    /// <summary>It is on the disk, and nobody hears of it yet.</summary>
    CommitOnly,
}

/// <summary>
/// One process's connection to the disk. Every write waits in a line until the simulation lets it go on: then it is committed, acknowledged or failed, on the
/// simulation's only thread. When the process crashes, what was not committed is lost.
/// </summary>
/// <param name="disk">What survives.</param>
/// <param name="bug">What is wrong with it.</param>
internal sealed class SimStore(SimDisk disk, SimBug bug) : IBudgetStore, ILedgerWriter
{
    private readonly Queue<Operation> _line = new();
    private readonly ConcurrentQueue<Operation> _marks = new();
    private bool _crashed;

    public ILedgerWriter Writer => this;

    public ILedgerReader Reader => disk.Real.Reader;

    /// <summary>Operations that wait.</summary>
    public int Waiting => _line.Count;

    /// <summary>While a process starts, it waits for the store on the only thread there is: operations end at once, as this says of each.</summary>
    public Func<SimOutcome>? AtOnce { get; set; }

    public LedgerState Open(DateTimeOffset now)
    {
        LedgerState state = disk.Real.Open(now);
        IReadOnlyList<OpenReservation> inFlight = bug == SimBug.RecoveryDropsHolds ? [] : [.. state.InFlight.OrderBy(r => disk.ArrivalOf(r.Id))];
        return new LedgerState(state.Balances, inFlight) { Policies = state.Policies, Prices = state.Prices, Alerts = state.Alerts };
    }

    public Task AppendAsync(LedgerEntry entry) => Ask($"{entry.Kind}", () => disk.Take(entry));

    public Task AppendPolicyAsync(PolicyChange change) => Ask($"policy {change.PolicyId} {change.Version}", () => disk.Real.AppendPolicyAsync(change).GetAwaiter().GetResult());

    public Task AppendPriceAsync(PriceLineChange change) => Ask($"price {change.LineId} {change.Version}", () => disk.Real.AppendPriceAsync(change).GetAwaiter().GetResult());

    public Task AppendAlertAsync(AlertRecord alert) => Ask($"alert {alert.Kind}", () => disk.Real.AppendAlertAsync(alert).GetAwaiter().GetResult());

    public Task MarkAlertDeliveredAsync(string alertId) => Mark(() => disk.Real.MarkAlertDeliveredAsync(alertId).GetAwaiter().GetResult());

    public ValueTask DisposeAsync() => disk.Real.DisposeAsync();

    /// <summary>Lets the first operation in line go on. Returns what it was.</summary>
    public string Step(SimOutcome outcome)
    {
        Operation first = _line.Peek();
        if (outcome == SimOutcome.CommitOnly)
        {
            first.CommitOnce();
            return first.Name;
        }

        _line.Dequeue();
        first.End(outcome);
        return first.Name;
    }

    /// <summary>The process is gone. Of what was in the line, the first so many are on the disk; the others never were.</summary>
    public void Crash(int committed)
    {
        _crashed = true;
        foreach (Operation operation in _line)
        {
            if (committed-- > 0 && bug != SimBug.AcknowledgesBeforeCommit)
                operation.CommitOnce();
        }

        _line.Clear();
        _marks.Clear();
        disk.Real.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Marks come from the thread of the alert's handler: they get in line when the simulation says so.</summary>
    public void LineUpMarks()
    {
        while (_marks.TryDequeue(out Operation? mark))
            _line.Enqueue(mark);
    }

    private Task Mark(Action commit)
    {
        var mark = new Operation("mark", commit);
        _marks.Enqueue(mark);
        return mark.Acknowledged;
    }

    private Task Ask(string name, Action commit)
    {
        if (_crashed)
            return new TaskCompletionSource().Task;

        var operation = new Operation(name, commit);
        if (AtOnce is { } decide)
        {
            operation.End(decide());
            return operation.Acknowledged;
        }

        _line.Enqueue(operation);
        if (bug == SimBug.AcknowledgesBeforeCommit)
            operation.AcknowledgeEarly();
        return operation.Acknowledged;
    }

    private sealed class Operation(string name, Action commit)
    {
        private readonly TaskCompletionSource _acknowledged = new();
        private bool _committed;

        public string Name => name;

        public Task Acknowledged => _acknowledged.Task;

        public void AcknowledgeEarly() => _acknowledged.TrySetResult();

        public void CommitOnce()
        {
            if (_committed)
                return;
            _committed = true;
            commit();
        }

        public void End(SimOutcome outcome)
        {
            // Too late to fail what was acknowledged.
            if (outcome != SimOutcome.FailBeforeCommit || _acknowledged.Task.IsCompleted)
                CommitOnce();
            if (outcome == SimOutcome.Ok)
                _acknowledged.TrySetResult();
            else
                _acknowledged.TrySetException(new BudgetStoreException("simulated"));
        }
    }
}

/// <summary>Bugs that are planted to see that the simulation finds them.</summary>
internal enum SimBug
{
    None,

    /// <summary>The store says "durable" before it is.</summary>
    AcknowledgesBeforeCommit,

    /// <summary>A start takes no notice of what was in flight.</summary>
    RecoveryDropsHolds,
}
