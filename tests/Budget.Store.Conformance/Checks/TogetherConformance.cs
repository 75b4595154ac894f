using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Lines that are booked in one step: all of them or none.</summary>
public abstract class TogetherConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    private static readonly AccountKey s_charged = Of("charged"), s_released = Of("released"), s_third = Of("third");

    [Fact]
    public async Task Lines_that_name_each_other_are_booked_together_and_read_apart()
    {
        ReservationId id = NewId();
        await AppendAsync(Hold(id, 100, [s_charged, s_released]), Suspend(id, 100, [s_charged]));
        LedgerEntry late = Late(id, 130, Late(id, 130, null, 1, s_released) with { Usage = null }, 0, s_charged);
        await AppendAsync(late, late);
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal((130, 0, 30), await FiguresAsync(s_charged));
            Assert.Equal((130, 0, 130), await FiguresAsync(s_released));
            Assert.Empty(await Reader.GetOpenReservationsAsync());
            LedgerEntry[] ends = [.. (await Reader.FindAsync(id)).Where(static e => e.Kind == LedgerEntryKind.LateSettle)];
            Assert.Equal([(0, s_charged), (1, s_released)], ends.Select(static e => (e.Part, e.Accounts.Single())));
            Assert.All(ends, static e => Assert.Null(e.Together));
        });
        await AppendAsync(late);
        Assert.Equal((130, 0, 130), await FiguresAsync(s_released));
    }

    [Fact]
    public async Task What_is_there_already_keeps_none_of_the_others_away()
    {
        ReservationId id = NewId(), other = NewId();
        await AppendAsync(Adjust(id, 5, 1, [s_charged]), Adjust(other, 6, 2, [s_released]));
        await AppendAsync(Adjust(id, 5, 1, [s_charged]) with { Together = Adjust(id, 7, 2, [s_third]) });
        await AppendAsync(Adjust(other, 8, 1, [s_third]) with { Together = Adjust(other, 6, 2, [s_released]) with { Together = Adjust(other, 9, 3, [s_third]) } });
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(5, (await FiguresAsync(s_charged)).Spent);
            Assert.Equal(6, (await FiguresAsync(s_released)).Spent);
            Assert.Equal(24, (await FiguresAsync(s_third)).Spent);
        });
    }

    [Fact]
    public async Task If_one_of_them_cannot_be_booked_none_is()
    {
        ReservationId id = NewId();
        await AppendAsync(Adjust(NewId(), long.MaxValue - 5, 0, [s_third]) with { Overrun = default }, Adjust(NewId(), 1, 0, [s_charged]));
        await Assert.ThrowsAsync<ArgumentException>(() => Writer.AppendAsync(Adjust(id, 5, 1, [s_charged]) with { Together = Adjust(id, 5, -2, [s_released]) }));
        foreach (AccountKey full in new[] { s_third, s_released })
        {
            LedgerEntry last = Adjust(id, long.MaxValue, 3, [full]) with { Overrun = default };
            await Assert.ThrowsAsync<BudgetStoreException>(() => Writer.AppendAsync(Adjust(id, 5, 1, [s_charged]) with { Together = Adjust(id, 6, 2, [s_third, s_released]) with { Together = last } }));
        }

        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal(1, (await FiguresAsync(s_charged)).Spent);
            Assert.Equal(0, (await FiguresAsync(s_released)).Spent);
            Assert.Equal(long.MaxValue - 5, (await FiguresAsync(s_third)).Spent);
            Assert.Empty(await Reader.FindAsync(id));
        });
    }

    [Fact]
    public async Task They_are_durable_when_the_first_is_acknowledged()
    {
        for (int i = 0; i < 20; i++)
            await AppendAsync(Adjust(NewId(), 1, 1, [s_charged]) with { Together = Adjust(NewId(), 2, 2, [s_released]) });
        await KillAndReopenAsync();
        Assert.Equal(20, (await FiguresAsync(s_charged)).Spent);
        Assert.Equal(40, (await FiguresAsync(s_released)).Spent);
    }

    private static LedgerEntry Late(ReservationId id, long amount, LedgerEntry? together, int part, AccountKey on) => LateSettle(id, 100, amount, [on]) with
    {
        Part = part,
        Together = together,
        SuspenseChange = part == 0 ? new Usd(-100) : Usd.Zero,
        Overrun = new Usd(part == 0 ? amount - 100 : amount),
    };
}
