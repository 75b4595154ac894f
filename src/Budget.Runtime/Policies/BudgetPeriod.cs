namespace BudgetGen;

/// <summary>How long a budget lasts. Windows are half-open; their borders are midnights of the policy's time zone (UTC by default). A new window is a new account, so nothing is ever reset.</summary>
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

    /// <summary>
    /// Between two explicit instants, <see cref="BudgetPolicy.Starts"/> and <see cref="BudgetPolicy.Ends"/>; or, with <see cref="BudgetPolicy.Length"/>,
    /// again and again from <see cref="BudgetPolicy.Starts"/> on.
    /// </summary>
    Custom,

    /// <summary>For ever.</summary>
    Lifetime,

    /// <summary>
    /// The last <see cref="BudgetPolicy.Length"/> before each call, in steps of a sixtieth of it. A step leaves the window as a whole once all of it is
    /// older, so a little more than the length is counted, never less.
    /// </summary>
    Rolling,

    /// <summary>One request: the limit is a cap on each single call, and nothing adds up.</summary>
    PerRequest,
}
