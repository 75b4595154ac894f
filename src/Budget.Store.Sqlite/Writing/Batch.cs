namespace BudgetGen.Sqlite;

/// <summary>What shares a commit, and the task that all who wait for it share.</summary>
internal sealed class Batch
{
    // Without RunContinuationsAsynchronously the callers' code would run on the thread that should be writing the next batch.
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Entries, policy changes, alerts, and ids of alerts that were delivered.</summary>
    public List<object> Items { get; } = [];

    /// <summary>What is done instead of writing items, on the thread that writes; null for a commit.</summary>
    public Action? Job { get; init; }

    public Task Done => _done.Task;

    public void Succeed() => _done.SetResult();

    public void Fail(Exception error)
    {
        _done.SetException(error);

        // Nobody is obliged to look; an unobserved failure of the store must not become an event of the process.
        _ = _done.Task.Exception;
    }
}
