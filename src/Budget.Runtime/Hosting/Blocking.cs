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

    public static TResult Run<TState, TResult>(Func<TState, ValueTask<TResult>> work, TState state)
    {
        if (MustHop)
            return Task.Run(() => work(state).AsTask()).GetAwaiter().GetResult();

        ValueTask<TResult> task = work(state);
        return task.IsCompleted ? task.GetAwaiter().GetResult() : task.AsTask().GetAwaiter().GetResult();
    }

    private static bool MustHop => SynchronizationContext.Current is not null || TaskScheduler.Current != TaskScheduler.Default;
}
