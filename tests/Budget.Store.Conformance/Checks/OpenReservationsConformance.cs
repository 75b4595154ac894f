using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Reservations without a known outcome, and what an opening hands to the ledger.</summary>
public abstract class OpenReservationsConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    private static readonly CallAttribution s_caller = new("u", "openai", "gpt-4o", "p", "t", "c", "op", new CallTags([new("a", "1"), new("b", "")]));

    [Fact]
    public async Task A_held_one_is_open_with_every_field()
    {
        ReservationId id = NewId();
        AccountKey[] accounts = [Global, Of("u"), Of("v")];
        await AppendAsync(Hold(id, 700, accounts) with { Attribution = s_caller, CallSite = "A.B (C.cs:1)" });
        var expected = new OpenReservation(id, accounts, new Usd(700), Now, s_caller, "A.B (C.cs:1)", Suspended: false);
        await NowAndReopenedAsync(async () => Assert.Equal(Comparable(expected), Comparable(Assert.Single(await Reader.GetOpenReservationsAsync()))));
        Assert.Equal(Comparable(expected), Comparable(Assert.Single(State.InFlight)));
    }

    [Fact]
    public async Task A_lost_one_stays_open_as_it_was_made_and_is_no_longer_in_flight()
    {
        ReservationId id = NewId();
        await AppendAsync(
            Hold(id, 700, [Of("u")]) with { Attribution = s_caller, CallSite = "site" },
            Suspend(id, 700, [Of("u")]) with { Attribution = s_caller, CallSite = "site", At = Now.AddMinutes(5) });
        var expected = new OpenReservation(id, [Of("u")], new Usd(700), Now, s_caller, "site", Suspended: true);
        await NowAndReopenedAsync(async () => Assert.Equal(Comparable(expected), Comparable(Assert.Single(await Reader.GetOpenReservationsAsync()))));
        Assert.Empty(State.InFlight);
        Assert.Equal(new Usd(700), Assert.Single(State.Balances).Suspense);
    }

    [Fact]
    public async Task A_lost_one_whose_hold_never_was_durable_is_open()
    {
        ReservationId id = NewId();
        await AppendAsync(Suspend(id, 700) with { Attribution = s_caller, CallSite = "site" });
        var expected = new OpenReservation(id, OnGlobal, new Usd(700), Now, s_caller, "site", Suspended: true);
        await NowAndReopenedAsync(async () => Assert.Equal(Comparable(expected), Comparable(Assert.Single(await Reader.GetOpenReservationsAsync()))));
        await AppendAsync(LateSettle(id, 700, 5));
        await NowAndReopenedAsync(async () => Assert.Empty(await Reader.GetOpenReservationsAsync()));
    }

    [Fact]
    public async Task Every_end_closes_what_it_ends_and_nothing_else()
    {
        ReservationId[] ids = [.. Enumerable.Range(0, 7).Select(static _ => NewId())];
        await AppendAsync(ids.Select(static id => Hold(id, 10)));
        await AppendAsync(ids[2..6].Select(static id => Suspend(id, 10)));
        await AppendAsync(Settle(ids[0], 10, 1), Void(ids[1], 10), LateSettle(ids[2], 10, 1), Charge(ids[3], 10), Release(ids[4], 10));
        await NowAndReopenedAsync(async () => Assert.Equal(
            new[] { (ids[5], true), (ids[6], false) }.Order(), (await Reader.GetOpenReservationsAsync()).Select(static open => (open.Id, open.Suspended)).Order()));
        Assert.Equal(ids[6], Assert.Single(State.InFlight).Id);
    }

    [Fact]
    public async Task Lines_that_are_no_end_end_nothing()
    {
        ReservationId held = NewId(), lost = NewId();
        await AppendAsync(
            Hold(held, 10), Hold(lost, 10), Suspend(lost, 10),
            Adjust(held, 1), Adjust(lost, 1), Line(LedgerEntryKind.Conflict, held, 10), Line(LedgerEntryKind.Conflict, lost, 10), Line(LedgerEntryKind.Reset, NewId(), 0, -2));
        await NowAndReopenedAsync(async () => Assert.Equal(2, (await Reader.GetOpenReservationsAsync()).Count));
    }

    [Fact]
    public async Task A_settlement_without_a_hold_opens_nothing()
    {
        await AppendAsync(Spend(5), Line(LedgerEntryKind.Reject, NewId(), 5) with { Rejection = RejectionReason.Throttled });
        await NowAndReopenedAsync(async () => Assert.Empty(await Reader.GetOpenReservationsAsync()));
    }

    [Fact]
    public async Task What_was_in_flight_is_found_at_every_opening_until_it_ends()
    {
        ReservationId[] ids = [.. Enumerable.Range(0, 50).Select(static _ => NewId())];
        await AppendTogetherAsync(ids.Select(static (id, i) => Hold(id, i)));
        for (int ended = 0; ended < 50; ended += 10)
        {
            await (ended % 20 == 0 ? ReopenAsync() : KillAndReopenAsync());
            Assert.Equal(ids.Index().Skip(ended).Select(static one => (one.Item, (long)one.Index)).Order(), State.InFlight.Select(static o => (o.Id, o.Hold.Nanos)).Order());
            await AppendTogetherAsync(ids.Index().Skip(ended).Take(10).Select(static one => Settle(one.Item, one.Index, 0)));
        }

        await ReopenAsync();
        Assert.Empty(State.InFlight);
    }

    [Fact]
    public async Task Suspense_is_the_sum_of_what_is_open_and_lost()
    {
        var random = new Random(3);
        ReservationId[] ids = [.. Enumerable.Range(0, 100).Select(static _ => NewId())];
        long[] holds = [.. ids.Select(_ => random.NextInt64(1_000_000))];
        await AppendTogetherAsync(ids.Select((id, i) => Hold(id, holds[i])));
        await AppendTogetherAsync(ids.Index().Where(static one => one.Index % 3 != 0).Select(one => Suspend(one.Item, holds[one.Index])));
        await AppendTogetherAsync(ids.Index().Where(static one => one.Index % 3 == 1).Select(one => one.Index % 2 == 0 ? LateSettle(one.Item, holds[one.Index], 1) : Release(one.Item, holds[one.Index])));
        await NowAndReopenedAsync(async () => Assert.Equal(
            (await FiguresAsync(Global)).Suspense, (await Reader.GetOpenReservationsAsync()).Where(static o => o.Suspended).Sum(static o => o.Hold.Nanos)));
    }

    [Fact]
    public async Task Windows_that_have_ended_are_left_out_of_the_opening_but_not_of_the_reading()
    {
        AccountKey ending = new("p", "k", Day, Day.AddDays(1)), later = new("p", "k", Day.AddDays(1), Day.AddDays(2));
        ReservationId held = NewId();
        await AppendAsync(Spend(1, [ending, Global]), Spend(2, [later]), Hold(held, 5, [ending]));
        await ReopenAsync(ending.WindowEnd.AddTicks(-1));
        Assert.Equal([ending, later, Global], State.Balances.Select(static b => b.Account).ToHashSet());
        await ReopenAsync(ending.WindowEnd);
        Assert.Equal([later, Global], State.Balances.Select(static b => b.Account).ToHashSet());
        await KillAndReopenAsync(DateTimeOffset.MaxValue.AddTicks(-1));
        Assert.Equal(Global, Assert.Single(State.Balances).Account);

        // What was held in a window that has ended is in flight all the same: it must end there.
        Assert.Equal(held, Assert.Single(State.InFlight).Id);
        Assert.Equal(3, (await Reader.GetBalancesAsync()).Count);
    }
}
