namespace BudgetGen.CompilerServices;

/// <summary>Calls whose request leaves before anything is read: the hold is made before the call, and settled at the end of what is read.</summary>
public static partial class LlmCall
{
    /// <summary>Meters a call that returns a stream which has begun already.</summary>
    /// <param name="site">The call.</param>
    /// <param name="request">What is known of the request.</param>
    /// <param name="state">What <paramref name="call"/> needs.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="wrap">Puts the open call between the stream and its reader. If it throws, the reader gets the stream as it is.</param>
    /// <param name="change">Gives the state for a changed request, or null.</param>
    /// <param name="cancellationToken">Ends the waiting for the hold.</param>
    public static Task<TStream> OpenAsync<TState, TStream>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, Task<TStream>> call,
        Func<TStream, LlmOpenCall, TStream> wrap,
        Func<TState, LlmRequestChange, TState>? change = null,
        CancellationToken cancellationToken = default)
    {
        try
        {
            return MeteredCall.Prepare(site, request, cancellationToken) is { } metered ? ReserveThenOpen(metered, state, call, wrap, change, cancellationToken) : call(state);
        }
        catch (BudgetExceededException rejection)
        {
            return Task.FromException<TStream>(rejection);
        }
    }

    /// <summary>Meters a synchronous call that returns a stream which has begun already.</summary>
    /// <param name="site">The call.</param>
    /// <param name="request">What is known of the request.</param>
    /// <param name="state">What <paramref name="call"/> needs.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="wrap">Puts the open call between the stream and its reader. If it throws, the reader gets the stream as it is.</param>
    public static TStream Open<TState, TStream>(LlmCallSite site, in LlmRequest request, TState state, Func<TState, TStream> call, Func<TStream, LlmOpenCall, TStream> wrap)
    {
        if (MeteredCall.Prepare(site, request) is not { } prepared)
            return call(state);

        MeteredCall metered = Reserved(prepared);
        TStream stream;
        LlmCallScope? before = LlmCallScope.Enter(metered.Scope);
        try
        {
            stream = call(state);
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

        return Wrapped(metered, stream, wrap);
    }

    private static async Task<TStream> ReserveThenOpen<TState, TStream>(
        MeteredCall metered,
        TState state,
        Func<TState, Task<TStream>> call,
        Func<TStream, LlmOpenCall, TStream> wrap,
        Func<TState, LlmRequestChange, TState>? change,
        CancellationToken cancellationToken)
    {
        (MeteredCall sent, TStream stream) = await SendAsync(metered, state, call, change, cancellationToken).ConfigureAwait(false);
        return Wrapped(sent, stream, wrap);
    }

    /// <summary>Reserves, and makes the call. Gives what it returned with the call that was reserved for, which is still to be ended; a call that fails has ended.</summary>
    private static async Task<(MeteredCall Sent, TResult Result)> SendAsync<TState, TResult>(
        MeteredCall metered, TState state, Func<TState, Task<TResult>> call, Func<TState, LlmRequestChange, TState>? change, CancellationToken cancellationToken)
    {
        try
        {
            await Reserve(ref metered, cancellationToken).ConfigureAwait(false);
        }
        catch (BudgetExceededException refusal)
        {
            MeteredCall? instead = await FallBackAsync(metered, refusal, cancellationToken).ConfigureAwait(false);
            if (instead is null)
                throw;
            metered = instead;
        }

        try
        {
            return (metered, await Start(metered, state, call, change).ConfigureAwait(false));
        }
        catch (Exception error)
        {
            await metered.FailAsync(error).ConfigureAwait(false);
            throw;
        }
    }

    private static TStream Wrapped<TStream>(MeteredCall metered, TStream stream, Func<TStream, LlmOpenCall, TStream> wrap)
    {
        try
        {
            return wrap(stream, new LlmOpenCall(metered));
        }
        catch (Exception)
        {
            metered.Succeed(LlmOutcome.Unknown);
            return stream;
        }
    }
}
