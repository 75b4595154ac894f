namespace BudgetGen.CompilerServices;

/// <summary>Synchronous calls: they block until the hold, and then the settlement, is durable.</summary>
public static partial class LlmCall
{
    /// <summary>Meters a synchronous call with a result.</summary>
    public static TResult Run<TState, TResult>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, TResult> call, Func<TResult, LlmOutcome> read)
    {
        if (MeteredCall.Prepare(site, request) is not { } metered)
            return call(state);

        metered.Reserve();
        TResult result;
        LlmCallScope? before = LlmCallScope.Enter(metered.Scope);
        try
        {
            result = call(state);
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
