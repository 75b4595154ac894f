namespace BudgetGen.Tests.Documents;

/// <summary>The team budget dashboard of the budget management document.</summary>
public sealed class TeamBudgetDashboardTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void The_dashboard_shows_what_the_document_s_shows()
    {
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = _time);
        manager.SetTeamBudget("search", 1.00m, BudgetPeriod.Lifetime);
        var dashboard = new TeamBudgetDashboard(manager, "search");

        dashboard.RecordUsage("alice", "anthropic/claude-3-haiku", promptTokens: 1_000, completionTokens: 1_000);
        _time.Advance(TimeSpan.FromMinutes(1));
        dashboard.RecordUsage("bob", "openai/gpt-4-turbo", promptTokens: 1_000, completionTokens: 1_000);
        _time.Advance(TimeSpan.FromMinutes(1));
        dashboard.RecordUsage("bob", "somebody/else", promptTokens: 2_000, completionTokens: 500);

        TeamDashboard shown = dashboard.GetDashboard();
        Assert.Equal(Usd.FromDollars(1.00m), shown.TeamBudget);
        Assert.Equal(Usd.FromDollars(0.0015m + 0.04m + 0.035m), shown.TotalSpent);
        Assert.Equal(Usd.FromDollars(0.9235m), shown.Remaining);
        Assert.Equal(7.65m, shown.Utilization);
        Assert.Equal(Usd.FromDollars(0.0015m), shown.ByUser["alice"]);
        Assert.Equal(Usd.FromDollars(0.075m), shown.ByUser["bob"]);
        Assert.Equal(
            [("bob", "somebody/else", 2_500L, Usd.FromDollars(0.035m), true), ("bob", "openai/gpt-4-turbo", 2_000L, Usd.FromDollars(0.04m), false), ("alice", "anthropic/claude-3-haiku", 2_000L, Usd.FromDollars(0.0015m), false)],
            shown.Usages.Select(static usage => (usage.User!, usage.Model, usage.InputTokens + usage.OutputTokens, usage.Cost, usage.Estimated)));
        Assert.Equal(_time.GetUtcNow(), shown.Usages[0].Timestamp);
        Assert.Single(dashboard.GetDashboard(maxUsages: 1).Usages);
    }

    [Fact]
    public async Task Calls_of_the_team_are_kept_within_its_budget()
    {
        await using BudgetManager manager = Make.Manager(options => options.TimeProvider = _time);
        manager.SetTeamBudget("search", 0.01m);
        var tracker = new UsageTracker(manager);
        using (BudgetContext.Use(team: "search"))
        {
            await tracker.RunAsync("gpt-4o", "alice", 0, 500, static _ => Task.FromResult(1), static _ => LlmUsage.Of(0, 500), TestContext.Current.CancellationToken);
            await tracker.RunAsync("gpt-4o", "bob", 0, 500, static _ => Task.FromResult(1), static _ => LlmUsage.Of(0, 500), TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<BudgetExceededException>(() => tracker.RunAsync("gpt-4o", "bob", 0, 500, static _ => Task.FromResult(1), static _ => LlmUsage.Of(0, 500)));
        }

        TeamDashboard shown = await new TeamBudgetDashboard(manager, "search").GetDashboardAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((100m, Usd.Zero), (shown.Utilization, shown.Remaining));
        Assert.Equal(["alice", "bob"], shown.ByUser.Keys.Order());

        // What other teams spend is not this one's.
        manager.SetTeamBudget("ads", 1m);
        new TeamBudgetDashboard(manager, "ads").RecordUsage("alice", "gpt-4o", 1, 1);
        shown = new TeamBudgetDashboard(manager, "search").GetDashboard();
        Assert.Equal((Usd.FromDollars(0.01m), Usd.FromDollars(0.005m), 2), (shown.TotalSpent, shown.ByUser["alice"], shown.Usages.Count));
    }

    [Fact]
    public void A_fresh_team_has_everything_left_and_a_new_month_begins_at_zero()
    {
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = _time);
        manager.SetTeamBudget("search", 5m);
        var dashboard = new TeamBudgetDashboard(manager, "search");
        TeamDashboard fresh = dashboard.GetDashboard();
        Assert.Equal((Usd.Zero, Usd.FromDollars(5), 0m), (fresh.TotalSpent, fresh.Remaining, fresh.Utilization));
        Assert.Empty(fresh.ByUser);
        dashboard.RecordUsage("alice", "gpt-4o", 1_000_000, 1_000_000);
        Assert.True(dashboard.GetDashboard().Remaining < Usd.Zero);
        _time.Advance(TimeSpan.FromDays(31));
        Assert.Equal((Usd.Zero, 0), (dashboard.GetDashboard().TotalSpent, dashboard.GetDashboard().Usages.Count));
    }

    [Fact]
    public void A_team_without_a_budget_and_counts_that_make_no_sense_are_refused()
    {
        using BudgetManager manager = Make.Manager();
        Assert.Contains("SetTeamBudget", Assert.Throws<ArgumentException>(() => new TeamBudgetDashboard(manager, "search")).Message, StringComparison.Ordinal);
        manager.SetTeamBudget("search", 1m);
        var dashboard = new TeamBudgetDashboard(manager, "search");
        Assert.Throws<ArgumentOutOfRangeException>(() => dashboard.RecordUsage("alice", "gpt-4o", -1, 0));
        Assert.Throws<ArgumentException>(() => dashboard.RecordUsage("", "gpt-4o", 1, 0));
        Assert.Throws<ArgumentException>(() => manager.SetTeamBudget("search", -1m));
    }
}
