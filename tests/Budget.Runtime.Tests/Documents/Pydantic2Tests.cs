using System.Globalization;

namespace BudgetGen.Tests.Documents;

/// <summary>The Pydantic2 document: budget information before a request, its cost after it, statistics.</summary>
public sealed class Pydantic2Tests
{
    private const string Model = "openrouter/openai/gpt-4o-mini-2024-07-18";

    private static readonly LlmChatMessage[] s_messages = [new("user", "Describe who is David Copperfield")];

    [Fact]
    public async Task The_complete_example_is_rejected_before_it_is_sent()
    {
        await using BudgetManager manager = Make.Manager();
        int sent = 0;
        var client = new TrackedLlmClient(manager, new CostOptimizer(manager.Pricing), (_, _) =>
        {
            sent++;
            return Task.FromResult(new LlmChatAnswer("A boy.", LlmUsage.Of(14, 3)));
        })
        {
            Model = Model,
            MaxOutputTokens = 500,
            MaxCost = 0.0001m, // $0.0001 USD (very small budget)
            Client = "demo",
            User = "a user",
        };

        TokenEstimate promptTokens = client.CountTokens(s_messages);
        Assert.InRange(promptTokens.Expected, 10, 25);
        Assert.True(promptTokens.UpperBound >= promptTokens.Expected);
        Assert.Equal(16_384, client.GetMaxTokensForModel());

        BudgetInfo budgetInfo = client.GetBudgetInfo(s_messages);
        Assert.Equal(Usd.FromDollars(0.0001m), budgetInfo.MaxBudget);
        Assert.True(budgetInfo.EstimatedCost > Usd.FromDollars(0.0003m));
        Assert.Equal(budgetInfo.MaxBudget - budgetInfo.EstimatedCost, budgetInfo.RemainingBudget);
        Assert.True(budgetInfo.BudgetExceeded);

        BudgetExceededException error = await Assert.ThrowsAsync<BudgetExceededException>(() => client.ChatAsync(s_messages));
        Assert.Equal((RejectionReason.PerRequestCap, budgetInfo.EstimatedCost, 0), (error.Reason, error.Requested, sent));
        Assert.Null(client.CalculateCost());
    }

