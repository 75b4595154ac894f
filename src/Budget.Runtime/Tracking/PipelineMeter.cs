using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>What the meters inside pipelines have in common: who pays, and what the tracked calls around hear of a request.</summary>
/// <param name="type">The meter's type, for records.</param>
/// <param name="inner">What records call the client where the options do not name it.</param>
/// <param name="options">Who pays.</param>
internal sealed class PipelineMeter(string type, string inner, TrackedClientOptions options)
{
    /// <summary>The place of the calls of one method.</summary>
    public LlmCallSite Site(string method) => new($"{type}.{method}", options.Name ?? inner, options.Attribution, options.MaxCost);

    /// <summary>Tells the tracked calls around that a request gets this far, and sets the manager for this one.</summary>
    public LlmScopeLease Reach()
    {
        LlmCallScope? around = LlmCallScope.Current;
        around?.Metered?.Reach();
        return LlmScopeLease.Enter(options.Manager is null ? around : LlmCallScope.Inside(around, default, maxCost: null, options.Manager));
    }

    /// <summary>What tells whoever is around that every request leaves through here; null: not asked for, or not promised.</summary>
    public LlmMeter? Answer(Type serviceType, object? serviceKey) => options.SeesEveryRequest && serviceKey is null && serviceType == typeof(LlmMeter) ? LlmMeter.Instance : null;
}
