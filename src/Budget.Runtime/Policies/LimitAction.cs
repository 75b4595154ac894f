namespace BudgetGen;

/// <summary>What happens when a limit is reached.</summary>
public enum LimitAction
{
    /// <summary>The call is admitted and a warning is logged.</summary>
    Warn,

    /// <summary>The call is rejected with a <see cref="BudgetExceededException"/> before it is sent.</summary>
    Block,

    /// <summary>
    /// Above the soft line calls are admitted ever more slowly (<see cref="BudgetPolicy.MaxRatePerMinute"/>); at the limit they are rejected, unless the
    /// policy is <see cref="BudgetPolicy.IsSoft"/>.
    /// </summary>
    Throttle,

    /// <summary>The call is admitted and the administrators are notified.</summary>
    Notify,

    /// <summary>
    /// Calls are made with the cheaper <see cref="BudgetPolicy.FallbackModel"/> once another model does not fit any more. Calls of that model are admitted
    /// and counted, also above the limit; others are rejected where the model cannot be changed.
    /// </summary>
    Fallback,
}
