namespace BudgetGen.Tests.Manager;

/// <summary>The budget part of the mini project's test cases of the reference documents, in C#.</summary>
public class MiniProjectTests
{
    [Fact]
    public void TheTestCasesPassAsWritten()
    {
        var budget = new Budget { DailyLimit = 5.0m, MonthlyLimit = 50.0m };
        using var manager = new BudgetManager(budget, alertHandler: (level, message) => Console.WriteLine($"{level} {message}"));

        Assert.True(manager.CanSpend(0.01m));
        Assert.False(manager.CanSpend(100.0m));

        manager.RecordSpend(new UsageRecord
        {
            Model = "gpt-4o",
            InputTokens = 1000,
            OutputTokens = 500,
            Cost = Usd.FromDollars(0.05m),
            Timestamp = TimeProvider.System.GetUtcNow(),
        });

        BudgetSummary status = manager.GetBudgetStatus();
        Assert.Equal(0.05m, status.DailySpent);
        Assert.Equal(4.95m, status.DailyRemaining);
        Assert.Equal(0.05m, status.MonthlySpent);
        Assert.Equal(49.95m, status.MonthlyRemaining);
        Assert.Equal(1m, status.PercentUsed);
    }

    [Fact]
    public void TheDefaultsAreTheDocuments()
    {
        var budget = new Budget();
        Assert.Equal((10.0m, 200.0m, 0.50m, 0.8m), (budget.DailyLimit, budget.MonthlyLimit, budget.PerRequestLimit, budget.AlertThreshold));
        using var manager = new BudgetManager(budget);
        Assert.True(manager.CanSpend(0.50m));
        Assert.False(manager.CanSpend(0.51m));
    }

    [Fact]
    public async Task AlertsComeAtTheThreshold()
    {
        var alerts = new List<(AlertLevel, string)>();
        await using var manager = new BudgetManager(new Budget { DailyLimit = 1m, AlertThreshold = 0.5m }, (level, message) => alerts.Add((level, message)));
        manager.RecordSpend(Make.Usage(499_999_999));
        await manager.FlushAlertsAsync();
        Assert.Empty(alerts);
        manager.RecordSpend(Make.Usage(1));
        await manager.FlushAlertsAsync();
        (AlertLevel level, string message) = Assert.Single(alerts);
        Assert.Equal(AlertLevel.Warning, level);
        Assert.Equal("Budget 'daily' has used $0.50 of $1.00 (50 %), which is above its soft line of 50 %.", message);
    }

    [Fact]
    public void ResettingTheDayKeepsTheMonthAndWhatIsInFlight()
    {
        using var manager = new BudgetManager(new Budget());
        manager.RecordSpend(Make.Usage(2_000_000_000));
        Reservation reservation = manager.Reserve(Make.Request(500_000_000));
        manager.ResetDaily();
        BudgetSummary status = manager.GetBudgetStatus();
        Assert.Equal((0m, 9.5m, 2m, 197.5m), (status.DailySpent, status.DailyRemaining, status.MonthlySpent, status.MonthlyRemaining));
        manager.Settle(reservation, 100_000_000);
        Assert.Equal(0.1m, manager.GetBudgetStatus().DailySpent);
    }

    [Fact]
    public void AThresholdThatIsNoShareIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BudgetManager(new Budget { AlertThreshold = 80m }));

    [Fact]
    public void UsersCanHaveBudgetsToo()
    {
        using var manager = new BudgetManager(new Budget());
        Assert.Null(manager.GetRemaining("alice"));
        manager.SetBudget("alice", 0.40m, BudgetPeriod.Daily);
        Assert.True(manager.CanSpend("alice", 0.40m));
        Assert.False(manager.CanSpend("alice", 0.41m));
        manager.RecordSpend(Make.Usage(300_000_000, "alice"));
        Assert.Equal(Usd.FromDollars(0.10m), manager.GetRemaining("alice"));
        manager.SetBudget("alice", 1m, BudgetPeriod.Daily);
        Assert.Equal(Usd.FromDollars(0.70m), manager.GetRemaining("alice"));
    }
}
