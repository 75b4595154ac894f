using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>Entries that share a commit, and the task that all of them wait for.</summary>
internal sealed class Batch
{
    // Without RunContinuationsAsynchronously the callers' code would run on the thread that should be writing the next batch.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<LedgerEntry> Entries { get; } = [];

    public Task Done => _done.Task;

    public void Succeed() => _done.SetResult();

    public void Fail(Exception error)
    {
        _done.SetException(error);

        // Nobody is obliged to look; an unobserved failure of the store must not become an event of the process.
        _ = _done.Task.Exception;
    }
}