    [Fact]
    public async Task After_a_request_its_cost_and_the_statistics_are_there()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy("users", 50_000_000, BudgetScope.User));
        var client = new TrackedLlmClient(manager, new CostOptimizer(manager.Pricing), static (_, _) => Task.FromResult(new LlmChatAnswer("A boy.", LlmUsage.Of(14, 300)))) { Model = Model, MaxCost = 0.05m, Client = "demo", User = "ann" };
        BudgetInfo before = client.GetBudgetInfo(s_messages);
        Assert.False(before.BudgetExceeded);
        await client.ChatAsync(s_messages);

        Usd cost = new((14 * 150) + (300 * 600));
        Assert.Equal(cost, client.CalculateCost());
        Assert.Equal(("ann", "demo", Model), (client.LastUsage!.User, client.LastUsage.Client, client.LastUsage.Model));
        Assert.Equal(cost, manager.GetStatus("users", "ann").Spent);
        Assert.Equal((1L, 314L, cost), (client.UsageTracker.GetUsageStats().Calls, client.UsageTracker.GetUsageStats().TotalTokens, client.UsageTracker.GetUsageStats().Cost));
        Assert.Equal($"1 call, 314 tokens, $0.0001821{Environment.NewLine}  {Model}: 1 call, 14 tokens in, 300 out, $0.0001821", client.FormatUsageInfo());

        // The user's budget is the tighter one now.
        Assert.Equal(before.RemainingBudget - cost, client.GetBudgetInfo(s_messages).RemainingBudget);
    }

    [Fact]
    public async Task The_user_of_one_call_comes_before_the_client_s_and_that_before_the_ambient_one()
    {
        await using BudgetManager manager = Make.Manager();
        TrackedLlmClient Make2(string? user) => new(manager, new CostOptimizer(manager.Pricing), static (_, _) => Task.FromResult(new LlmChatAnswer("hi"))) { Model = "gpt-4o", User = user };
        using IDisposable around = BudgetContext.Use(user: "ambient", client: "web");
        LlmChatCompletion first = await Make2("ann").CompleteAsync(s_messages, user: "bob", client: "cli", cancellationToken: TestContext.Current.CancellationToken);
        LlmChatCompletion second = await Make2("ann").CompleteAsync(s_messages, cancellationToken: TestContext.Current.CancellationToken);
        LlmChatCompletion third = await Make2(null).CompleteAsync(s_messages, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([("bob", "cli"), ("ann", "web"), ("ambient", "web")], ((LlmChatCompletion[])[first, second, third]).Select(static made => (made.Usage!.User!, made.Usage.Client!)));
        Assert.True(first.Usage!.Estimated);
    }

    [Fact]
    public async Task Each_call_of_many_knows_its_own_cost()
    {
        var store = new FlakyStore();
        await using BudgetManager manager = Make.Manager(options => options.Store = _ => store);
        var answered = new TaskCompletionSource();
        var client = new TrackedLlmClient(manager, new CostOptimizer(manager.Pricing), async (request, _) =>
        {
            await answered.Task;
            return new LlmChatAnswer("hi", LlmUsage.Of(int.Parse(request.Messages[0].Content, CultureInfo.InvariantCulture), 0));
        }) { Model = "gpt-4o" };
        Task<LlmChatCompletion>[] calls = [.. Enumerable.Range(1, 50).Select(i => client.CompleteAsync([new("user", $"{i}")]))];

        // All have their answer, and wait for the store, before the first one returns.
        store.Gate = new TaskCompletionSource();
        answered.SetResult();
        while (client.UsageTracker.GetUsageStats().Calls < 50)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.All(calls, static call => Assert.False(call.IsCompleted));
        store.Gate.SetResult();
        LlmChatCompletion[] made = await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(1, 50).Select(static i => i * 2_500L), made.Select(static call => call.Usage!.Cost.Nanos));
        Assert.Equal(1_275L, client.UsageTracker.GetUsageStats().TotalTokens);
    }

    [Fact]
    public void Budget_information_knows_caps_of_policies_and_options()
    {
        using BudgetManager manager = Make.Manager(
            options => options.PerRequestLimit = new Usd(900), Make.Policy("all", 2_000) with { PerRequestLimit = new Usd(800) }, Make.Policy("soft", 5, action: LimitAction.Warn));
        Assert.Equal((800, 700, 100), Read(manager.GetBudgetInfo(Make.Request(700))));
        Assert.False(manager.GetBudgetInfo(Make.Request(800)).BudgetExceeded);
        Assert.Equal(RejectionReason.PerRequestCap, manager.GetBudgetInfo(Make.Request(801)).Rejection!.Reason);
        Assert.Equal((500, 0, 500), Read(manager.GetBudgetInfo(Make.Request(0) with { MaxCost = new Usd(500) })));

        manager.RecordSpend(Make.Usage(1_700));
        Assert.Equal((800, 700, -400), Read(manager.GetBudgetInfo(Make.Request(700))));
        Assert.Equal(RejectionReason.Exhausted, manager.GetBudgetInfo(Make.Request(700)).Rejection!.Reason);
        Assert.Equal(0, manager.InFlight.Count);

        static (long, long, long) Read(BudgetInfo info) => (info.MaxBudget!.Value.Nanos, info.EstimatedCost.Nanos, info.RemainingBudget!.Value.Nanos);
    }

    [Fact]
    public void Without_any_budget_nothing_limits_a_request()
    {
        using BudgetManager manager = Make.Manager();
        BudgetInfo info = manager.GetBudgetInfo(Make.Request(1_000, "ann"));
        Assert.Equal((null, null, false), (info.MaxBudget, info.RemainingBudget, info.BudgetExceeded));
    }

    [Fact]
    public void A_model_that_is_refused_is_said_to_be()
    {
        using BudgetManager manager = Make.Manager(static options => options.UnknownModel = UnknownModelRule.Block);
        var client = new TrackedLlmClient(manager, new CostOptimizer(manager.Pricing)) { Model = "model-of-nobody" };
        Assert.Equal(RejectionReason.UnknownModel, client.GetBudgetInfo(s_messages).Rejection!.Reason);
        Assert.Null(client.GetMaxTokensForModel());
        Assert.Null(new TrackedLlmClient(manager, new CostOptimizer(manager.Pricing)).GetMaxTokensForModel());
    }
}
