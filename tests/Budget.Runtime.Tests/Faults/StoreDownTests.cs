using BudgetGen.Storage;

namespace BudgetGen.Tests.Faults;

/// <summary>T-DOWN: the verdict table of policies while the store is out of order, for every operation.</summary>
public class StoreDownTests
{
    private const long Cap = 250;

    private readonly InMemoryBudgetStore _disk = new();
    private readonly FakeTime _time = new();
    private readonly DownStore _store;

    public StoreDownTests() => _store = new DownStore(_disk);

    public static MatrixTheoryData<Trouble, StoreDownRule, StoreDownRule> Table => new(Enum.GetValues<Trouble>(), Enum.GetValues<StoreDownRule>(), Enum.GetValues<StoreDownRule>());

    public static MatrixTheoryData<Trouble, StoreDownRule> Troubles => new(Enum.GetValues<Trouble>(), Enum.GetValues<StoreDownRule>());

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_reservation_is_what_the_strictest_of_its_policies_says(Trouble trouble, StoreDownRule one, StoreDownRule other)
    {
        await using BudgetManager manager = Manager(Policy("one", one), Policy("other", other));
        _store.Break(trouble);
        StoreDownRule strictest = one == StoreDownRule.Closed || other == StoreDownRule.Closed ? StoreDownRule.Closed
            : one == StoreDownRule.OpenCapped || other == StoreDownRule.OpenCapped ? StoreDownRule.OpenCapped
            : StoreDownRule.Open;
        long admitted = 0;
        var slow = new List<Task<Reservation>>();
        for (int i = 0; i < 5; i++)
        {
            Task<Reservation> asked = manager.ReserveAsync(Make.Request(100)).AsTask();
            if (trouble == Trouble.Slow)
            {
                Assert.False(asked.IsCompleted);
                slow.Add(asked);
                continue;
            }

            bool isAdmitted = strictest == StoreDownRule.Open || (strictest == StoreDownRule.OpenCapped && admitted + 100 <= Cap);
            if (isAdmitted)
                admitted += (await asked).Hold.Nanos;
            else
                Assert.Equal(RejectionReason.StoreUnavailable, (await Assert.ThrowsAsync<BudgetExceededException>(() => asked)).Reason);
        }

        Assert.True(_store.Met >= 5, "not exercised");
        _store.Repair();
        foreach (Task<Reservation> asked in slow)
            admitted += (await asked).Hold.Nanos;
        Assert.Equal(trouble == Trouble.Slow ? 500 : strictest switch { StoreDownRule.Closed => 0, StoreDownRule.OpenCapped => 200, _ => 500 }, admitted);
        await CatchUpAsync(manager);
        Assert.All(manager.GetStatus(), status => Assert.Equal((0, admitted, 0, 0), status.Figures()));
        Assert.Equal(admitted, (await _disk.GetOpenReservationsAsync()).Sum(static r => r.Hold.Nanos));
    }

