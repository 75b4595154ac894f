namespace BudgetGen.CompilerServices;

public static partial class LlmCall
{
    public static Task<TResult> HandOverAsync<TState, TResult>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, Task<TResult>> call,
        Func<LlmUnreadCall, TResult, ValueTask> handOver,
        Func<TState, LlmRequestChange, TState>? change,
        CancellationToken cancellationToken = default)
    {
        Begin(site, request);
        return Await(state, call, handOver);

        static async Task<TResult> Await(TState state, Func<TState, Task<TResult>> call, Func<LlmUnreadCall, TResult, ValueTask> handOver)
        {
            TResult result = await call(state);
            await handOver(default, result);
            return result;
        }
    }
}

public readonly struct LlmUnreadCall
{
    public ValueTask SucceedAsync<T>(T answer, Func<T, LlmOutcome> read) => default;

    public ValueTask FailAsync(Exception error) => default;

    public ValueTask EndStreamAsync(LlmReading reading, bool toItsEnd) => default;

    public void EndStream(LlmReading reading, bool toItsEnd)
    {
    }
}
