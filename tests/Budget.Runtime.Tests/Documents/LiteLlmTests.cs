using BudgetGen.Storage;

namespace BudgetGen.Tests.Documents;

/// <summary>LiteLLM's budget manager document, its code in C#, and what its users may stumble over.</summary>
public sealed class LiteLlmTests
{
    private static readonly LlmUsage s_hello = LlmUsage.Of(13, 20);

    /// <summary>gpt-3.5-turbo: 0.50 and 1.50 USD per million.</summary>
    private static readonly Usd s_helloCost = new((13 * 500) + (20 * 1_500));

    [Fact]
    public async Task A_maximum_budget_over_all_calls_raises_when_it_is_exceeded()
    {
        // litellm.max_budget = 0.001; completion(...); print(litellm._current_cost); completion(...)
        using BudgetManager manager = Make.Manager(options => options.MaxBudget = Usd.FromDollars(0.01m));
        var client = new TrackedLlmClient(manager, new CostOptimizer(manager.Pricing), (_, _) => Task.FromResult(new LlmChatAnswer("I am fine.", LlmUsage.Of(13, 80)))) { MaxOutputTokens = 100 };
        LlmChatMessage[] messages = [new("user", "Hey, how's it going")];

        await client.ChatAsync(messages, "gpt-4");
        Assert.Equal(new Usd((13 * 30_000) + (80 * 60_000)), manager.GetStatus("max-budget").Spent);
        BudgetExceededException error = await Assert.ThrowsAsync<BudgetExceededException>(() => client.ChatAsync(messages, "gpt-4"));
        Assert.Equal("max-budget", error.Policy!.Id);
    }

    [Fact]
    public void The_quick_start_works_as_written()
    {
        using BudgetManager budgetManager = Make.Manager();
        string user = "1234";

        // create a budget if new user
        if (!budgetManager.IsValidUser(user))
            budgetManager.CreateBudget(totalBudget: 10, user: user);

        // check if a given call can be made
        string response = "Sorry - no budget!";
        if (budgetManager.GetCurrentCost(user: user) <= budgetManager.GetTotalBudget(user))
        {
            response = "I am fine.";
            budgetManager.UpdateCost(user, s_hello, "gpt-3.5-turbo");
        }

        Assert.Equal("I am fine.", response);
        Assert.True(budgetManager.IsValidUser(user));
        Assert.Equal(s_helloCost, budgetManager.GetCurrentCost(user));
        Assert.Equal(Usd.FromDollars(10), budgetManager.GetTotalBudget(user));
        Assert.Equal(Usd.FromDollars(10) - s_helloCost, budgetManager.GetRemaining(user));
        Assert.Null(budgetManager.GetStatus("user/1234").ResetsAt);
    }

