using BudgetGen.Storage;

namespace BudgetGen.Tests.Documents;

/// <summary>The mini project's test cases from the first to the last, in one go as its document has them, and its tracked client end to end.</summary>
public sealed class MiniProjectTests
{
    /// <summary>USD per 1,000 tokens: the PRICING that the document hands to its optimizer.</summary>
    private static readonly Dictionary<string, (decimal Input, decimal Output)> s_pricing = new()
    {
        ["gpt-4o"] = (0.0025m, 0.01m),
        ["gpt-4o-mini"] = (0.00015m, 0.0006m),
        ["claude-3-opus"] = (0.015m, 0.075m),
        ["claude-3-haiku"] = (0.00025m, 0.00125m),
    };

    [Fact]
    public async Task The_test_cases_pass_as_written()
    {
        // Budget setup
        var budget = new Budget { DailyLimit = 5.0m, MonthlyLimit = 50.0m };
        using var manager = new BudgetManager(budget, alertHandler: static (level, message) => Console.WriteLine($"{level} {message}"));
        var optimizer = new CostOptimizer(s_pricing);

        // Check budget
        Assert.True(manager.CanSpend(0.01m));
        Assert.False(manager.CanSpend(100.0m));

        // Record spending
        var record = new UsageRecord { Model = "gpt-4o", InputTokens = 1000, OutputTokens = 500, Cost = Usd.FromDollars(0.05m), Timestamp = TimeProvider.System.GetUtcNow() };
        manager.RecordSpend(record);

        // Status check
        BudgetSummary status = manager.GetBudgetStatus();
        Assert.Equal(0.05m, status.DailySpent);
        Assert.Equal(4.95m, status.DailyRemaining);

        // Cost optimization
        string? model = optimizer.SelectModel("summarization", maxCost: 0.01m);
        Assert.Contains(model, new[] { "gpt-4o-mini", "claude-3-haiku" });
        Assert.True(optimizer.EstimateCost("gpt-4o", "Hello", expectedOutputTokens: 500) < Usd.FromDollars(0.0051m));
        Assert.Empty(optimizer.RecommendOptimizations([record]));

        // Tracked client: should raise if budget exceeded
        var client = new TrackedLlmClient(manager, optimizer);
        manager.RecordSpend(record with { Cost = Usd.FromDollars(4.95m) });
        await Assert.ThrowsAsync<BudgetExceededException>(() => client.ChatAsync([new LlmChatMessage("user", "Hello")], "gpt-4o"));
    }

    [Fact]
    public async Task The_client_estimates_checks_chooses_calls_and_records()
    {
        await using var manager = new BudgetManager(new Budget { DailyLimit = 5.0m, MonthlyLimit = 50.0m });
        var optimizer = new CostOptimizer(s_pricing);
        List<LlmChatRequest> sent = [];
        var client = new TrackedLlmClient(manager, optimizer, (request, _) =>
        {
            sent.Add(request);
            return Task.FromResult(new LlmChatAnswer("Hi.", LlmUsage.Of(1_000, 500)));
        });
        LlmChatMessage[] messages = [new("user", "Hello")];

        // Without a model: the cheapest that is good enough for a chat and within the cap. The cap bounds the call, too.
        Assert.Equal("Hi.", await client.ChatAsync(messages, maxCost: 0.02m));
        Assert.Equal("gpt-4o", Assert.Single(sent).Model);
        Assert.Equal(0.0075m, manager.GetBudgetStatus().DailySpent);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.ChatAsync(messages, maxCost: 0.0001m));
        await Assert.ThrowsAsync<BudgetExceededException>(() => client.ChatAsync(messages, "claude-3-opus", maxCost: 0.01m));
        Assert.Single(sent);
        Assert.Equal(0.0075m, manager.GetBudgetStatus().DailySpent);

        // What it recorded goes straight into the optimizer.
        OptimizationReport report = optimizer.FindSavings(await manager.Reader.GetUsageAsync(new UsageQuery(), TestContext.Current.CancellationToken));
        Assert.Equal((1, Usd.FromDollars(0.0075m), Usd.Zero), (report.Calls, report.Cost, report.BestTogether));
    }
}
