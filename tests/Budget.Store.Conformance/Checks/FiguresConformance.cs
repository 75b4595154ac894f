using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>What entries change: exactly what they say.</summary>
public abstract class FiguresConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    [Fact]
    public Task A_hold_charges_nothing() => AssertAsync((0, 0, 0), static id => [Hold(id, 100)]);

    [Fact]
    public Task A_settlement_is_spend() => AssertAsync((60, 0, 0), static id => [Hold(id, 100), Settle(id, 100, 60)]);

    [Fact]
    public Task A_settlement_above_the_hold_is_spend_and_overrun() => AssertAsync((130, 0, 30), static id => [Hold(id, 100), Settle(id, 100, 130)]);

    [Fact]
    public Task A_settlement_above_a_hold_of_nothing_is_all_overrun() => AssertAsync((130, 0, 130), static id => [Hold(id, 0), Settle(id, 0, 130)]);

    [Fact]
    public Task Spend_without_a_hold_is_no_overrun_unless_it_says_so() =>
        AssertAsync((130, 0, 0), static id => [Line(LedgerEntryKind.Settle, id, 0, 130)]);

    [Fact]
    public Task A_void_charges_nothing() => AssertAsync((0, 0, 0), static id => [Hold(id, 100), Void(id, 100)]);

    [Fact]
    public Task A_suspension_is_suspense() => AssertAsync((0, 100, 0), static id => [Hold(id, 100), Suspend(id, 100)]);

    [Fact]
    public Task A_suspension_whose_hold_never_was_durable_is_suspense() => AssertAsync((0, 100, 0), static id => [Suspend(id, 100)]);

    [Fact]
    public Task A_late_settlement_turns_suspense_into_spend() =>
        AssertAsync((130, 0, 30), static id => [Hold(id, 100), Suspend(id, 100), LateSettle(id, 100, 130)]);

    [Fact]
    public Task A_charge_books_the_hold() => AssertAsync((100, 0, 0), static id => [Hold(id, 100), Suspend(id, 100), Charge(id, 100)]);

    [Fact]
    public Task A_release_gives_suspense_back() => AssertAsync((0, 0, 0), static id => [Hold(id, 100), Suspend(id, 100), Release(id, 100)]);

    [Fact]
    public Task What_is_billed_after_a_void_or_a_release_is_spend_and_overrun() => AssertAsync(
        (13, 0, 13),
        static id =>
        [
            Hold(id, 100), Line(LedgerEntryKind.Void, id, 100), Line(LedgerEntryKind.LateSettle, id, 100, 6, 0, 6),
            .. BilledAfterRelease(NewId()),
        ]);

    [Fact]
    public Task Adjustments_go_both_ways() => AssertAsync((52, 0, 2), static id => [Hold(id, 100), Settle(id, 100, 60), Adjust(id, -10), Adjust(id, 2, 1)]);

    [Fact]
    public Task A_reset_takes_spend_off() => AssertAsync((0, 0, 30), static id => [Settle(id, 100, 130), Line(LedgerEntryKind.Reset, NewId(), 0, -130)]);

    [Fact]
    public Task A_rejection_and_a_conflict_move_no_money() => AssertAsync(
        (60, 0, 0),
        static id =>
        [
            Line(LedgerEntryKind.Reject, NewId(), 500) with { Rejection = RejectionReason.Exhausted },
            Hold(id, 100), Settle(id, 100, 60), Line(LedgerEntryKind.Conflict, id, 100) with { Note = "70 came in" },
        ]);

    [Fact]
    public Task A_backfill_is_spend() => AssertAsync((40, 0, 0), static id => [Line(LedgerEntryKind.Backfill, id, 0, 40)]);

    [Fact]
    public Task What_an_entry_says_counts_and_not_its_hold() => AssertAsync(
        (11, 7, 3),
        static id => [Hold(id, 100), Line(LedgerEntryKind.Suspend, id, 100, 5, 9, 2), Line(LedgerEntryKind.LateSettle, id, 100, 6, -2, 1)]);

    [Fact]
    public async Task Every_account_of_an_entry_gets_it_whole_and_no_other_account_does()
    {
        AccountKey[] five = [.. Enumerable.Range(0, 5).Select(static i => new AccountKey($"p{i}", $"k{i}", Day, Day.AddDays(i + 1)))];
        AccountKey[] some = [five[3], five[1]];
        await AppendAsync(Spend(1, five), Spend(10, some), Spend(100, [.. some.Reverse()]), Spend(1000, []));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(five.Select(key => new AccountBalance(key, new Usd(some.Contains(key) ? 111 : 1), default, default)).ToHashSet(), [.. await Reader.GetBalancesAsync()]);
            Assert.Equal([1000, 100, 10, 1], (await Reader.GetUsageAsync(new UsageQuery())).Select(static record => record.Cost.Nanos));
        });
    }

    [Fact]
    public async Task Sums_are_exact_up_to_the_last_nano_of_64_bits()
    {
        AccountKey high = Of("high"), low = Of("low"), middle = Of("middle");
        await AppendAsync(
            Adjust(NewId(), 1, 0, [high]) with { Overrun = default },
            Adjust(NewId(), long.MaxValue - 1, 0, [high]) with { Overrun = default },
            Adjust(NewId(), -1, 0, [low]),
            Adjust(NewId(), long.MinValue + 1, 0, [low]),
            Adjust(NewId(), long.MinValue, 0, [middle]),
            Adjust(NewId(), long.MaxValue, 0, [middle]));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal((long.MaxValue, 0, 0), await FiguresAsync(high));
            Assert.Equal((long.MinValue, 0, 0), await FiguresAsync(low));
            Assert.Equal((-1, 0, long.MaxValue), await FiguresAsync(middle));
        });
    }

    [Fact]
    public async Task An_entry_beyond_64_bits_is_refused_whole()
    {
        AccountKey full = Of("full"), other = Of("other"), fresh = Of("fresh");
        await AppendAsync(Adjust(NewId(), long.MaxValue - 5, 0, [full]) with { Overrun = default }, Spend(3, [other]));
        LedgerEntry refused = Adjust(NewId(), 6, 0, [other, full, fresh]);
        await Assert.ThrowsAsync<BudgetStoreException>(() => Writer.AppendAsync(refused));
        await Assert.ThrowsAsync<BudgetStoreException>(() => Writer.AppendAsync(Line(LedgerEntryKind.Suspend, NewId(), 9, suspense: 9, amount: long.MaxValue, on: [other, full])));

        // What is refused was not booked, so the same line is taken once there is room.
        Assert.Equal((3, 0, 0), await FiguresAsync(other));
        await AppendAsync(Adjust(NewId(), -100, 0, [full]), refused);
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal((9, 0, 6), await FiguresAsync(other));
            Assert.Equal((long.MaxValue - 99, 0, 6), await FiguresAsync(full));
            Assert.Equal((6, 0, 6), await FiguresAsync(fresh));
            Assert.Empty(await Reader.GetOpenReservationsAsync());
        });
    }

    [Fact]
    public async Task A_suspense_and_an_overrun_beyond_64_bits_are_refused_too()
    {
        await AppendAsync(Line(LedgerEntryKind.Suspend, NewId(), long.MaxValue, suspense: long.MaxValue), Line(LedgerEntryKind.Adjust, NewId(), overrun: long.MaxValue));
        await Assert.ThrowsAsync<BudgetStoreException>(() => Writer.AppendAsync(Suspend(NewId(), 1)));
        await Assert.ThrowsAsync<BudgetStoreException>(() => Writer.AppendAsync(Adjust(NewId(), 1)));
        await AppendAsync(Spend(1));
        await NowAndReopenedAsync(async () => Assert.Equal((1, long.MaxValue, long.MaxValue), await FiguresAsync(Global)));
    }

    private async Task AssertAsync((long Spent, long Suspense, long Overrun) expected, Func<ReservationId, LedgerEntry[]> life)
    {
        await AppendAsync(life(NewId()));
        await NowAndReopenedAsync(async () => Assert.Equal(expected, await FiguresAsync(Global)));
        Assert.Equal(
            new AccountBalance(Global, new Usd(expected.Spent), new Usd(expected.Suspense), new Usd(expected.Overrun)),
            Assert.Single(State.Balances));
    }

    private static LedgerEntry[] BilledAfterRelease(ReservationId id) => [Hold(id, 100), Suspend(id, 100), Release(id, 100), Line(LedgerEntryKind.LateSettle, id, 100, 7, 0, 7)];
}
