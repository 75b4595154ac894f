namespace BudgetGen.CompilerServices;

public static partial class LlmCall
{
    public static LlmScopeLease OpenScope(LlmCallSite site, CallAttribution bound = default)
    {
        Recorder.Write("open " + Recorder.Describe(site, bound));
        string? before = Recorder.Scope.Value;
        Recorder.Scope.Value = site.Method;
        return new LlmScopeLease(site.Method, before);
    }

    public static TResult Run<TState, TResult>(LlmCallSite site, in LlmRequest request, TState state, Func<TState, TResult> call, Func<TResult, LlmOutcome> read)
    {
        LlmCallInProgress progress = Begin(site, request);
        try
        {
            TResult result = call(state);
            progress.Complete(read(result));
            return result;
        }
        catch (Exception error)
        {
            progress.Fail(error);
            throw;
        }
    }

    public static TResult Run<TState, TResult>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, TResult> call, Func<TResult, LlmOutcome> read, Func<TState, LlmRequestChange, TState>? change) =>
        Run(site, request, state, call, read);

    public static void Run<TState>(LlmCallSite site, in LlmRequest request, TState state, Action<TState> call) =>
        Run(site, request, (state, call), static both => { both.call(both.state); return 0; }, static _ => LlmOutcome.Unknown);

    public static Task<TResult> RunAsync<TState, TResult>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, Task<TResult>> call, Func<TResult, LlmOutcome> read, CancellationToken cancellationToken = default)
    {
        NoteToken(cancellationToken);
        LlmCallInProgress progress = Begin(site, request);
        return Await(progress, state, call, read);

        static async Task<TResult> Await(LlmCallInProgress progress, TState state, Func<TState, Task<TResult>> call, Func<TResult, LlmOutcome> read)
        {
            try
            {
                TResult result = await call(state);
                progress.Complete(read(result));
                return result;
            }
            catch (Exception error)
            {
                progress.Fail(error);
                throw;
            }
        }
    }

    public static Task<TResult> RunAsync<TState, TResult>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, Task<TResult>> call,
        Func<TResult, LlmOutcome> read,
        Func<TState, LlmRequestChange, TState>? change,
        CancellationToken cancellationToken = default) =>
        RunAsync(site, request, state, call, read, cancellationToken);

    public static Task RunAsync<TState>(LlmCallSite site, in LlmRequest request, TState state, Func<TState, Task> call, CancellationToken cancellationToken = default) =>
        RunAsync(site, request, (state, call), static async both => { await both.call(both.state); return 0; }, static _ => LlmOutcome.Unknown, cancellationToken);

    public static ValueTask<TResult> RunValueAsync<TState, TResult>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, ValueTask<TResult>> call, Func<TResult, LlmOutcome> read, CancellationToken cancellationToken = default) =>
        new(RunAsync(site, request, (state, call), static both => both.call(both.state).AsTask(), read, cancellationToken));

    public static ValueTask RunValueAsync<TState>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, ValueTask> call, CancellationToken cancellationToken = default) =>
        new(RunAsync(site, request, (state, call), static both => both.call(both.state).AsTask(), cancellationToken));

    private static async IAsyncEnumerable<T> StreamAsyncCore<TState, T>(LlmCallSite site, LlmRequest request, TState state, Func<TState, IAsyncEnumerable<T>> open, Action<LlmReading, T> read)
    {
        LlmCallInProgress progress = Begin(site, request);
        var reading = new LlmReading();
        await foreach (T item in open(state))
        {
            read(reading, item);
            yield return item;
        }

        progress.Complete(new LlmOutcome { ObservedOutputBytes = reading.ObservedOutputBytes });
    }

    public static IAsyncEnumerable<T> StreamAsync<TState, T>(LlmCallSite site, in LlmRequest request, TState state, Func<TState, IAsyncEnumerable<T>> open, Action<LlmReading, T> read) =>
        StreamAsyncCore(site, request, state, open, read);

    public static IAsyncEnumerable<T> StreamAsync<TState, T>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, IAsyncEnumerable<T>> open, Action<LlmReading, T> read, Func<TState, LlmRequestChange, TState> change) =>
        StreamAsyncCore(site, request, state, open, read);

    private static IEnumerable<T> StreamCore<TState, T>(LlmCallSite site, LlmRequest request, TState state, Func<TState, IEnumerable<T>> open, Action<LlmReading, T> read)
    {
        LlmCallInProgress progress = Begin(site, request);
        var reading = new LlmReading();
        foreach (T item in open(state))
        {
            read(reading, item);
            yield return item;
        }

        progress.Complete(new LlmOutcome { ObservedOutputBytes = reading.ObservedOutputBytes });
    }

    public static IEnumerable<T> Stream<TState, T>(LlmCallSite site, in LlmRequest request, TState state, Func<TState, IEnumerable<T>> open, Action<LlmReading, T> read) =>
        StreamCore(site, request, state, open, read);

    public static IEnumerable<T> Stream<TState, T>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, IEnumerable<T>> open, Action<LlmReading, T> read, Func<TState, LlmRequestChange, TState> change) =>
        StreamCore(site, request, state, open, read);

    public static LlmCallInProgress Begin(LlmCallSite site, in LlmRequest request)
    {
        Recorder.Begin(site, request);
        return default;
    }

    private static void NoteToken(CancellationToken token)
    {
        if (token.CanBeCanceled)
            Recorder.Write("token");
    }
}
