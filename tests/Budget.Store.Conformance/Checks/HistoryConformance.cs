using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>The life of one reservation, and lines by kind.</summary>
public abstract class HistoryConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    private static readonly CallAttribution s_caller = new("u", "openai", "gpt-4o", "p", "t", "c", "op", new CallTags([new("a", "1")]));

    private static readonly AccountKey[] s_accounts = [Global, Of("u")];

    [Fact]
    public Task A_held_reservation_is_its_hold() => AssertLifeAsync(static id => [Hold(id, 100, s_accounts)]);

    [Fact]
    public Task A_settled_one_is_its_hold_as_it_was_and_its_end() => AssertLifeAsync(static id => [Hold(id, 100, s_accounts), Settle(id, 100, 130, s_accounts)]);

    [Fact]
    public Task A_free_one_has_a_hold_too() => AssertLifeAsync(static id => [Hold(id, 0, s_accounts), Settle(id, 0, 0, s_accounts)]);

    [Fact]
    public Task A_void_one_is_its_hold_and_its_end() => AssertLifeAsync(static id => [Hold(id, 100, s_accounts), Void(id, 100, s_accounts)]);

    [Fact]
    public Task A_lost_one_is_its_hold_and_its_suspension() => AssertLifeAsync(static id => [Hold(id, 100, s_accounts), Suspend(id, 100, s_accounts)]);

    [Fact]
    public Task One_that_was_settled_late_is_three_lines() =>
        AssertLifeAsync(static id => [Hold(id, 100, s_accounts), Suspend(id, 100, s_accounts), LateSettle(id, 100, 70, s_accounts)]);

    [Fact]
    public Task One_that_was_charged_is_three_lines() => AssertLifeAsync(static id => [Hold(id, 100, s_accounts), Suspend(id, 100, s_accounts), Charge(id, 100, s_accounts)]);

    [Fact]
    public Task One_that_was_released_says_who_and_why() => AssertLifeAsync(static id => [Hold(id, 100, s_accounts), Suspend(id, 100, s_accounts), Release(id, 100, s_accounts)]);

    [Fact]
    public Task Corrections_and_conflicts_follow_in_order() => AssertLifeAsync(static id =>
    [
        Hold(id, 100, s_accounts), Settle(id, 100, 60, s_accounts), Adjust(id, -5, 0, s_accounts), Line(LedgerEntryKind.Conflict, id, 100, on: s_accounts) with { Note = "70 came in" },
        Adjust(id, 7, 1, [Global]),
    ]);

    [Fact]
    public Task A_rejected_one_keeps_its_reason() =>
        AssertLifeAsync(static id => [Line(LedgerEntryKind.Reject, id, 100, on: s_accounts) with { Rejection = RejectionReason.Throttled, Note = "full" }]);

    [Fact]
    public Task Spend_without_a_reservation_is_one_line() => AssertLifeAsync(static id => [Settle(id, 0, 5, s_accounts)]);

    [Fact]
    public Task A_lost_one_without_a_durable_hold_begins_with_its_suspension() => AssertLifeAsync(static id => [Suspend(id, 100, s_accounts), LateSettle(id, 100, 70, s_accounts)]);

    [Fact]
    public async Task Every_reason_of_a_rejection_comes_back()
    {
        foreach (RejectionReason reason in Enum.GetValues<RejectionReason>())
        {
            ReservationId id = NewId();
            await AppendAsync(Line(LedgerEntryKind.Reject, id, 5) with { Rejection = reason });
            Assert.Equal(reason, Assert.Single(await Reader.FindAsync(id)).Rejection);
        }
    }

    [Fact]
    public async Task Others_lines_are_not_found()
    {
        ReservationId id = NewId();
        await AppendAsync(Settle(id, 0, 5), Settle(id with { Low = id.Low + 1 }, 0, 5), Hold(id with { High = id.High + 1 }, 5));
        Assert.Equal(id, Assert.Single(await Reader.FindAsync(id)).Reservation);
        Assert.Empty(await Reader.FindAsync(default));
        Assert.Empty(await Reader.FindAsync(NewId()));
    }

    [Fact]
    public async Task Lines_are_selected_by_kind_and_time_newest_first_without_holds()
    {
        var appended = new List<LedgerEntry>();
        for (int i = 0; i < 60; i++)
        {
            ReservationId id = NewId();
            LedgerEntry line = Line((LedgerEntryKind)(2 + (i % 11)), id) with { At = Now.AddSeconds(i / 3), Note = $"{i}" };
            appended.Add(line);
            await AppendAsync(Hold(NewId(), 3) with { At = line.At }, line);
        }

        LedgerEntry[] kept = [.. Kept(appended).Reverse().OrderByDescending(static e => e.At)];
        await NowAndReopenedAsync(async () =>
        {
            await AssertAsync(new EntryQuery(), static _ => true);
            await AssertAsync(new EntryQuery { Kinds = [LedgerEntryKind.Hold] }, static _ => false);
            await AssertAsync(new EntryQuery { Kinds = [] }, static _ => false);
            for (int kind = 2; kind <= 12; kind++)
                await AssertAsync(new EntryQuery { Kinds = [(LedgerEntryKind)kind] }, e => e.Kind == (LedgerEntryKind)kind);
            await AssertAsync(new EntryQuery { Kinds = [LedgerEntryKind.Adjust, LedgerEntryKind.Reset, LedgerEntryKind.Release] }, static e => e.Kind is LedgerEntryKind.Adjust or LedgerEntryKind.Reset or LedgerEntryKind.Release);
            await AssertAsync(new EntryQuery { From = Now.AddSeconds(5), To = Now.AddSeconds(10) }, static e => e.At >= Now.AddSeconds(5) && e.At < Now.AddSeconds(10));
            await AssertAsync(new EntryQuery { From = Now.AddSeconds(5), To = Now.AddSeconds(5) }, static _ => false);
            foreach (int limit in (int[])[-1, 0, 1, 7, 60, int.MaxValue])
                await AssertAsync(new EntryQuery { Limit = limit }, static _ => true);
        });

        async Task AssertAsync(EntryQuery query, Func<LedgerEntry, bool> selects) => Assert.Equal(
            kept.Where(selects).Take(query.Limit).Select(static e => (e.Kind, e.Note, e.Reservation)),
            (await Reader.GetEntriesAsync(query)).Select(static e => (e.Kind, e.Note, e.Reservation)));
    }

    [Fact]
    public async Task Lines_by_kind_are_whole()
    {
        ReservationId id = NewId();
        LedgerEntry adjust = Adjust(id, 9, 4, s_accounts) with { Attribution = s_caller, CallSite = "site", At = Now.AddMinutes(1) };
        LedgerEntry settle = Settle(id, 100, 130, s_accounts) with { Attribution = s_caller, CallSite = "site" };
        await AppendAsync(Hold(id, 100, s_accounts) with { Attribution = s_caller, CallSite = "site" }, settle, adjust);
        await NowAndReopenedAsync(async () => Assert.Equal(new[] { adjust, settle }.Select(Comparable), (await Reader.GetEntriesAsync(new EntryQuery())).Select(Comparable)));
    }

    [Fact]
    public async Task The_instant_of_a_line_is_its_own_and_not_that_of_its_record()
    {
        ReservationId id = NewId();
        await AppendAsync(Settle(id, 0, 5) with { At = Now.AddHours(1), Usage = Record(5) with { Timestamp = Now.AddHours(-1) } });
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(Now.AddHours(1), Assert.Single(await Reader.FindAsync(id)).At);
            Assert.Single(await Reader.GetEntriesAsync(new EntryQuery { From = Now.AddHours(1) }));
            Assert.Empty(await Reader.GetEntriesAsync(new EntryQuery { To = Now.AddHours(1) }));
            Assert.Single(await Reader.GetUsageAsync(new UsageQuery { To = Now }));
        });
    }

    private async Task AssertLifeAsync(Func<ReservationId, LedgerEntry[]> life)
    {
        ReservationId id = NewId();
        LedgerEntry[] lines = [.. life(id).Select(static (line, i) => line with { Attribution = s_caller, CallSite = "A.B (C.cs:1)", At = Now.AddSeconds(i) })];
        for (int i = 0; i < lines.Length; i++)
        {
            await AppendAsync(lines[i]);
            Assert.Equal(lines[..(i + 1)].Select(Comparable), (await Reader.FindAsync(id)).Select(Comparable));
        }

        await AppendAsync(Spend(1), Hold(NewId(), 5));
        await NowAndReopenedAsync(async () => Assert.Equal(lines.Select(Comparable), (await Reader.FindAsync(id)).Select(Comparable)));
    }
}
