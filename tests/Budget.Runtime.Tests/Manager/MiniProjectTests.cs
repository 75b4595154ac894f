<<<<<<< HEAD
namespace BudgetGen.Tests;

/// <summary>The five test cases of the reference mini project, as they are written there.</summary>
public sealed class MiniProjectTests
{
    /// <summary>The prices that the reference documents use, USD per 1,000 tokens.</summary>
    private static readonly Dictionary<string, (decimal Input, decimal Output)> s_pricing = new()
    {
        ["gpt-4o"] = (0.0025m, 0.01m),
        ["gpt-4o-mini"] = (0.00015m, 0.0006m),
        ["gpt-4-turbo"] = (0.01m, 0.03m),
        ["claude-3.5-sonnet"] = (0.003m, 0.015m),
        ["claude-3-haiku"] = (0.00025m, 0.00125m),
    };

    // Budget setup
    private static readonly Budget s_budget = new() { DailyLimit = 5.0m, MonthlyLimit = 50.0m, PerRequestLimit = 0.50m };

    [Fact]
    public void Check_budget()
    {
        using var manager = new BudgetManager(s_budget, alertHandler: static (_, _) => { });
        Assert.True(manager.CanSpend(0.01m));
        Assert.False(manager.CanSpend(100.0m));
    }

    [Fact]
    public void Record_spending_and_check_status()
    {
        using var manager = new BudgetManager(s_budget);
=======
namespace BudgetGen.Tests.Manager;

/// <summary>The budget part of the mini project's test cases (seeds/mini-project-budget-manager.md), in C#.</summary>
public class MiniProjectTests
{
    [Fact]
    public void TheTestCasesPassAsWritten()
    {
        var budget = new Budget { DailyLimit = 5.0m, MonthlyLimit = 50.0m };
        using var manager = new BudgetManager(budget, alertHandler: (level, message) => Console.WriteLine($"{level} {message}"));

        Assert.True(manager.CanSpend(0.01m));
        Assert.False(manager.CanSpend(100.0m));

>>>>>>> wip-ledger
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
<<<<<<< HEAD
    }

    [Fact]
    public void Cost_optimization()
    {
        var optimizer = new CostOptimizer(s_pricing);
        string? model = optimizer.SelectModel("summarization", maxCost: 0.01m);
        Assert.Contains(model, new[] { "gpt-4o-mini", "claude-3-haiku" });
    }

    [Fact]
    public async Task Tracked_client_raises_if_the_budget_is_exceeded()
    {
        using var manager = new BudgetManager(new Budget { DailyLimit = 0.0001m, MonthlyLimit = 50.0m });
        var optimizer = new CostOptimizer(s_pricing);
        var client = new TrackedLlmClient(manager, optimizer);
        BudgetExceededException error = await Assert.ThrowsAsync<BudgetExceededException>(() => client.ChatAsync([new LlmChatMessage("user", "Hello")], "gpt-4o"));
        Assert.Equal("daily", error.Policy!.Name);
    }

    [Fact]
    public async Task Tracked_client_records_what_the_call_cost()
    {
        using var manager = new BudgetManager(s_budget);
        LlmChatRequest? sent = null;
        var client = new TrackedLlmClient(manager, new CostOptimizer(s_pricing), (request, _) =>
        {
            sent = request;
            return Task.FromResult(new LlmChatAnswer("Hi.", LlmUsage.Of(1_000, 500)));
        });

        Assert.Equal("Hi.", await client.ChatAsync([new LlmChatMessage("user", "Hello")], maxCost: 0.01m));
        Assert.Contains(sent!.Model, s_pricing.Keys);
        Assert.True(manager.GetBudgetStatus().DailySpent > 0);
    }

    [Fact]
    public async Task Tracked_client_raises_if_the_request_may_cost_more_than_its_cap()
    {
        using var manager = new BudgetManager(s_budget);
        var client = new TrackedLlmClient(manager, new CostOptimizer(s_pricing));
        BudgetExceededException error = await Assert.ThrowsAsync<BudgetExceededException>(
            () => client.ChatAsync([new LlmChatMessage("user", "Hello")], "gpt-4o", maxCost: 0.001m));
        Assert.Equal(RejectionReason.PerRequestCap, error.Reason);
    }

    [Fact]
    public async Task Alerts_come_once_for_each_line_that_is_crossed()
    {
        var alerts = new List<(AlertLevel Level, string Message)>();
        await using var manager = new BudgetManager(s_budget, (level, message) => alerts.Add((level, message)));
        for (int i = 0; i < 11; i++)
            manager.RecordSpend(new UsageRecord { Model = "gpt-4o", Cost = Usd.FromDollars(0.5m), Timestamp = TimeProvider.System.GetUtcNow() });

        await manager.FlushAlertsAsync();
        Assert.Single(alerts, static alert => alert.Level == AlertLevel.Warning);
        Assert.Contains(alerts, static alert => alert.Level == AlertLevel.Critical);
=======
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
>>>>>>> wip-ledger
    }
}
