using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Calls as they were booked.</summary>
public abstract class UsageConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    [Fact]
    public async Task Every_field_comes_back_and_what_is_unknown_stays_unknown()
    {
        var random = new RandomRecords(1);
        var records = new List<UsageRecord>();
        for (int i = 0; i < 60; i++)
        {
            ReservationId id = NewId();

            // A record may name its reservation, none, or another one (that of a caller's own).
            UsageRecord record = random.Next() with { Timestamp = Now.AddSeconds(i), Reservation = (i % 3) switch { 0 => id, 1 => null, _ => NewId() } };
            records.Add(record);
            await AppendAsync(Line(LedgerEntryKind.Settle, id, 0, record.Cost.Nanos) with { Usage = record });
        }

        await NowAndReopenedAsync(async () => Assert.Equal(Kept(records).Reverse(), await Reader.GetUsageAsync(new UsageQuery())));
    }

    [Fact]
    public async Task A_record_may_say_another_cost_than_its_entry()
    {
        await AppendAsync(Line(LedgerEntryKind.Settle, NewId(), 0, 5) with { Usage = Record(7) }, Line(LedgerEntryKind.Settle, NewId(), 0, 0) with { Usage = Record(9) }, Line(LedgerEntryKind.Settle, NewId(), 0, 3) with { Usage = Record(0) });
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal([0, 9, 7], (await Reader.GetUsageAsync(new UsageQuery())).Select(static r => r.Cost.Nanos));
            Assert.Equal((8, 0, 0), await FiguresAsync(Global));
        });
    }

    [Fact]
    public async Task The_newest_comes_first_and_of_one_instant_the_one_that_came_last()
    {
        int[] seconds = [5, 1, 5, 3, 9, 1, 5];
        await AppendAsync(seconds.Select(static (at, i) => Spend(i, usage: Record(0) with { Timestamp = Now.AddSeconds(at) })));
        await NowAndReopenedAsync(async () => Assert.Equal([4, 6, 2, 0, 3, 5, 1], (await Reader.GetUsageAsync(new UsageQuery())).Select(static r => r.Cost.Nanos)));
    }

    [Fact]
    public async Task The_limit_is_kept()
    {
        UsageRecord[] records = [.. Enumerable.Range(0, 1200).Select(static i => Record(i) with { Timestamp = Now.AddSeconds(i) })];
        await AppendTogetherAsync(records.Select(static r => Spend(r.Cost.Nanos, usage: r)));
        long[] kept = [.. Kept(records).Reverse().Select(static r => r.Cost.Nanos)];
        foreach (int limit in (int[])[-1, 0, 1, 2, 63, 999, 1000, 1001, 1200, 5000, int.MaxValue])
            Assert.Equal(kept.Take(limit), (await Reader.GetUsageAsync(new UsageQuery { Limit = limit })).Select(static r => r.Cost.Nanos));
        Assert.Equal(kept.Take(1000), (await Reader.GetUsageAsync(new UsageQuery())).Select(static r => r.Cost.Nanos));
    }

    [Fact]
    public async Task Times_are_half_open_to_the_last_tick()
    {
        await AppendAsync(Enumerable.Range(0, 10).Select(static i => Spend(i, usage: Record(0) with { Timestamp = Now.AddTicks(i) })));
        await AssertAsync(3, 7, [6, 5, 4, 3]);
        await AssertAsync(3, 4, [3]);
        await AssertAsync(3, 3, []);
        await AssertAsync(7, 3, []);
        await AssertAsync(null, 2, [1, 0]);
        await AssertAsync(8, null, [9, 8]);
        Assert.Equal(10, (await Reader.GetUsageAsync(new UsageQuery { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue })).Count);
        Assert.Equal(2, (await Reader.GetUsageAsync(new UsageQuery { From = Now.AddTicks(8).ToOffset(TimeSpan.FromHours(-9)) })).Count);

        async Task AssertAsync(int? from, int? to, long[] expected) => Assert.Equal(
            expected,
            (await Reader.GetUsageAsync(new UsageQuery { From = from is { } f ? Now.AddTicks(f) : null, To = to is { } t ? Now.AddTicks(t) : null })).Select(static r => r.Cost.Nanos));
    }

    [Fact]
    public async Task Every_filter_selects_exactly()
    {
        var random = new RandomRecords(2);
        UsageRecord[] records = [.. Enumerable.Range(0, 300).Select(i => random.Next() with { RequestId = $"{i}" })];
        await AppendTogetherAsync(records.Select(static r => Spend(r.Cost.Nanos, usage: r)));
        UsageRecord[] kept = [.. Kept(records).Reverse().OrderByDescending(static r => r.Timestamp)];
        for (int i = 0; i < 300; i++)
        {
            CallAttribution of = random.Selection();
            var query = new UsageQuery
            {
                From = random.Instant(), To = random.Instant(), User = of.User, Provider = of.Provider, Model = of.Model, Project = of.Project,
                Team = of.Team, Client = of.Client, Operation = of.Operation, Limit = i % 10 == 0 ? 5 : 1000,
            };
            Assert.Equal(
                kept.Where(r => (query.From is null || r.Timestamp >= query.From) && (query.To is null || r.Timestamp < query.To)
                    && (query.User ?? r.User) == r.User && (query.Provider ?? r.Provider) == r.Provider && (query.Model ?? r.Model) == r.Model && (query.Project ?? r.Project) == r.Project
                    && (query.Team ?? r.Team) == r.Team && (query.Client ?? r.Client) == r.Client && (query.Operation ?? r.Operation) == r.Operation).Take(query.Limit).Select(static r => r.RequestId),
                (await Reader.GetUsageAsync(query)).Select(static r => r.RequestId));
        }
    }

    [Fact]
    public async Task Names_that_look_like_patterns_or_code_select_only_themselves()
    {
        await AppendAsync(Spend(1, usage: Record(0) with { User = "alice" }), Spend(2, usage: Record(0) with { User = "%" }), Spend(3, usage: Record(0)));
        Assert.Empty(await Reader.GetUsageAsync(new UsageQuery { User = "Alice" }));
        Assert.Empty(await Reader.GetUsageAsync(new UsageQuery { User = "' OR 1=1 --" }));
        Assert.Empty(await Reader.GetUsageAsync(new UsageQuery { User = "" }));
        Assert.Equal(2, Assert.Single(await Reader.GetUsageAsync(new UsageQuery { User = "%" })).Cost.Nanos);
    }

    [Fact]
    public async Task Only_what_books_a_call_has_a_record()
    {
        ReservationId settled = NewId(), late = NewId(), charged = NewId(), released = NewId();
        await AppendAsync(
            Hold(settled, 5), Settle(settled, 5, 1), Suspend(late, 5), LateSettle(late, 5, 2), Suspend(charged, 5), Charge(charged, 5), Suspend(released, 5), Release(released, 5),
            Adjust(settled, 4), Line(LedgerEntryKind.Reset, NewId(), 0, -3), Line(LedgerEntryKind.Backfill, NewId(), 0, 8));
        await NowAndReopenedAsync(async () => Assert.Equal([(5, true), (2, false), (1, false)], (await Reader.GetUsageAsync(new UsageQuery())).Select(static r => (r.Cost.Nanos, r.Estimated))));
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Reader.GetBalancesAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Reader.GetUsageAsync(new UsageQuery(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Reader.SumSpendAsync(new SpendQuery(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Reader.GetOpenReservationsAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Reader.FindAsync(NewId(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Reader.GetEntriesAsync(new EntryQuery(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Reader.GetPolicyHistoryAsync(null, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Reader.GetPriceHistoryAsync(null, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Reader.GetAlertsAsync(false, cancelled));
    }
}
