namespace BudgetGen;

/// <summary>What happens when a limit is reached.</summary>
public enum LimitAction
{
    /// <summary>The call is admitted and a warning is logged.</summary>
    Warn,

    /// <summary>The call is rejected with a <see cref="BudgetExceededException"/> before it is sent.</summary>
    Block,
}
