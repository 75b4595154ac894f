using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

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

    [Fact]
    public async Task WhoHasNoRoomIsNamed()
    {
        var store = new InMemoryBudgetStore();
        store.Open(Lines.Now);
        AccountKey other = new("other", "", default, DateTimeOffset.MaxValue), full = new("full", "", default, DateTimeOffset.MaxValue);
        await store.AppendAsync(Lines.Adjust(Lines.NewId(), long.MaxValue - 5) with { Accounts = [full], Overrun = default });
        var refusal = await Assert.ThrowsAsync<BudgetStoreException>(() => store.AppendAsync(Lines.Adjust(Lines.NewId(), 6) with { Accounts = [other, full] }));
        Assert.Contains("'full'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FewRecordsAreNoReasonToBookTwice()
    {
        var store = new InMemoryBudgetStore(maxRecords: 0);
        store.Open(Lines.Now);
        ReservationId lost = Lines.NewId();
        await store.AppendAsync(Lines.Suspend(lost, 100));
        LedgerEntry[] ended = [.. Enumerable.Range(0, 10_000).Select(static i => Lines.Adjust(Lines.NewId(), -1, i % 2))];
        foreach (LedgerEntry entry in (LedgerEntry[])[.. ended, .. ended])
            await store.AppendAsync(entry);
        await store.AppendAsync(Lines.Suspend(lost, 100));
        AccountBalance balance = Assert.Single(await store.GetBalancesAsync());
        Assert.Equal((-10_000, 100), (balance.Spent.Nanos, balance.Suspense.Nanos));
        Assert.Equal(lost, Assert.Single(await store.FindAsync(lost)).Reservation);
        Assert.Empty(await store.GetEntriesAsync(new EntryQuery()));

        // An open one is known however many have ended since; it counts as ended only from its end on.
        await store.AppendAsync(Lines.Adjust(Lines.NewId(), -1));
        await store.AppendAsync(Lines.Suspend(lost, 100));
        await store.AppendAsync(Lines.Release(lost, 100));
        await store.AppendAsync(Lines.Release(lost, 100));
        await store.AppendAsync(Lines.Suspend(lost, 100));
        Assert.Equal(0, Assert.Single(await store.GetBalancesAsync()).Suspense.Nanos);
        Assert.Empty(await store.GetOpenReservationsAsync());

        // The memory of duplicates is bounded: the oldest that ended are strangers by now.
        await store.AppendAsync(ended[0]);
        Assert.Equal(-10_002, Assert.Single(await store.GetBalancesAsync()).Spent.Nanos);
    }

    [Fact]
    public void WhatIsKnownIsBounded()
    {
        var known = new KnownEntries(capacity: 3);
        LedgerEntry[] entries = [.. Enumerable.Range(0, 5).Select(static i => Lines.Adjust(Lines.NewId(), 1, i % 2))];
        foreach (LedgerEntry entry in entries)
        {
            known.Add(entry, ended: true);
            known.Add(entry with { Part = 9 }, ended: true);
        }

        Assert.Equal([false, false, true, true, true], entries.Select(known.Contains));
        Assert.Equal([false, false, true, true, true], entries.Select(static entry => entry with { Part = 9 }).Select(known.Contains));
        Assert.Equal([false, false, true, true, true], entries.Select(entry => known.Contains(entry.Reservation)));
    }

    [Fact]
    public async Task ASecondOwnerTakesOverAndTheFirstOnesClosingDoesNotCloseIt()
    {
        var store = new InMemoryBudgetStore();
        store.Open(Lines.Now);
        store.Open(Lines.Now);
        await store.DisposeAsync();
        await store.AppendAsync(Lines.Spend(1));
        await store.DisposeAsync();
        await Assert.ThrowsAsync<BudgetStoreException>(() => store.AppendAsync(Lines.Spend(1)));
        Assert.Equal(1, Assert.Single(await store.GetBalancesAsync()).Spent.Nanos);
    }
}