    [Fact]
    public async Task The_quick_start_overspends_with_concurrent_calls_and_its_safe_form_does_not()
    {
        using BudgetManager manager = Make.Manager();
        manager.CreateBudget(0.01m, "1234");
        Usd cost = Usd.FromDollars(0.004m);

        // Everybody looks before anybody has paid: all pass.
        int passed = Enumerable.Range(0, 5).Count(_ => manager.GetCurrentCost("1234") <= manager.GetTotalBudget("1234"));
        Assert.Equal(5, passed);

        ReserveResult[] answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => manager.TryReserveAsync(new SpendRequest(new CallAttribution(User: "1234"), cost)).AsTask()));
        Assert.Equal(2, answers.Count(static answer => answer.Allowed));
        foreach (ReserveResult answer in answers)
        {
            if (answer.Allowed)
                manager.Settle(answer.Reservation, cost, Make.Usage(cost.Nanos, "1234"));
            else
                Assert.Equal(RejectionReason.InFlight, answer.Rejection.Reason);
        }

        Assert.Equal(Usd.FromDollars(0.008m), manager.GetCurrentCost("1234"));
    }

    [Fact]
    public void Texts_alone_are_booked_as_an_estimate()
    {
        using BudgetManager budgetManager = Make.Manager();
        string user = "12345";
        budgetManager.CreateBudget(totalBudget: 10, user: user, duration: "daily");

        string inputText = "hello world";
        string outputText = "it's a sunny day in san francisco";
        string model = "gpt-3.5-turbo";

        UsageRecord record = budgetManager.UpdateCost(user: user, model: model, inputText: inputText, outputText: outputText);
        Assert.True(record.Estimated);

        // The texts are counted as the model counts them; framing and hidden tokens nobody told.
        Assert.Equal((2, 9), (record.InputTokens, record.OutputTokens));
        Assert.Equal(record.Cost, budgetManager.GetCurrentCost(user));
        Assert.Equal(new Usd((2 * 500) + (9 * 1_500)), record.Cost);
        Assert.Equal(new DateTimeOffset(2026, 8, 20, 0, 0, 0, TimeSpan.Zero), budgetManager.GetStatus("user/12345").ResetsAt);
    }

    [Theory]
    [InlineData("daily", "2026-08-20")]
    [InlineData("weekly", "2026-08-24")]
    [InlineData("monthly", "2026-09-01")]
    [InlineData("yearly", "2027-01-01")]
    public void Without_a_time_of_creation_the_windows_are_those_of_the_calendar(string duration, string end)
    {
        using BudgetManager manager = Make.Manager();
        manager.CreateBudget(10, "u", duration);
        Assert.Equal(DateTimeOffset.Parse(end + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture), manager.GetStatus("user/u").ResetsAt);
    }

    [Theory]
    [InlineData("daily", 1)]
    [InlineData("weekly", 7)]
    [InlineData("monthly", 28)]
    [InlineData("yearly", 365)]
    public void With_a_time_of_creation_windows_are_as_long_as_LiteLLM_counts_them(string duration, int days)
    {
        var time = new FakeTime();
        DateTimeOffset created = time.GetUtcNow().AddDays(-2 * days).AddHours(-5);
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = time);
        manager.CreateBudget(10, "u", duration, created);
        BudgetStatus status = manager.ResetOnDuration("u");
        Assert.Equal((created.AddDays(2 * days), created.AddDays(3 * days)), (status.WindowStart, status.ResetsAt));

        // A second creation, a moment later, changes the amount and not the windows.
        manager.UpdateCost("u", s_hello, "gpt-3.5-turbo");
        manager.CreateBudget(20, "u", duration, created.AddSeconds(1));
        Assert.Equal(status.WindowStart, manager.ResetOnDuration("u").WindowStart);
        Assert.Equal((Usd.FromDollars(20), s_helloCost), (manager.GetTotalBudget("u"), manager.GetCurrentCost("u")));
    }

    [Fact]
    public async Task A_new_window_needs_no_reset()
    {
        var time = new FakeTime();
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = time);
        manager.CreateBudget(10, "ann", "daily");
        manager.CreateBudget(10, "bob", "weekly");
        manager.CreateBudget(10, "cid");
        foreach (string user in manager.GetUsers())
            manager.UpdateCost(user, s_hello, "gpt-3.5-turbo");

        // Called at any time, they tell the windows and change nothing.
        Assert.Equal(["ann", "bob", "cid"], manager.UpdateBudgetAllUsers().Select(static status => status.ScopeKey));
        Assert.Equal(s_helloCost, manager.ResetOnDuration("ann").Spent);
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([Usd.Zero, s_helloCost, s_helloCost], manager.UpdateBudgetAllUsers().Select(static status => status.Spent));
        Assert.Empty(await manager.GetModelCostAsync("ann"));
        Assert.Equal(s_helloCost, (await manager.GetModelCostAsync("bob"))["gpt-3.5-turbo"]);
    }

    [Fact]
    public async Task Model_costs_add_up_to_the_current_cost()
    {
        using BudgetManager manager = Make.Manager();
        manager.CreateBudget(10, "ann", "monthly");
        await manager.CreateBudgetAsync(10, "bob", "monthly");
        await manager.UpdateCostAsync("ann", s_hello, "gpt-3.5-turbo");
        await manager.UpdateCostAsync("ann", s_hello, "gpt-3.5-turbo");
        await manager.UpdateCostAsync("ann", LlmUsage.Of(1_000, 500), "gpt-4o");
        await manager.UpdateCostAsync("bob", LlmUsage.Of(1, 1), "gpt-4o");

        IReadOnlyDictionary<string, Usd> costs = manager.GetModelCost("ann");
        Assert.Equal(["gpt-3.5-turbo", "gpt-4o"], costs.Keys.Order());
        Assert.Equal(Usd.FromDollars(0.0075m), costs["gpt-4o"]);
        Assert.Equal(manager.GetCurrentCost("ann"), costs["gpt-4o"] + costs["gpt-3.5-turbo"]);
    }

    [Fact]
    public void A_reset_is_audited_and_leaves_other_budgets_and_what_is_in_flight_alone()
    {
        var time = new FakeTime();
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = time, Make.Policy(nanos: 1_000_000_000));
        manager.CreateBudget(10, "ann", "daily");
        manager.CreateBudget(10, "bob", "daily");
        manager.UpdateCost("ann", s_hello, "gpt-3.5-turbo");
        manager.UpdateCost("bob", s_hello, "gpt-3.5-turbo");
        Reservation flight = manager.Reserve(Make.Request(500, "ann"));

        Assert.Equal(s_helloCost, manager.ResetCost("ann"));
        Assert.Equal((Usd.Zero, new Usd(500)), (manager.GetCurrentCost("ann"), manager.GetStatus("user/ann").Held));
        Assert.Empty(manager.GetModelCost("ann"));
        Assert.Equal(s_helloCost, manager.GetCurrentCost("bob"));
        Assert.Equal(s_helloCost + s_helloCost, manager.GetStatus("global").Spent);
        Assert.Equal(Usd.Zero, manager.ResetCost("ann"));

        time.Advance(TimeSpan.FromSeconds(1));
        manager.Settle(flight, new Usd(300), Make.Usage(300, "ann") with { Timestamp = time.GetUtcNow() });
        Assert.Equal(new Usd(300), manager.GetCurrentCost("ann"));
        Assert.Equal(new Usd(300), manager.GetModelCost("ann")["gpt-4o"]);
    }

    [Fact]
    public async Task The_audit_says_what_a_reset_took_off()
    {
        using BudgetManager manager = Make.Manager();
        manager.CreateBudget(10, "ann", "daily");
        manager.UpdateCost("ann", s_hello, "gpt-3.5-turbo");
        manager.ResetCost("ann", actor: "the boss", reason: "a gift");
        LedgerEntry entry = Assert.Single(await manager.Reader.GetEntriesAsync(new EntryQuery { Kinds = [LedgerEntryKind.Reset] }, TestContext.Current.CancellationToken));
        Assert.Equal((-s_helloCost, "a gift", "the boss", "user/ann"), (entry.Amount, entry.Note, entry.Actor, Assert.Single(entry.Accounts).PolicyId));
    }

    [Fact]
    public void The_projected_cost_is_the_current_cost_and_the_input()
    {
        using BudgetManager manager = Make.Manager();
        manager.CreateBudget(10, "ann");
        manager.UpdateCost("ann", s_hello, "gpt-3.5-turbo");
        LlmChatMessage[] messages = [new("user", "Hey, how's it going?")];
        long tokens = TokenEstimator.CountMessages("gpt-4", messages[0].Content).Expected;
        Assert.Equal(s_helloCost + new Usd(tokens * 30_000), manager.ProjectedCost("gpt-4", messages, "ann"));
        Assert.Equal(s_helloCost + new Usd(TokenEstimator.CountMessages("gpt-4-of-nobody", messages[0].Content).Expected * 10_000), manager.ProjectedCost("gpt-4-of-nobody", messages, "ann"));
        Assert.Equal(s_helloCost, manager.ProjectedCost("gpt-4", [], "ann"));
        Assert.Equal(s_helloCost, manager.GetCurrentCost("ann"));
    }

    [Fact]
    public void A_user_without_a_budget_is_not_valid_and_what_they_spend_is_booked_all_the_same()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1_000_000));
        Assert.False(manager.IsValidUser("nobody"));
        Assert.Empty(manager.GetUsers());
        foreach (Action question in (Action[])[() => manager.GetTotalBudget("nobody"), () => manager.GetCurrentCost("nobody"), () => manager.ResetCost("nobody"), () => manager.ResetOnDuration("nobody"), () => manager.GetModelCost("nobody")])
            Assert.Contains("CreateBudget", Assert.Throws<ArgumentException>(question).Message, StringComparison.Ordinal);
        manager.UpdateCost("nobody", s_hello, "gpt-3.5-turbo");
        Assert.Equal(s_helloCost, manager.GetStatus("global").Spent);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_and_nothing_is_booked()
    {
        using BudgetManager manager = Make.Manager();
        manager.CreateBudget(1, "ann");
        Assert.Throws<ArgumentException>(() => manager.CreateBudget(-1, "ann"));
        Assert.Throws<ArgumentOutOfRangeException>(() => manager.CreateBudget(0.0000000001m, "ann"));
        Assert.Throws<ArgumentException>(() => manager.CreateBudget(1, ""));
        Assert.Contains("daily, weekly, monthly or yearly", Assert.Throws<ArgumentException>(() => manager.CreateBudget(1, "ann", "hourly")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => manager.CreateBudget(1, "ann", BudgetPeriod.Rolling));
        Assert.Throws<ArgumentException>(() => manager.UpdateCost("ann", default, "gpt-4"));
        Assert.Throws<ArgumentOutOfRangeException>(() => manager.UpdateCost("ann", LlmUsage.Of(-1, 5), "gpt-4"));
        Assert.Throws<ArgumentException>(() => manager.UpdateCost("", s_hello, "gpt-4"));
        Assert.Equal((Usd.FromDollars(1), Usd.Zero), (manager.GetTotalBudget("ann"), manager.GetCurrentCost("ann")));
    }

    [Fact]
    public void A_budget_of_nothing_admits_free_calls_only()
    {
        using BudgetManager manager = Make.Manager();
        manager.CreateBudget(0, "ann", "daily");
        Assert.True(manager.TryReserve(Make.Request(0, "ann")).Allowed);
        ReserveResult refused = manager.TryReserve(Make.Request(1, "ann"));
        Assert.False(refused.Allowed);
        Assert.Equal(("user/ann", RejectionReason.Exhausted), (refused.Rejection.Policy!.Id, refused.Rejection.Reason));
        Assert.Equal(1, manager.InFlight.Count);
    }

    [Fact]
    public void A_model_without_a_price_costs_the_default_price_and_says_so()
    {
        using BudgetManager manager = Make.Manager(options => options.UnknownModel = UnknownModelRule.Block);
        manager.CreateBudget(10, "ann");
        UsageRecord record = manager.UpdateCost("ann", LlmUsage.Of(1_000, 1_000), "model-of-nobody");
        Assert.Equal((Usd.FromDollars(0.04m), true, ModelPricing.DefaultId), (record.Cost, record.Estimated, record.PriceLine));
    }

    [Fact]
    public void Many_who_create_the_same_user_at_once_make_one_budget()
    {
        var time = new FakeTime();
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = time);
        for (int round = 0; round < 50; round++)
        {
            string user = $"user {round}";
            Threads.Run(8, _ =>
            {
                if (!manager.IsValidUser(user))
                    manager.CreateBudget(1, user, "monthly");
                if (manager.TryReserve(Make.Request(400_000_000, user)) is { Allowed: true } taken)
                    manager.Settle(taken.Reservation, 400_000_000);
            });
            Assert.Equal(Usd.FromDollars(0.8m), manager.GetCurrentCost(user));
        }

        Assert.Equal(50, manager.GetUsers().Count);
    }

    [Fact]
    public void Creations_at_different_instants_at_once_make_one_row_of_windows()
    {
        var time = new FakeTime();
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = time);
        for (int round = 0; round < 50; round++)
        {
            string user = $"user {round}";
            Threads.Run(8, thread => manager.CreateBudget(1, user, "daily", time.GetUtcNow().AddTicks(-thread)));
            Assert.Equal(TimeSpan.FromDays(1), manager.ResetOnDuration(user).ResetsAt - manager.ResetOnDuration(user).WindowStart);
        }
    }
}
