using BudgetGen.Storage;

namespace BudgetGen.Tests.Storage;

public class InMemoryBudgetStoreTests
{
    [Fact]
    public async Task RecordsAreNewestFirstSelectedAndBounded()
    {
        await using BudgetManager manager = Make.Manager(o => o.Store = _ => new InMemoryBudgetStore(maxRecords: 5));
        for (int i = 1; i <= 8; i++)
            manager.RecordSpend(Make.Usage(i, i % 2 == 0 ? "even" : "odd"));
        Assert.Equal([8, 7, 6, 5, 4], (await manager.Reader.GetUsageAsync(new UsageQuery())).Select(static r => r.Cost.Nanos));
        Assert.Equal([8, 6], (await manager.Reader.GetUsageAsync(new UsageQuery { User = "even", Limit = 2 })).Select(static r => r.Cost.Nanos));
        Assert.Empty(await manager.Reader.GetUsageAsync(new UsageQuery { Model = "other" }));
    }

    [Fact]
    public async Task OpenReservationsAreHeldAndLostOnes()
    {
        var store = new InMemoryBudgetStore();
        await using BudgetManager manager = Make.Manager(o => o.Store = _ => store, Make.Policy());
        Reservation held = manager.Reserve(Make.Request(1)), lost = manager.Reserve(Make.Request(2)), settled = manager.Reserve(Make.Request(3));
        manager.Suspend(lost, "timeout");
        manager.Settle(settled, 1);
        IReadOnlyList<OpenReservation> open = await store.GetOpenReservationsAsync();
        Assert.Equal(
            new[] { (held.Id, false), (lost.Id, true) }.OrderBy(static r => r.Id),
            open.Select(static r => (r.Id, r.Suspended)));
        manager.Settle(lost, 2);
        manager.Void(held, "test");
        Assert.Empty(await store.GetOpenReservationsAsync());
    }
}
