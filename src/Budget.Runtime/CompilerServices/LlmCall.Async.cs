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
        CancellationToken cancellationToken = default) =>
        RunAsync(site, request, state, call, read, change: null, cancellationToken);

    /// <summary>Meters a call that returns a task with a result, and whose request can be changed before it is sent.</summary>
    /// <param name="site">The call.</param>
    /// <param name="request">What is known of the request.</param>
    /// <param name="state">What <paramref name="call"/> needs.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="read">Reads what the result says.</param>
    /// <param name="change">Gives the state for a changed request; the caller's own objects stay as they are. Only asked for what <see cref="LlmRequest.CanChange"/> names.</param>
    /// <param name="cancellationToken">Ends the waiting for the hold.</param>
    public static Task<TResult> RunAsync<TState, TResult>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, Task<TResult>> call,
        Func<TResult, LlmOutcome> read,
        Func<TState, LlmRequestChange, TState>? change,
        CancellationToken cancellationToken = default)
    {
        MeteredCall metered;
        ValueTask reserving;
        try
        {
            if (MeteredCall.Prepare(site, request, cancellationToken) is not { } prepared)
                return call(state);

            metered = prepared;
            reserving = Reserve(ref metered, cancellationToken);
        }
        catch (BudgetExceededException rejection)
        {
            return Task.FromException<TResult>(rejection);
        }

        if (!reserving.IsCompletedSuccessfully)
            return ReserveThenRun(metered, reserving, state, call, read, change, cancellationToken);

        Task<TResult> task = Start(metered, state, call, change);
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
    internal static ValueTask Reserve(ref MeteredCall metered, CancellationToken cancellationToken)
    {
        if (SynchronizationContext.Current is null)
            return metered.ReserveAsync(cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken);

        metered = Reserved(metered);
        return ValueTask.CompletedTask;
    }

    /// <summary>Reserves for the model that a refusing budget names instead, and for the next one if that is refused too. Null: there is none, so the refusal stands.</summary>
    internal static async ValueTask<MeteredCall?> FallBackAsync(MeteredCall refused, BudgetExceededException refusal, CancellationToken cancellationToken)
    {
        MeteredCall? metered = refused.Instead(refusal);
        while (metered is not null)
        {
            try
            {
                await metered.ReserveAsync(cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken).ConfigureAwait(false);
                return metered;
            }
            catch (BudgetExceededException again)
            {
                metered = metered.Instead(again);
                if (metered is null)
                    throw;
            }
        }

        return null;
    }

    /// <summary>Makes the call inside the metered scope and gives the caller its own scope back.</summary>
    private static Task<TResult> Start<TState, TResult>(
        MeteredCall metered, TState state, Func<TState, Task<TResult>> call, Func<TState, LlmRequestChange, TState>? change)
    {
        LlmCallScope? before = LlmCallScope.Enter(metered.Scope);
        try
        {
            return call(metered.Changed(state, change));
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
        MeteredCall metered,
        ValueTask reserving,
        TState state,
        Func<TState, Task<TResult>> call,
        Func<TResult, LlmOutcome> read,
        Func<TState, LlmRequestChange, TState>? change,
        CancellationToken cancellationToken)
    {
        try
        {
            await reserving.ConfigureAwait(false);
        }
        catch (BudgetExceededException refusal)
        {
            MeteredCall? instead = await FallBackAsync(metered, refusal, cancellationToken).ConfigureAwait(false);
            if (instead is null)
                throw;
            metered = instead;
        }

        return await Finish(metered, Start(metered, state, call, change), read).ConfigureAwait(false);
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
