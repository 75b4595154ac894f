using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>The same line a second time changes nothing, whenever it comes.</summary>
public abstract class IdempotenceConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    /// <summary>Lives that use every kind.</summary>
    private static readonly Func<ReservationId, LedgerEntry[]>[] s_lives =
    [
        static id => [Hold(id, 100)],
        static id => [Hold(id, 100), Settle(id, 100, 130)],
        static id => [Hold(id, 100), Void(id, 100)],
        static id => [Hold(id, 100), Suspend(id, 100)],
        static id => [Suspend(id, 100)],
        static id => [Hold(id, 100), Suspend(id, 100), LateSettle(id, 100, 130)],
        static id => [Hold(id, 100), Suspend(id, 100), Charge(id, 100)],
        static id => [Hold(id, 100), Suspend(id, 100), Release(id, 100)],
        static id => [Hold(id, 100), Settle(id, 100, 60), Adjust(id, -7), Adjust(id, 9, 1), Adjust(id, 9, 2)],
        static id => [Hold(id, 100), Settle(id, 100, 60), Line(LedgerEntryKind.Conflict, id, 100), Line(LedgerEntryKind.Conflict, id, 100) with { Part = 1 }],
        static id => [Line(LedgerEntryKind.Reject, id, 100) with { Rejection = RejectionReason.InFlight }],
        static id => [Line(LedgerEntryKind.Reset, id, 0, -40)],
        static id => [Line(LedgerEntryKind.Backfill, id, 0, 40)],
    ];

    [Fact]
    public async Task Every_line_twice_counts_once()
    {
        foreach (Func<ReservationId, LedgerEntry[]> life in s_lives)
            await AssertUnchangedByAsync(life, AgainAtOnce);

        async Task AgainAtOnce(LedgerEntry[] lines) => await AppendAsync(lines.SelectMany(static line => new[] { line, line }));
    }

    [Fact]
    public async Task A_life_that_comes_again_in_whole_changes_nothing()
    {
        foreach (Func<ReservationId, LedgerEntry[]> life in s_lives)
            await AssertUnchangedByAsync(life, async lines => await AppendAsync([.. lines, .. lines, .. lines.Reverse()]));
    }

    [Fact]
    public async Task Lines_twice_in_one_batch_count_once()
    {
        foreach (Func<ReservationId, LedgerEntry[]> life in s_lives)
            await AssertUnchangedByAsync(life, async lines => await AppendTogetherAsync([.. lines.SelectMany(static line => new[] { line, line }), .. lines]));
    }

    [Fact]
    public async Task A_life_that_comes_again_after_a_reopening_changes_nothing()
    {
        foreach (Func<ReservationId, LedgerEntry[]> life in s_lives)
        {
            await AssertUnchangedByAsync(life, async lines =>
            {
                await AppendAsync(lines);
                await ReopenAsync();
                await AppendAsync(lines);
                await KillAndReopenAsync();
                await AppendAsync(lines);
            });
        }
    }

    [Fact]
    public async Task A_hold_that_comes_again_after_its_end_does_not_come_back_to_life()
    {
        ReservationId settled = NewId(), voided = NewId(), charged = NewId();
        await AppendAsync(Hold(settled, 1), Settle(settled, 1, 1), Hold(voided, 1), Void(voided, 1), Hold(charged, 1), Suspend(charged, 1), Charge(charged, 1));
        await AppendAsync(Hold(settled, 1), Hold(voided, 1), Hold(charged, 1));
        await NowAndReopenedAsync(async () => Assert.Empty(await Reader.GetOpenReservationsAsync()));
        await AppendAsync(Hold(settled, 1), Hold(voided, 1), Hold(charged, 1));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Empty(await Reader.GetOpenReservationsAsync());
            Assert.Empty(State.InFlight);
        });
    }

    [Fact]
    public async Task A_hold_that_comes_after_its_end_for_the_first_time_is_not_alive_either()
    {
        ReservationId id = NewId();
        await AppendAsync(Settle(id, 100, 60), Hold(id, 100));
        await NowAndReopenedAsync(async () => Assert.Empty(await Reader.GetOpenReservationsAsync()));
    }

    [Fact]
    public async Task A_hold_that_comes_again_does_not_undo_a_suspension()
    {
        ReservationId id = NewId();
        await AppendAsync(Hold(id, 100), Suspend(id, 100), Hold(id, 100));
        await NowAndReopenedAsync(async () => Assert.True(Assert.Single(await Reader.GetOpenReservationsAsync()).Suspended));
    }

    [Fact]
    public async Task A_suspension_that_comes_again_after_the_late_settlement_changes_nothing()
    {
        ReservationId id = NewId();
        await AppendAsync(Hold(id, 100), Suspend(id, 100), LateSettle(id, 100, 130), Suspend(id, 100));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal((130, 0, 30), await FiguresAsync(Global));
            Assert.Empty(await Reader.GetOpenReservationsAsync());
        });
    }

    [Fact]
    public async Task Of_two_lines_with_one_identity_the_first_counts()
    {
        ReservationId id = NewId();
        await AppendAsync(Hold(id, 100), Hold(id, 999), Settle(id, 100, 60), Settle(id, 100, 70), Adjust(id, 5, 3), Adjust(id, 6, 3));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal((65, 0, 5), await FiguresAsync(Global));
            Assert.Equal([(LedgerEntryKind.Hold, 0), (LedgerEntryKind.Settle, 60), (LedgerEntryKind.Adjust, 5)], (await Reader.FindAsync(id)).Select(static e => (e.Kind, e.Amount.Nanos)));
            Assert.Equal(60, Assert.Single(await Reader.GetUsageAsync(new UsageQuery())).Cost.Nanos);
        });
    }

    [Fact]
    public async Task Parts_of_one_reservation_are_lines_of_their_own()
    {
        ReservationId id = NewId(), other = NewId();
        int[] parts = [0, 1, 2, 7, 1_000_000, int.MaxValue];
        await AppendAsync(parts.Select((part, i) => Adjust(id, -(1L << i), part)));
        await AppendAsync(parts.Select((part, i) => Adjust(other, -(1L << (i + 10)), part)));
        await AppendAsync(parts.Select(part => Line(LedgerEntryKind.Conflict, id) with { Part = part }));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal((-63 - (63 << 10), 0, 0), await FiguresAsync(Global));
            Assert.Equal(parts, (await Reader.FindAsync(id)).Where(static e => e.Kind == LedgerEntryKind.Adjust).Select(static e => e.Part));
            Assert.Equal(parts, (await Reader.FindAsync(id)).Where(static e => e.Kind == LedgerEntryKind.Conflict).Select(static e => e.Part));
        });
        await AppendAsync(parts.Select((part, i) => Adjust(id, -(1L << i), part)));
        Assert.Equal((-63 - (63 << 10), 0, 0), await FiguresAsync(Global));
    }

    [Fact]
    public async Task Ids_that_differ_in_one_bit_are_different_reservations()
    {
        ReservationId id = NewId();
        ReservationId[] ids = [id, .. Enumerable.Range(0, 64).SelectMany(bit => new[] { id with { High = id.High ^ (1UL << bit) }, id with { Low = id.Low ^ (1UL << bit) } })];
        await AppendTogetherAsync(ids.Select(static one => Suspend(one, 1)));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal((0, ids.Length, 0), await FiguresAsync(Global));
            Assert.Equal(ids.Order(), (await Reader.GetOpenReservationsAsync()).Select(static open => open.Id).Order());
        });
    }

    [Fact]
    public async Task Thirty_two_threads_with_the_same_lines_book_them_once()
    {
        for (int round = 0; round < 5; round++)
        {
            ReservationId id = NewId(), lost = NewId();
            AccountKey account = Of($"round {round}");
            LedgerEntry[] lines = [Hold(id, 100, [account]), Settle(id, 100, 130, [account]), Suspend(lost, 100, [account]), LateSettle(lost, 100, 60, [account]), Adjust(id, -3, 1, [account])];
            await Crowd.RunAsync(32, async _ => await AppendAsync(lines));
            Assert.Equal((187, 0, 30), await FiguresAsync(account));
            Assert.Empty(await Reader.GetOpenReservationsAsync());
            Assert.Equal(3, (await Reader.FindAsync(id)).Count);
        }

        Assert.Equal(10, (await Reader.GetUsageAsync(new UsageQuery())).Count);
    }

    /// <summary>Lives one life plainly and another one of the same kind with repetitions: what is seen of them must be the same.</summary>
    private async Task AssertUnchangedByAsync(Func<ReservationId, LedgerEntry[]> life, Func<LedgerEntry[], Task> repeat)
    {
        ReservationId plain = NewId(), repeated = NewId();
        AccountKey plainAccount = Of(plain.ToString()), account = Of(repeated.ToString());
        await AppendAsync(life(plain).Select(line => line with { Accounts = [plainAccount] }));
        await repeat([.. life(repeated).Select(line => line with { Accounts = [account] })]);
        Assert.Equal(await FiguresAsync(plainAccount), await FiguresAsync(account));
        Assert.Equal(
            (await Reader.FindAsync(plain)).Select(static e => (e.Kind, e.Part, e.Amount)),
            (await Reader.FindAsync(repeated)).Select(static e => (e.Kind, e.Part, e.Amount)));
        IReadOnlyList<OpenReservation> open = await Reader.GetOpenReservationsAsync();
        Assert.Equal(
            open.Where(o => o.Id == plain).Select(static o => (o.Hold, o.Suspended)),
            open.Where(o => o.Id == repeated).Select(static o => (o.Hold, o.Suspended)));
        IReadOnlyList<UsageRecord> usage = await Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });
        Assert.Equal(usage.Count(r => r.Reservation == plain), usage.Count(r => r.Reservation == repeated));
    }
}
