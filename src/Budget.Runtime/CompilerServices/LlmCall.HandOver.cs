namespace BudgetGen.CompilerServices;

/// <summary>
/// Calls whose result is only the beginning of the answer, such as a response whose body is still to be read. Their request has gone when they return,
/// so the hold is made before; whoever reads the body settles it.
/// </summary>
public static partial class LlmCall
{
    /// <summary>Makes a call and hands it over, still to be ended, with what it returned.</summary>
    /// <param name="site">The call.</param>
    /// <param name="request">What is known of the request.</param>
    /// <param name="state">What <paramref name="call"/> needs.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="handOver">Takes over: it ends the call, at once or when the rest of the answer was read. A call that nobody ends is suspense when its hold is too old.</param>
    /// <param name="change">Gives the state for a changed request; the caller's own objects stay as they are. Only asked for what <see cref="LlmRequest.CanChange"/> names.</param>
    /// <param name="cancellationToken">Ends the waiting for the hold.</param>
    public static Task<TResult> HandOverAsync<TState, TResult>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, Task<TResult>> call,
        Func<LlmUnreadCall, TResult, ValueTask> handOver,
        Func<TState, LlmRequestChange, TState>? change,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return MeteredCall.Prepare(site, request, cancellationToken) is { } prepared
                ? ReserveThenHandOver(prepared, state, call, handOver, change, cancellationToken)
                : call(state);
        }
        catch (BudgetExceededException rejection)
        {
            return Task.FromException<TResult>(rejection);
        }
    }

    private static async Task<TResult> ReserveThenHandOver<TState, TResult>(
        MeteredCall metered,
        TState state,
        Func<TState, Task<TResult>> call,
        Func<LlmUnreadCall, TResult, ValueTask> handOver,
        Func<TState, LlmRequestChange, TState>? change,
        CancellationToken cancellationToken)
    {
        (MeteredCall sent, TResult result) = await SendAsync(metered, state, call, change, cancellationToken).ConfigureAwait(false);
        try
        {
            await handOver(new LlmUnreadCall(sent), result).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A response that surprises us must not take the user's result away.
            await sent.SucceedAsync(LlmOutcome.Unknown).ConfigureAwait(false);
        }

        return result;
    }
}
