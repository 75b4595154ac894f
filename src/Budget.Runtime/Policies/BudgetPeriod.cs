namespace BudgetGen;

/// <summary>How long a budget lasts. Windows are half-open, in UTC; a new window is a new account, so nothing is ever reset.</summary>
public enum BudgetPeriod
{
    /// <summary>From midnight to midnight UTC.</summary>
    Daily,

    /// <summary>ISO weeks: from Monday, midnight UTC.</summary>
    Weekly,

    /// <summary>From the 1st of the month, midnight UTC.</summary>
    Monthly,

    /// <summary>From 1 January, midnight UTC.</summary>
    Yearly,

    /// <summary>Between two explicit instants, <see cref="BudgetPolicy.Starts"/> and <see cref="BudgetPolicy.Ends"/>.</summary>
    Custom,

    /// <summary>For ever.</summary>
    Lifetime,
}
