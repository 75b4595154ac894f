using BudgetGen.Storage;

namespace BudgetGen.Tests.Documents;

/// <summary>Summaries of spend: their figures add up, and they are kept for as long as they may be.</summary>
public sealed class SpendSummaryTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Providers_models_and_users_add_up_to_the_total()
    {
        using BudgetManager manager = Manager();
        Spend(manager, "openai", "gpt-4o", "ann", 5);
        Spend(manager, "openai", "gpt-4o-mini", "ann", 7);
        Spend(manager, "azure", "gpt-4o", "bob", 11);
        Spend(manager, null, "own", null, 13);

        SpendSummary summary = manager.GetSpendSummary(BudgetPeriod.Daily, BudgetScope.User);
        Assert.Equal(new SpendSum(default, new Usd(36), 4, 4, 8), summary.Total);
        Assert.Equal([(null, 13L), ("openai", 12L), ("azure", 11L)], summary.ByProvider.Select(static sum => (sum.Group.Provider, sum.Cost.Nanos)));
        Assert.Equal([(null, "own", 13L), ("azure", "gpt-4o", 11L), ("openai", "gpt-4o-mini", 7L), ("openai", "gpt-4o", 5L)], summary.ByModel.Select(static sum => (sum.Group.Provider, sum.Group.Model, sum.Cost.Nanos)));
        Assert.Equal([(null, 13L), ("ann", 12L), ("bob", 11L)], summary.ByKey.Select(static sum => (sum.Group.User, sum.Cost.Nanos)));

        SpendSummary ann = manager.GetSpendSummary(BudgetPeriod.Lifetime, BudgetScope.User, "ann");
        Assert.Equal((12L, 2L, null, null), (ann.Total.Cost.Nanos, ann.Total.Calls, ann.From, ann.To));
        Assert.Equal("openai", Assert.Single(ann.ByProvider).Group.Provider);
        Assert.Empty(ann.ByKey);
        Assert.Equal(16, manager.GetSpendSummary(BudgetPeriod.Weekly, BudgetScope.Model, "gpt-4o").Total.Cost.Nanos);
    }

    [Fact]
    public void Nothing_spent_is_a_summary_too()
    {
        using BudgetManager manager = Manager();
        SpendSummary summary = manager.GetSpendSummary();
        Assert.Equal(new SpendSum(default, Usd.Zero, 0, 0, 0), summary.Total);
        Assert.Empty(summary.ByModel);
    }

    [Fact]
    public void A_summary_is_kept_for_a_minute_and_not_into_the_next_window()
    {
        _time.SetUtcNow(new DateTimeOffset(2026, 8, 19, 23, 58, 30, TimeSpan.Zero));
        using BudgetManager manager = Manager();
        Spend(manager, "openai", "gpt-4o", "ann", 5);
        SpendSummary first = manager.GetSpendSummary(BudgetPeriod.Daily);
        Spend(manager, "openai", "gpt-4o", "ann", 5);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Same(first, manager.GetSpendSummary(BudgetPeriod.Daily));
        Assert.Equal(10, manager.GetSpendSummary(BudgetPeriod.Weekly).Total.Cost.Nanos);

        _time.Advance(TimeSpan.FromSeconds(1));
        SpendSummary second = manager.GetSpendSummary(BudgetPeriod.Daily);
        Assert.Equal((10, _time.GetUtcNow()), (second.Total.Cost.Nanos, second.AsOf));
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(0, manager.GetSpendSummary(BudgetPeriod.Daily).Total.Cost.Nanos);
    }

    [Fact]
    public async Task Without_a_time_to_live_nothing_is_kept()
    {
        using BudgetManager manager = Manager();
        using var cache = new SpendSummaryCache(_time, TimeSpan.Zero);
        SpendSummaryQuery query = SpendSummaryQuery.Of(BudgetPeriod.Daily, BudgetScope.Global, null, _time.GetUtcNow());
        SpendSummary first = await cache.GetAsync(query, manager.Reader, TestContext.Current.CancellationToken);
        Assert.NotSame(first, await cache.GetAsync(query, manager.Reader, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Budgets_never_look_at_a_summary()
    {
        using BudgetManager manager = Manager(Make.Policy(nanos: 10));
        manager.GetSpendSummary(BudgetPeriod.Daily);
        Spend(manager, "openai", "gpt-4o", "ann", 10);
        Assert.Equal(0, manager.GetSpendSummary(BudgetPeriod.Daily).Total.Cost.Nanos);
        Assert.False(manager.TryReserve(Make.Request(1)).Allowed);
    }

    [Fact]
    public void What_cannot_be_summed_is_refused()
    {
        using BudgetManager manager = Manager();
        Assert.Throws<ArgumentException>(() => manager.GetSpendSummary(BudgetPeriod.Custom));
        Assert.Throws<ArgumentException>(() => manager.GetSpendSummary(BudgetPeriod.Rolling));
        Assert.Throws<ArgumentException>(() => manager.GetSpendSummary(BudgetPeriod.Daily, BudgetScope.Tag));
        Assert.Throws<ArgumentException>(() => manager.GetSpendSummary(BudgetPeriod.Daily, BudgetScope.Global, "ann"));
        Assert.Throws<ArgumentException>(() => manager.GetSpendSummary(BudgetPeriod.Daily, BudgetScope.User, ""));
    }

    private BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(options => options.TimeProvider = _time, policies);

    private void Spend(BudgetManager manager, string? provider, string model, string? user, long nanos) => manager.RecordSpend(
        new UsageRecord { Model = model, Provider = provider, User = user, Cost = new Usd(nanos), InputTokens = 1, OutputTokens = 2, Timestamp = _time.GetUtcNow() });
}
