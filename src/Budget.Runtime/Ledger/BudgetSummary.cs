namespace BudgetGen;

/// <summary>The daily and the monthly budget at a glance, in dollars. A figure is null where there is no such global policy, or it has no limit.</summary>
/// <param name="DailySpent">USD spent today.</param>
/// <param name="DailyRemaining">USD left today.</param>
/// <param name="MonthlySpent">USD spent this month.</param>
/// <param name="MonthlyRemaining">USD left this month.</param>
/// <param name="PercentUsed">Percent used of the one that is nearer to its limit.</param>
public sealed record BudgetSummary(
    decimal? DailySpent,
    decimal? DailyRemaining,
    decimal? MonthlySpent,
    decimal? MonthlyRemaining,
    decimal PercentUsed)
{
    internal static BudgetSummary Of(BudgetStatus? daily, BudgetStatus? monthly) => new(
        daily?.Spent.ToDollars(),
        daily?.Remaining?.ToDollars(),
        monthly?.Spent.ToDollars(),
        monthly?.Remaining?.ToDollars(),
        Math.Max(daily?.PercentUsed ?? 0, monthly?.PercentUsed ?? 0));
}
