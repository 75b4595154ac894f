namespace BudgetGen.CompilerServices;

/// <summary>Synchronous calls: they block until the hold, and then the settlement, is durable.</summary>
public static partial class LlmCall
{
    /// <summary>Meters a synchronous call with a result.</summary>
    public static TResult Run<TState, TResult>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, TResult> call, Func<TResult, LlmOutcome> read) =>
        Run(site, request, state, call, read, change: null);

    /// <summary>Meters a synchronous call with a result, and whose request can be changed before it is sent.</summary>
    /// <param name="site">The call.</param>
    /// <param name="request">What is known of the request.</param>
    /// <param name="state">What <paramref name="call"/> needs.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="read">Reads what the result says.</param>
    /// <param name="change">Gives the state for a changed request; the caller's own objects stay as they are. Only asked for what <see cref="LlmRequest.CanChange"/> names.</param>
    public static TResult Run<TState, TResult>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, TResult> call,
        Func<TResult, LlmOutcome> read,
        Func<TState, LlmRequestChange, TState>? change)
    {
        if (MeteredCall.Prepare(site, request) is not { } prepared)
            return call(state);

        MeteredCall metered = Reserved(prepared);
        TResult result;
        LlmCallScope? before = LlmCallScope.Enter(metered.Scope);
        try
        {
            result = call(metered.Changed(state, change));
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

        metered.Succeed(Read(read, result));
        return result;
    }

    /// <summary>Meters a synchronous call without a result.</summary>
    public static void Run<TState>(LlmCallSite site, in LlmRequest request, TState state, Action<TState> call) =>
        Run(
            site,
            request,
            (state, call),
            static inner =>
            {
                inner.call(inner.state);
                return true;
            },
            static _ => LlmOutcome.Unknown);

    /// <summary>Reserves, blocking; for the model that a refusing budget names instead, if there is one. Gives the call that was reserved.</summary>
    internal static MeteredCall Reserved(MeteredCall metered)
    {
        while (true)
        {
            try
            {
                metered.Reserve();
                return metered;
            }
            catch (BudgetExceededException refusal)
            {
                MeteredCall? instead = metered.Instead(refusal);
                if (instead is null)
                    throw;
                metered = instead;
            }
        }
    }

    /// <summary>Reads usage from a result. A response that surprises us must not take the user's result away: it counts as one without usage.</summary>
    internal static LlmOutcome Read<TResult>(Func<TResult, LlmOutcome> read, TResult result)
    {
        try
        {
            return read(result);
        }
        catch (Exception)
        {
            return LlmOutcome.Unknown;
        }
    }
}
