using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Faults;

/// <summary>How a store is out of order.</summary>
public enum Trouble
{
    /// <summary>It refuses at once.</summary>
    Down,

    /// <summary>It does not answer until it is let go.</summary>
    Slow,

    /// <summary>It fails later, on another thread, with an exception that nobody has announced.</summary>
    Error,
}

/// <summary>A store that can be out of order as a whole: every write, and every read where it is not merely slow.</summary>
internal sealed class DownStore(IBudgetStore inner) : StoreDecorator(inner)
{
    private TaskCompletionSource _answers = new();

    /// <summary>What is wrong now, or null.</summary>
    public Trouble? Trouble { get; private set; }

    /// <summary>How many operations met the trouble.</summary>
    public int Met { get; private set; }

    public void Break(Trouble trouble)
    {
        _answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Trouble = trouble;
    }

    public void Repair()
    {
        Trouble = null;
        _answers.TrySetResult();
    }

    public override Task AppendAsync(LedgerEntry entry) => Through(() => base.AppendAsync(entry));

    public override Task AppendPolicyAsync(PolicyChange change) => Through(() => base.AppendPolicyAsync(change));

    public override Task AppendPriceAsync(PriceLineChange change) => Through(() => base.AppendPriceAsync(change));

    public override Task AppendAlertAsync(AlertRecord alert) => Through(() => base.AppendAlertAsync(alert));

    public override Task MarkAlertDeliveredAsync(string alertId) => Through(() => base.MarkAlertDeliveredAsync(alertId));

    public override ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default) =>
        Trouble is Faults.Trouble.Down or Faults.Trouble.Error
            ? ValueTask.FromException<IReadOnlyList<LedgerEntry>>(new BudgetStoreException("down"))
            : base.FindAsync(reservation, cancellationToken);

    private Task Through(Func<Task> write)
    {
        if (Trouble is not { } trouble)
            return write();

        Met++;
        return trouble switch
        {
            Faults.Trouble.Down => throw new BudgetStoreException("down"),
            Faults.Trouble.Slow => LaterAsync(write),
            _ => FailLaterAsync(),
        };
    }

    private async Task LaterAsync(Func<Task> write)
    {
        await _answers.Task;
        await write();
    }

    private static async Task FailLaterAsync()
    {
        await Task.Yield();
        throw new IOException("no space left on device");
    }
}
