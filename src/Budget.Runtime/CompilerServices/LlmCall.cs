using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>What generated code calls. One verb per shape of call: reserve, make the call, settle what it cost.</summary>
/// <remarks>
/// The result, exceptions and synchronisation of the original call are kept. Every method may throw <see cref="BudgetExceededException"/> before
/// the call is made (through the task, where there is one); nothing else of ours ever reaches the caller.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class LlmCall
{
    /// <summary>Opens the scope of an annotated method. Dispose it when the method has returned (not when its task completes).</summary>
    /// <param name="site">The call.</param>
    /// <param name="bound">What the attribute's templates were bound to at this call; null parts come from the site, then from the scope around.</param>
    public static LlmScopeLease OpenScope(LlmCallSite site, CallAttribution bound = default)
    {
        ArgumentNullException.ThrowIfNull(site);
        LlmCallScope scope = LlmCallScope.Inside(LlmCallScope.Current, LlmCallScope.Merge(bound, site.Attribution), site.MaxCost);
        return LlmScopeLease.Enter(scope);
    }

    /// <summary>
    /// Begins a call whose parameters cannot be captured (<c>ref</c>, <c>out</c>, spans, pointers): reserves, blocking until the hold is durable.
    /// The caller makes the call inside <c>try</c> and reports to the returned object how it ended, which also closes the call's scope.
    /// </summary>
    public static LlmCallInProgress Begin(LlmCallSite site, in LlmRequest request)
    {
        MeteredCall? metered = MeteredCall.Prepare(site, request);
        if (metered is null)
            return default;

        metered.Reserve();
        return new LlmCallInProgress(metered, LlmCallScope.Enter(metered.Scope));
    }
}
