using System.IO;
using System.Runtime.CompilerServices;

namespace BudgetGen.CompilerServices;

public static partial class LlmCall
{
    public static Task<TStream> OpenAsync<TState, TStream>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, Task<TStream>> call,
        Func<TStream, LlmOpenCall, TStream> wrap,
        Func<TState, LlmRequestChange, TState>? change = null,
        CancellationToken cancellationToken = default)
    {
        Begin(site, request);
        return Await(state, call, wrap);

        static async Task<TStream> Await(TState state, Func<TState, Task<TStream>> call, Func<TStream, LlmOpenCall, TStream> wrap) => wrap(await call(state), new LlmOpenCall());
    }

    public static TStream Open<TState, TStream>(LlmCallSite site, in LlmRequest request, TState state, Func<TState, TStream> call, Func<TStream, LlmOpenCall, TStream> wrap)
    {
        Begin(site, request);
        return wrap(call(state), new LlmOpenCall());
    }

    public static TResult ReadLater<TState, TResult>(TState state, Func<TState, TResult> call, Func<TResult, LlmOutcome> read) => call(state);

    public static Task<TResult> ReadLaterAsync<TState, TResult>(TState state, Func<TState, Task<TResult>> call, Func<TResult, LlmOutcome> read) => call(state);

    public static async IAsyncEnumerable<T> StreamLater<T>(IAsyncEnumerable<T> elements, Action<LlmReading, T> read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (T element in elements.WithCancellation(cancellationToken))
            yield return element;
    }
}

public sealed class LlmOpenCall
{
    public LlmReading Reading { get; } = new();

    public IAsyncEnumerable<T> Observe<T>(IAsyncEnumerable<T> elements, Action<LlmReading, T> read, CancellationToken cancellationToken = default) => elements;

    public Stream Observe(Stream content) => content;

    public void End(LlmOutcome outcome)
    {
    }

    public void GiveUp()
    {
    }
}
