using BudgetGen.Storage;

namespace BudgetGen.Tests.Documents;

/// <summary>The ATLAS document's usage tracker and spend summary, its code in C#.</summary>
public sealed class AtlasTests
{
    [Fact]
    public async Task The_quick_start_works_as_written()
    {
        await using BudgetManager manager = Make.Manager();
        manager.SetPolicy(new BudgetPolicy
        {
            Name = "Monthly Global Budget",
            Scope = BudgetScope.Global,
            Period = BudgetPeriod.Monthly,
            Limit = Usd.FromDollars(100.00m),
            SoftLimitPercent = 80,
        });
        var tracker = new UsageTracker(manager);

        // Check if budget allows the request
        BudgetCheck result = tracker.CheckBudget(model: "gpt-4o", estimatedTokens: 1000, user: "user123");
        Assert.True(result.Allowed);
        Assert.Equal((Usd.FromDollars(0.01m), Usd.FromDollars(100)), (result.EstimatedCost, result.Remaining));

        // After a successful API call
        UsageRecord record = await tracker.RecordUsageAsync(model: "gpt-4o", provider: "openai", inputTokens: 500, outputTokens: 250, user: "user123");
        Assert.Equal((Usd.FromDollars(0.00375m), "openai/gpt-4o", "openai", false), (record.Cost, record.PriceLine, record.Provider, record.Estimated));

        SpendSummary summary = await manager.GetSpendSummaryAsync(BudgetPeriod.Monthly, BudgetScope.Global, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((record.Cost, 1L, 500L, 250L), (summary.Total.Cost, summary.Total.Calls, summary.Total.InputTokens, summary.Total.OutputTokens));
    }

    [Fact]
    public void A_check_says_why_not()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("users", 5_000_000, BudgetScope.User), Make.Policy("all", 100_000_000, action: LimitAction.Warn));
        var tracker = new UsageTracker(manager);
        BudgetCheck check = tracker.CheckBudget("gpt-4o", 1_000, "ann");
        Assert.False(check.Allowed);
        Assert.Equal(("users", RejectionReason.Exhausted, new Usd(10_000_000), new Usd(5_000_000)), (check.Rejection.Policy!.Id, check.Rejection.Reason, check.EstimatedCost, check.Remaining));
        Assert.Contains("'users' for 'ann'", check.Reason, StringComparison.Ordinal);

