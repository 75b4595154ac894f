using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>An empty store, and when a store takes entries.</summary>
public abstract class OpeningConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    [Fact]
    public async Task An_empty_store_says_so_everywhere()
    {
        Assert.Empty(State.Balances);
        Assert.Empty(State.InFlight);
        Assert.Empty(State.Policies);
        Assert.Empty(State.Prices);
        Assert.Empty(State.Alerts);
        Assert.Empty(await Reader.GetBalancesAsync());
        Assert.Empty(await Reader.GetUsageAsync(new UsageQuery()));
        Assert.Empty(await Reader.GetOpenReservationsAsync());
        Assert.Empty(await Reader.FindAsync(NewId()));
        Assert.Empty(await Reader.GetEntriesAsync(new EntryQuery()));
        Assert.Empty(await Reader.GetPolicyHistoryAsync());
        Assert.Empty(await Reader.GetPriceHistoryAsync());
        Assert.Empty(await Reader.GetAlertsAsync());
        Assert.Equal(new SpendSum(default, Usd.Zero, 0, 0, 0), Assert.Single(await Reader.SumSpendAsync(new SpendQuery())));
        Assert.Empty(await Reader.SumSpendAsync(new SpendQuery { GroupBy = SpendGrouping.User }));
    }

    [Fact]
    public async Task A_store_that_was_never_opened_takes_nothing()
    {
        await Store.DisposeAsync();
        await using IBudgetStore closed = Fixture.Reopen();
        await AssertTakesNothingAsync(closed.Writer);
    }

    [Fact]
    public async Task After_closing_nothing_is_taken_and_closing_again_does_no_harm()
    {
        await AppendAsync(Spend(1));
        ILedgerWriter writer = Writer;
        await Store.DisposeAsync();
        await Store.DisposeAsync();
        await AssertTakesNothingAsync(writer);
        await ReopenAsync();
        Assert.Equal((1, 0, 0), await FiguresAsync(Global));
        Assert.Empty(await Reader.GetPolicyHistoryAsync());
        Assert.Empty(await Reader.GetPriceHistoryAsync());
        Assert.Empty(await Reader.GetAlertsAsync());
    }

    [Fact]
    public async Task Closing_writes_what_is_waiting()
    {
        Task waiting = AppendTogetherAsync(Enumerable.Range(0, 500).Select(static _ => Spend(1)));
        await ReopenAsync();
        await waiting;
        Assert.Equal((500, 0, 0), await FiguresAsync(Global));
    }

    [Fact]
    public async Task An_opening_alone_changes_nothing()
    {
        await AppendAsync(Spend(5), Hold(NewId(), 7), Suspend(NewId(), 11));
        await ReopenAsync();
        LedgerState first = State;
        await ReopenAsync();
        Assert.Equal(first.Balances, State.Balances);
        Assert.Equal(first.InFlight.Select(Comparable), State.InFlight.Select(Comparable));
        Assert.Equal(first.Balances, await Reader.GetBalancesAsync());
    }

    private static async Task AssertTakesNothingAsync(ILedgerWriter writer)
    {
        Assert.Equal(BudgetStoreFailure.Unavailable, (await Assert.ThrowsAsync<BudgetStoreException>(() => writer.AppendAsync(Spend(1)))).Failure);
        await Assert.ThrowsAsync<BudgetStoreException>(() => writer.AppendPolicyAsync(new PolicyChange("p", 1, "{}", Now, "ann")));
        await Assert.ThrowsAsync<BudgetStoreException>(() => writer.AppendPriceAsync(new PriceLineChange("p", 1, "{}", Now, "ann")));
        await Assert.ThrowsAsync<BudgetStoreException>(() => writer.AppendAlertAsync(new AlertRecord("a", AlertKind.LimitExceeded, AlertLevel.Critical, null, Now, "m")));
        await Assert.ThrowsAsync<BudgetStoreException>(() => writer.MarkAlertDeliveredAsync("a"));
    }
}