    [Theory]
    [InlineData(Trouble.Down)]
    [InlineData(Trouble.Error)]
    public async Task A_capped_policy_admits_exactly_its_cap_in_each_outage(Trouble trouble)
    {
        await using BudgetManager manager = Manager(Policy("capped", StoreDownRule.OpenCapped));
        for (int outage = 1; outage <= 3; outage++)
        {
            _store.Break(trouble);
            List<Reservation> calls = [await manager.ReserveAsync(Make.Request(100)), await manager.ReserveAsync(Make.Request(149))];
            await Refused(manager, 2);
            calls.Add(await manager.ReserveAsync(Make.Request(1)));
            await Refused(manager, 1);

            // What is settled meanwhile makes no room: it is what was admitted that is capped.
            foreach (Reservation call in calls)
                await manager.SettleAsync(call, call.Hold, Make.Usage(call.Hold.Nanos));
            await Refused(manager, 1);

            // Neither does time, as long as it is one outage.
            _time.Advance(TimeSpan.FromMinutes(5));
            await Refused(manager, 1);
            _store.Repair();
            await CatchUpAsync(manager);
            _time.Advance(TimeSpan.FromMinutes(1));
            await CatchUpAsync(manager);
            Assert.Equal((outage * Cap, 0, 0, 0), manager.GetStatus("capped").Figures());
            Assert.Equal(new Usd(outage * Cap), Assert.Single(await _disk.GetBalancesAsync()).Spent);
        }

        Assert.Empty(await _disk.GetOpenReservationsAsync());
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Whatever_is_not_a_reservation_is_never_refused_and_is_written_in_the_end(Trouble trouble, StoreDownRule rule)
    {
        await using BudgetManager manager = Manager(Policy("all", rule));
        Reservation settled = Held(manager), voided = Held(manager), lost = Held(manager), late = Held(manager), released = Held(manager), lateById = Held(manager);
        manager.Suspend(late, "timeout");
        manager.Suspend(released, "timeout");
        manager.Suspend(lateById, "timeout");
        _store.Break(trouble);
        Task[] work =
        [
            manager.SettleAsync(settled, new Usd(30), Make.Usage(30)).AsTask(),
            manager.VoidAsync(voided, "not sent").AsTask(),
            manager.SuspendAsync(lost, "timeout").AsTask(),
            manager.SettleAsync(late, new Usd(130), Make.Usage(130)).AsTask(),
            manager.ReleaseAsync(released.Id, "alice", "not billed"),
            manager.SettleLateAsync(lateById.Id, new Usd(7), Make.Usage(7)),
            manager.RecordSpendAsync(Make.Usage(5)).AsTask(),
            manager.SetPolicyAsync(manager.GetPolicy("all")! with { SoftLimitPercent = 70 }),
        ];
        Assert.Equal((30 + 130 + 7 + 5, 0, 100, 30), manager.GetStatus("all").Figures());
        Assert.True(_store.Met >= work.Length, "not exercised");
        if (trouble != Trouble.Slow)
        {
            await Task.WhenAll(work);
            Assert.True(manager.PendingEntries >= work.Length);
        }
        else
        {
            Assert.All(work, static w => Assert.False(w.IsCompleted));
        }

        _store.Repair();
        await Task.WhenAll(work);
        await CatchUpAsync(manager);
        AccountBalance balance = Assert.Single(await _disk.GetBalancesAsync());
        Assert.Equal((172, 100, 30), (balance.Spent.Nanos, balance.Suspense.Nanos, balance.Overrun.Nanos));
        Assert.Equal((172, 0, 100, 30), manager.GetStatus("all").Figures());
        Assert.Equal(lost.Id, Assert.Single(await _disk.GetOpenReservationsAsync()).Id);
        Assert.Equal(70, Manager(Policy("all", rule)).GetPolicy("all")!.SoftLimitPercent);
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_call_with_its_callers_id_follows_its_policies_too(Trouble trouble, StoreDownRule rule)
    {
        await using BudgetManager manager = Manager(Policy("all", rule));
        _store.Break(trouble);
        SpendRequest request = Make.Request(100) with { CallId = ReservationId.New(_time.GetUtcNow()) };
        Task<Reservation> asked = manager.ReserveAsync(request).AsTask();
        if (rule == StoreDownRule.Closed && trouble != Trouble.Slow)
        {
            Assert.Equal(RejectionReason.StoreUnavailable, (await Assert.ThrowsAsync<BudgetExceededException>(() => asked)).Reason);
            _store.Repair();

            // It was not decided, so it may be asked again.
            asked = manager.ReserveAsync(request).AsTask();
        }

        _store.Repair();
        Assert.Equal((request.CallId, ReservationState.Held), ((await asked).Id, (await asked).State));
        await CatchUpAsync(manager);
        Assert.Single(await _disk.GetOpenReservationsAsync());
    }

    [Fact]
    public async Task A_correction_needs_the_store_and_says_so()
    {
        await using BudgetManager manager = Manager(Policy("all", StoreDownRule.Open));
        Reservation call = Held(manager);
        manager.Settle(call, 50);
        _store.Break(Trouble.Down);
        await Assert.ThrowsAsync<BudgetStoreException>(() => manager.AdjustAsync(call.Id, new Usd(-10), "alice", "refund"));
        Assert.Equal((50, 0, 0, 0), manager.GetStatus("all").Figures());
    }

    [Fact]
    public async Task Two_corrections_that_wait_for_the_store_are_two()
    {
        BudgetManager manager = Manager(Policy("all", StoreDownRule.Open));
        Reservation call = Held(manager);
        manager.Settle(call, 50);
        _store.Break(Trouble.Slow);
        Task<bool> slow = manager.AdjustAsync(call.Id, new Usd(1), "alice", "first");
        _store.Repair();
        Assert.True(await slow);

        // Writes fail, and reads do not.
        var half = new BudgetGen.Storage.Conformance.FaultyStore(_disk);
        manager = Make.Manager(o => { o.Store = _ => half; o.TimeProvider = _time; }, Policy("all", StoreDownRule.Open));
        half.FailAt(1, BudgetGen.Storage.Conformance.StoreFault.ErrorBeforeCommit, int.MaxValue);
        Assert.True(await manager.AdjustAsync(call.Id, new Usd(10), "alice", "second"));
        Assert.True(await manager.AdjustAsync(call.Id, new Usd(100), "alice", "third"));
        Assert.Equal(2, half.Fired);
        half.Heal();
        Assert.True(await manager.RetryPendingAsync());
        Assert.Equal(161, manager.GetStatus("all").Spent.Nanos);
        Assert.Equal(161, Assert.Single(await _disk.GetBalancesAsync()).Spent.Nanos);
    }

    [Fact]
    public async Task After_an_outage_an_end_is_durable_when_it_says_so()
    {
        await using BudgetManager manager = Manager(Policy("all", StoreDownRule.Open));
        _store.Break(Trouble.Down);
        Reservation call = await manager.ReserveAsync(Make.Request(100));
        _store.Repair();
        await CatchUpAsync(manager);
        await manager.SettleAsync(call, new Usd(40), Make.Usage(40));
        Assert.Equal(0, manager.PendingEntries);
        Assert.Equal(40, Assert.Single(await _disk.GetBalancesAsync()).Spent.Nanos);
    }

    [Theory]
    [InlineData(Trouble.Slow)]
    [InlineData(Trouble.Down)]
    public async Task Closing_waits_for_a_store_that_does_not_answer_only_so_long(Trouble trouble)
    {
        var time = new FakeTime();
        BudgetManager manager = Make.Manager(
            o =>
            {
                o.Store = _ => _store;
                o.TimeProvider = time;
                o.ShutdownTimeout = TimeSpan.FromSeconds(7);
            },
            Policy("all", StoreDownRule.Closed));
        Reservation call = manager.Reserve(Make.Request(100));
        _store.Break(Trouble.Down);
        manager.Settle(call, 40);
        Assert.Equal(1, manager.PendingEntries);
        _store.Break(trouble);
        Task closed = manager.DisposeAsync().AsTask();
        for (int i = 0; !closed.IsCompleted && i < 10_000; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        Assert.True(closed.IsCompletedSuccessfully);
        if (trouble == Trouble.Slow)
            return;

        // What was not written is unknown at the next start, and not lost.
        _store.Repair();
        await using BudgetManager next = Manager(Policy("all", StoreDownRule.Closed));
        Assert.Equal((0, 0, 100, 0), next.GetStatus("all").Figures());
    }

    private static async Task Refused(BudgetManager manager, long hold) => Assert.Equal(
        RejectionReason.StoreUnavailable, (await Assert.ThrowsAsync<BudgetExceededException>(async () => await manager.ReserveAsync(Make.Request(hold)))).Reason);

    private static Reservation Held(BudgetManager manager) => manager.Reserve(Make.Request(100));

    private static BudgetPolicy Policy(string name, StoreDownRule rule) => Make.Policy(name, 10_000, period: BudgetPeriod.Lifetime) with
    {
        OnStoreDown = rule,
        OpenCap = rule == StoreDownRule.OpenCapped ? new Usd(Cap) : null,
    };

    private BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(
        o =>
        {
            o.Store = _ => _store;
            o.TimeProvider = _time;
        },
        policies);

    private async Task CatchUpAsync(BudgetManager manager)
    {
        for (int i = 0; !await manager.RetryPendingAsync() || manager.PendingEntries > 0; i++)
        {
            Assert.True(i < 1000, "it never catches up");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // The loop in the background sees that nothing waits any more: the outage is over.
        _time.Advance(TimeSpan.FromMinutes(1));
    }
}