        // A budget that only warns refuses nobody, so it has no say in what remains.
        BudgetCheck anonymous = tracker.CheckBudget("gpt-4o", 1_000_000_000);
        Assert.True(anonymous.Allowed);
        Assert.Null(anonymous.Remaining);
        Assert.Equal(0, manager.InFlight.Count);
    }

    [Fact]
    public void A_check_of_no_tokens_is_free_and_of_a_negative_count_is_refused()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 0));
        var tracker = new UsageTracker(manager);
        Assert.True(tracker.CheckBudget("gpt-4o", 0).Allowed);
        Assert.False(tracker.CheckBudget("gpt-4o", 1).Allowed);
        Assert.False(tracker.CheckBudget("gpt-4o", long.MaxValue).Allowed);
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.CheckBudget("gpt-4o", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.RecordUsage("gpt-4o", null, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.RecordUsage("gpt-4o", null, 0, -1));
        Assert.Equal(0, tracker.GetUsageStats().Calls);
    }

    [Fact]
    public void An_embedding_is_checked_at_its_input_price()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1_000));
        Assert.Equal(new Usd(20_000), new UsageTracker(manager).CheckBudget("text-embedding-3-small", 1_000).EstimatedCost);
    }

    [Fact]
    public void A_model_without_a_price_is_refused_or_estimated_as_the_options_say_and_recorded_anyway()
    {
        using BudgetManager blocking = Make.Manager(options => options.UnknownModel = UnknownModelRule.Block);
        BudgetCheck check = new UsageTracker(blocking).CheckBudget("model-of-nobody", 10);
        Assert.Equal(RejectionReason.UnknownModel, check.Rejection!.Reason);
        UsageRecord record = new UsageTracker(blocking).RecordUsage("model-of-nobody", null, 1_000_000, 1_000_000);
        Assert.Equal((Usd.FromDollars(40), true), (record.Cost, record.Estimated));

        using BudgetManager estimating = Make.Manager();
        Assert.Equal(new Usd(300_000), new UsageTracker(estimating).CheckBudget("model-of-nobody", 10).EstimatedCost);
    }

    [Fact]
    public void Statistics_count_what_the_tracker_booked()
    {
        using BudgetManager manager = Make.Manager();
        var tracker = new UsageTracker(manager);
        Assert.Equal((0L, 0L, Usd.Zero), (tracker.GetUsageStats().Calls, tracker.GetUsageStats().TotalTokens, tracker.GetUsageStats().Cost));
        Assert.Null(tracker.LastUsage);
        Threads.Run(4, _ =>
        {
            for (int i = 0; i < 250; i++)
            {
                tracker.RecordUsage("gpt-4o", "openai", 500, 250, "ann");
                tracker.RecordUsage("model-of-nobody", null, 1, 1);
            }
        });
        UsageRecord last = tracker.RecordUsage("gpt-4o", "openai", long.MaxValue, long.MaxValue);
        Assert.Equal(Usd.MaxCall, last.Cost);

        UsageStats stats = tracker.GetUsageStats();
        Assert.Equal((2_001L, Usd.FromDollars(3.75m) + new Usd(1_000 * 40_000) + Usd.MaxCall), (stats.Calls, stats.Cost));
        Assert.Equal(["gpt-4o", "model-of-nobody"], stats.ByModel.Select(static model => model.Model));
        Assert.Equal((1_000L, 1_000L, 2_000L), (stats.ByModel[1].Calls, stats.ByModel[1].EstimatedCalls, stats.ByModel[1].TotalTokens));
        Assert.Same(last, tracker.LastUsage);
    }

    [Fact]
    public async Task A_run_reserves_its_worst_case_and_settles_what_the_call_used()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy("users", 20_000_000, BudgetScope.User));
        var tracker = new UsageTracker(manager);
        string answer = await tracker.RunAsync(
            "gpt-4o",
            "ann",
            maxInputTokens: 1_000,
            maxOutputTokens: 500,
            _ =>
            {
                Assert.Equal(new Usd((1_000 * 2_500) + (500 * 10_000)), manager.GetStatus("users", "ann").Held);
                return Task.FromResult("hello");
            },
            static _ => LlmUsage.Of(800, 100),
            TestContext.Current.CancellationToken);
        Assert.Equal("hello", answer);
        Assert.Equal((3_000_000, 0, 0, 0), manager.GetStatus("users", "ann").Figures());
        Assert.Equal((1L, 900L, new Usd(3_000_000)), (tracker.GetUsageStats().Calls, tracker.GetUsageStats().TotalTokens, tracker.LastUsage!.Cost));
    }

    [Fact]
    public async Task Runs_at_the_same_time_never_overspend_where_checks_would()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy("users", 20_000_000, BudgetScope.User));
        var tracker = new UsageTracker(manager);
        var gate = new TaskCompletionSource();
        int made = 0;
        Task<int>[] runs = [.. Enumerable.Range(0, 100).Select(i => tracker.RunAsync("gpt-4o", "ann", 0, 500, Call, static _ => LlmUsage.Of(0, 500)))];
        gate.SetResult();
        await Task.WhenAll(runs.Select(static run => run.ContinueWith(static _ => { }, TaskScheduler.Default)));
        Assert.Equal((4, 4, 96), (made, runs.Count(static run => run.IsCompletedSuccessfully), runs.Count(static run => run.Exception?.InnerException is BudgetExceededException)));
        Assert.Equal((20_000_000, 0, 0, 0), manager.GetStatus("users", "ann").Figures());

        async Task<int> Call(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref made);
            await gate.Task;
            return 1;
        }
    }

    [Fact]
    public async Task A_run_that_fails_is_charged_unless_it_was_certainly_not_billed()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy("users", 20_000_000, BudgetScope.User));
        var tracker = new UsageTracker(manager);
        await Assert.ThrowsAsync<TimeoutException>(() => tracker.RunAsync<int>("gpt-4o", "ann", 0, 500, static _ => throw new TimeoutException(), static _ => default));
        Assert.Equal((0, 0, 5_000_000, 0), manager.GetStatus("users", "ann").Figures());
        var refused = new HttpRequestException("no", null, System.Net.HttpStatusCode.TooManyRequests);
        await Assert.ThrowsAsync<HttpRequestException>(() => tracker.RunAsync<int>("gpt-4o", "ann", 0, 500, _ => Task.FromException<int>(refused), static _ => default));
        Assert.Equal((0, 0, 5_000_000, 0), manager.GetStatus("users", "ann").Figures());
        Assert.Equal(0, tracker.GetUsageStats().Calls);

        // A call that does not say what it used is charged at its worst case: unknown is never zero.
        await tracker.RunAsync("gpt-4o", "ann", 0, 500, static _ => Task.FromResult(1), static _ => default);
        Assert.Equal((5_000_000, 0, 5_000_000, 0), manager.GetStatus("users", "ann").Figures());
        Assert.True(tracker.LastUsage!.Estimated);
    }

    [Fact]
    public async Task A_client_inside_a_run_is_not_counted_twice()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy("users", 20_000_000, BudgetScope.User));
        var client = new TrackedLlmClient(manager, new CostOptimizer(manager.Pricing), (_, _) => Task.FromResult(new LlmChatAnswer("hi", LlmUsage.Of(100, 100))));
        await new UsageTracker(manager).RunAsync("gpt-4o", "ann", 1_000, 500, cancel => client.ChatAsync([new("user", "hi")], "gpt-4o", cancellationToken: cancel), static _ => default, TestContext.Current.CancellationToken);
        Assert.Equal((1_250_000, 0, 0, 0), manager.GetStatus("users", "ann").Figures());
    }

    [Fact]
    public async Task A_run_without_a_user_is_the_ambient_one_s_and_leaves_no_scope_behind()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy("users", 20_000_000, BudgetScope.User));
        var tracker = new UsageTracker(manager);
        using (BudgetContext.Use(user: "ann", team: "search"))
            await tracker.RunAsync("gpt-4o", null, 0, 500, static _ => Task.FromResult(BudgetContext.Current.User), static _ => LlmUsage.Of(0, 1), TestContext.Current.CancellationToken);
        Assert.Equal(("ann", "search"), (tracker.LastUsage!.User, tracker.LastUsage.Team));
        Assert.Null(BudgetContext.Current.User);
    }

    [Fact]
    public void While_budgets_are_switched_off_nothing_is_refused_and_nothing_is_booked()
    {
        using BudgetManager manager = Make.Manager(static options => options.Enabled = false, Make.Policy(nanos: 0));
        var tracker = new UsageTracker(manager);
        Assert.True(tracker.CheckBudget("gpt-4o", 1_000).Allowed);
        tracker.RecordUsage("gpt-4o", null, 1, 1);
        Assert.Equal(0, tracker.GetUsageStats().Calls);
        Assert.Equal((null, false), (manager.GetBudgetInfo(Make.Request(5)).RemainingBudget, manager.GetBudgetInfo(Make.Request(5)).BudgetExceeded));
        Assert.Equal(0, manager.GetSpendSummary().Total.Calls);
    }
}
