namespace BudgetGen;

/// <summary>A simple budget in dollars: so much a day, a month and a request. For more, give policies to <see cref="BudgetOptions"/>.</summary>
public sealed record Budget
{
    /// <summary>USD per day (UTC).</summary>
    public decimal DailyLimit { get; init; } = 10.0m;

    /// <summary>USD per month (UTC).</summary>
    public decimal MonthlyLimit { get; init; } = 200.0m;

    /// <summary>USD that one request may cost at most.</summary>
    public decimal PerRequestLimit { get; init; } = 0.50m;

    /// <summary>The share of a limit from which warnings are raised, 0.01 to 1, in whole percents.</summary>
    public decimal AlertThreshold { get; init; } = 0.8m;

    /// <summary>The policies that say the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not a whole percentage from 0.01 to 1.</exception>
    internal IEnumerable<BudgetPolicy> ToPolicies()
    {
        decimal percent = AlertThreshold * 100;
        if (percent is < 1 or > 100 || percent != decimal.Truncate(percent))
            throw new ArgumentOutOfRangeException(nameof(AlertThreshold), AlertThreshold, "AlertThreshold is a share from 0.01 to 1 in whole percents, such as 0.8.");

        var daily = new BudgetPolicy
        {
            Name = "daily",
            Period = BudgetPeriod.Daily,
            Limit = Usd.FromDollars(DailyLimit),
            PerRequestLimit = Usd.FromDollars(PerRequestLimit),
            SoftLimitPercent = (int)percent,
        };
        return [daily, daily with { Name = "monthly", Period = BudgetPeriod.Monthly, Limit = Usd.FromDollars(MonthlyLimit), PerRequestLimit = null }];
    }
}
