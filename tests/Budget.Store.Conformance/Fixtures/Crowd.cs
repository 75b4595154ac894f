namespace BudgetGen.Storage.Conformance;

/// <summary>Many at once.</summary>
public static class Crowd
{
    /// <summary>Runs work on real threads that start together; the first failure is the test's.</summary>
    public static async Task RunAsync(int count, Func<int, Task> work)
    {
        using var barrier = new Barrier(count);
        await Task.WhenAll([.. Enumerable.Range(0, count).Select(i => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                work(i).GetAwaiter().GetResult();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))]);
    }
}
