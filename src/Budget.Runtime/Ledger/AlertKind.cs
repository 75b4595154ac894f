namespace BudgetGen;

/// <summary>What an alert is about.</summary>
public enum AlertKind
{
    /// <summary>Charged money reached the soft line of a policy.</summary>
    ThresholdWarning,

    /// <summary>Charged money reached 95 % of a limit.</summary>
    ThresholdCritical,

    /// <summary>Charged money reached the limit.</summary>
    LimitExceeded,

    /// <summary>A call was refused.</summary>
    PolicyViolation,

    /// <summary>The wall clock runs ahead of monotonic time; budgets stay in their windows until it is confirmed.</summary>
    ClockSuspect,
}
