namespace BudgetGen;

/// <summary>How urgent an alert is.</summary>
public enum AlertLevel
{
    /// <summary>Good to know.</summary>
    Info,

    /// <summary>The soft line was crossed, or a call was refused.</summary>
    Warning,

    /// <summary>95 % of a limit are spent, or all of it.</summary>
    Critical,
}
