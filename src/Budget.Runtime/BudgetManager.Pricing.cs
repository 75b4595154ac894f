namespace BudgetGen;

/// <summary>What calls are priced by.</summary>
public sealed partial class BudgetManager
{
    /// <summary>
    /// The prices of models: those of <see cref="BudgetOptions.Prices"/>, whatever becomes of them, and on top of them the lines that the store keeps
    /// (<see cref="SetPrice"/>).
    /// </summary>
    public PricingRegistry Pricing { get; }

    /// <summary>What prices models without a line; null where such calls are refused.</summary>
    internal PriceMatch? UnknownModelPrice { get; }

    /// <summary>True while calls are tracked: switched on, and not disposed.</summary>
    internal bool IsTracking => Enabled && Volatile.Read(ref _disposed) == 0;

    /// <summary>True if a call of a known library for which no request was seen cost nothing; see <see cref="BudgetOptions.EveryAttemptIsSeen"/>.</summary>
    internal bool EveryAttemptIsSeen { get; }

    /// <summary>
    /// How long a call may be under way, from the moment it is priced: it may wait for a slot of a budget that throttles and for holds of others, and then hold
    /// money for a lifetime. A price that changes within that time may be the one that it is billed at.
    /// </summary>
    internal TimeSpan LongestCall => PolicyRules.LongestWait + _waitForHolds + _maxHoldTtl;

    /// <summary>The time by the manager's clock, UTC.</summary>
    internal DateTimeOffset Now => _time.GetUtcNow();
}
