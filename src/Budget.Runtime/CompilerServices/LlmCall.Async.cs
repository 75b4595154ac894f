namespace BudgetGen.CompilerServices;

/// <summary>
/// Calls that return tasks. Where hold, call and settlement complete at once, the original task is handed back and nothing is allocated for
/// waiting; otherwise an async method takes over from there.
/// </summary>
public static partial class LlmCall
{
    /// <summary>Meters a call that returns a task with a result.</summary>
    public static Task<TResult> RunAsync<TState, TResult>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, Task<TResult>> call,
        Func<TResult, LlmOutcome> read,
        CancellationToken cancellationToken = default)
    {
        MeteredCall metered;
        ValueTask reserving;
        try
        {
            if (MeteredCall.Prepare(site, request, cancellationToken) is not { } prepared)
                return call(state);

            metered = prepared;
            reserving = Reserve(metered, cancellationToken);
        }
        catch (BudgetExceededException rejection)
        {
            return Task.FromException<TResult>(rejection);
        }

        if (!reserving.IsCompletedSuccessfully)
            return ReserveThenRun(metered, reserving, state, call, read);

        Task<TResult> task = Start(metered, state, call);
        if (task is not { IsCompletedSuccessfully: true })
            return Finish(metered, task, read);

        ValueTask settling = metered.SucceedAsync(Read(read, task.Result));
        return settling.IsCompletedSuccessfully ? task : AfterSettling(settling, task);
    }

    /// <summary>Meters a call that returns a task.</summary>
    public static Task RunAsync<TState>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, Task> call, CancellationToken cancellationToken = default) =>
        RunAsync(site, request, (state, call), static inner => WithResult(inner.call(inner.state)), static _ => LlmOutcome.Unknown, cancellationToken);

    /// <summary>Meters a call that returns a value task with a result.</summary>
    public static ValueTask<TResult> RunValueAsync<TState, TResult>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, ValueTask<TResult>> call,
        Func<TResult, LlmOutcome> read,
        CancellationToken cancellationToken = default) =>
        new(RunAsync(site, request, (state, call), static inner => inner.call(inner.state).AsTask(), read, cancellationToken));

    /// <summary>Meters a call that returns a value task.</summary>
    public static ValueTask RunValueAsync<TState>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, ValueTask> call, CancellationToken cancellationToken = default) =>
        new(RunAsync(site, request, (state, call), static inner => WithResult(inner.call(inner.state).AsTask()), static _ => LlmOutcome.Unknown, cancellationToken));

    /// <summary>
    /// Reserves. Under a synchronisation context (a window's thread, a test's) it blocks for the commit instead of awaiting it: the original
    /// method would have started on this thread, and a caller that waits for the task there must not dead-lock. A token ends the waiting; one
    /// that was cancelled before is the original method's to look at, which may not mind.
    /// </summary>
    internal static ValueTask Reserve(MeteredCall metered, CancellationToken cancellationToken)
    {
        if (SynchronizationContext.Current is null)
            return metered.ReserveAsync(cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken);

        metered.Reserve();
        return ValueTask.CompletedTask;
    }

    /// <summary>Makes the call inside the metered scope and gives the caller its own scope back.</summary>
    private static Task<TResult> Start<TState, TResult>(MeteredCall metered, TState state, Func<TState, Task<TResult>> call)
    {
        LlmCallScope? before = LlmCallScope.Enter(metered.Scope);
        try
        {
            return call(state);
        }
        catch (Exception error)
        {
            metered.Fail(error);
            throw;
        }
        finally
        {
            LlmCallScope.Enter(before);
        }
    }

    private static async Task<TResult> ReserveThenRun<TState, TResult>(
        MeteredCall metered, ValueTask reserving, TState state, Func<TState, Task<TResult>> call, Func<TResult, LlmOutcome> read)
    {
        await reserving.ConfigureAwait(false);
        return await Finish(metered, Start(metered, state, call), read).ConfigureAwait(false);
    }

    internal static async Task<TResult> Finish<TResult>(MeteredCall metered, Task<TResult> task, Func<TResult, LlmOutcome> read)
    {
        TResult result;
        try
        {
            result = await task.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Of several failures (Task.WhenAll) an await shows the first; what they mean for the hold, all of them decide.
            await metered.FailAsync(task?.Exception is { InnerExceptions.Count: > 1 } all ? all : error).ConfigureAwait(false);
            throw;
        }

        await metered.SucceedAsync(Read(read, result)).ConfigureAwait(false);
        return result;
    }

    private static async Task<TResult> AfterSettling<TResult>(ValueTask settling, Task<TResult> task)
    {
        await settling.ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    internal static Task<bool> WithResult(Task task)
    {
        return task.IsCompletedSuccessfully ? Completed : Awaited(task);

        static async Task<bool> Awaited(Task task)
        {
            await task.ConfigureAwait(false);
            return true;
        }
    }

    private static readonly Task<bool> Completed = Task.FromResult(true);
}
