using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>What generated code calls. One verb per shape of call: reserve, make the call, settle what it cost.</summary>
/// <remarks>
/// The result, exceptions and synchronisation of the original call are kept. Every method may throw <see cref="BudgetExceededException"/> before
/// the call is made; nothing else of ours ever reaches the caller.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class LlmCall
{
    /// <summary>Opens the scope of an annotated method. Dispose it when the method has returned (not when its task completes).</summary>
    /// <param name="site">The call.</param>
    /// <param name="bound">What the attribute's templates were bound to at this call; null parts come from the site, then from the scope around.</param>
    public static LlmScopeLease OpenScope(LlmCallSite site, CallAttribution bound = default) => throw new NotImplementedException();

    /// <summary>Meters a synchronous call with a result.</summary>
    public static TResult Run<TState, TResult>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, TResult> call, Func<TResult, LlmOutcome> read) => throw new NotImplementedException();

    /// <summary>Meters a synchronous call without a result.</summary>
    public static void Run<TState>(LlmCallSite site, in LlmRequest request, TState state, Action<TState> call) => throw new NotImplementedException();

    /// <summary>Meters a call that returns a task with a result.</summary>
    public static Task<TResult> RunAsync<TState, TResult>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, Task<TResult>> call, Func<TResult, LlmOutcome> read, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Meters a call that returns a task.</summary>
    public static Task RunAsync<TState>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, Task> call, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Meters a call that returns a value task with a result.</summary>
    public static ValueTask<TResult> RunValueAsync<TState, TResult>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, ValueTask<TResult>> call, Func<TResult, LlmOutcome> read, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Meters a call that returns a value task.</summary>
    public static ValueTask RunValueAsync<TState>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, ValueTask> call, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Meters a stream: one reservation for each enumeration, made when it begins. A stream that nobody reads costs nothing.</summary>
    /// <param name="site">The call.</param>
    /// <param name="request">What is known of the request.</param>
    /// <param name="state">What <paramref name="open"/> needs.</param>
    /// <param name="open">Opens the stream; called once for each enumeration.</param>
    /// <param name="read">Looks at each element.</param>
    public static IAsyncEnumerable<T> StreamAsync<TState, T>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, IAsyncEnumerable<T>> open, Action<LlmReading, T> read) => throw new NotImplementedException();

    /// <summary>Meters a synchronous stream, as <see cref="StreamAsync"/>.</summary>
    public static IEnumerable<T> Stream<TState, T>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, IEnumerable<T>> open, Action<LlmReading, T> read) => throw new NotImplementedException();

    /// <summary>
    /// Begins a call whose parameters cannot be captured (<c>ref</c>, <c>out</c>, spans, pointers): reserves, blocking until the hold is durable.
    /// The caller makes the call inside <c>try</c> and reports to the returned object how it ended.
    /// </summary>
    public static LlmCallInProgress Begin(LlmCallSite site, in LlmRequest request) => throw new NotImplementedException();
}
