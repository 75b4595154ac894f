namespace BudgetGen.Tests;

/// <summary>The optimizer and the tracked client of the reference mini project's test cases, in C#.</summary>
public sealed class TrackedLlmClientTests
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

    private static readonly Budget s_budget = new() { DailyLimit = 5.0m, MonthlyLimit = 50.0m, PerRequestLimit = 0.50m };

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
}
