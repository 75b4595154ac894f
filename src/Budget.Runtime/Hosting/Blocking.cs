namespace BudgetGen;

/// <summary>
/// Waits for asynchronous work without a chance to deadlock: while it starts, no synchronisation context and no special scheduler is current, so
/// nothing in it, a foreign store included, can want to come back to the thread that waits here.
/// </summary>
internal static class Blocking
{
    public static void Run<TState>(Func<TState, ValueTask> work, TState state)
    {
        if (MustHop)
        {
            Task.Run(() => work(state).AsTask()).GetAwaiter().GetResult();
            return;
        }

        ValueTask task = work(state);
        if (task.IsCompleted)
            task.GetAwaiter().GetResult();
        else
            task.AsTask().GetAwaiter().GetResult();
    }

    private static bool MustHop => SynchronizationContext.Current is not null || TaskScheduler.Current != TaskScheduler.Default;
}
