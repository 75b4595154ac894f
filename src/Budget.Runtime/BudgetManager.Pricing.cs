namespace BudgetGen;

/// <summary>What calls are priced by.</summary>
public sealed partial class BudgetManager
{
    /// <summary>The prices of models.</summary>
    public PricingRegistry Pricing { get; }

    /// <summary>The line that prices models without one; null where such calls are refused.</summary>
    internal ModelPricing? UnknownModelPrice { get; }

    /// <summary>True while calls are tracked: switched on, and not disposed.</summary>
    internal bool IsTracking => Enabled && Volatile.Read(ref _disposed) == 0;

    /// <summary>The time by the manager's clock, UTC.</summary>
    internal DateTimeOffset Now => _time.GetUtcNow();
}
