using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Faults;

/// <summary>Calls whose outcome nobody knows, and what may become of them, also by another process than the one that made them.</summary>
public class LostCallTests
{
    private readonly InMemoryBudgetStore _store = new();
    private readonly FakeTime _time = new();

    public static TheoryData<bool> Restart => [true, false];

    [Theory]
    [MemberData(nameof(Restart))]
    public async Task Where_lost_calls_are_given_back_they_cost_nothing_until_they_are_settled(bool restart)
    {
        BudgetManager manager = Manager(Charging(), Releasing());
        Reservation settled = manager.Reserve(Make.Request(100)), lost = manager.Reserve(Make.Request(10)), dropped = manager.Reserve(Make.Request(1));
        manager.Suspend(settled, "timeout");
        manager.Suspend(lost, "timeout");
        Assert.Equal((0, 1, 110, 0), manager.GetStatus("charging").Figures());
        Assert.Equal((0, 1, 0, 0), manager.GetStatus("releasing").Figures());
        manager.Suspend(dropped, "timeout");
        if (restart)
            manager = Manager(Charging(), Releasing());

        // Nothing was held for it there any more: all of it is an overrun.
        Assert.True(await manager.SettleLateAsync(settled.Id, new Usd(70), Make.Usage(70)));
        Assert.Equal((70, 0, 11, 0), manager.GetStatus("charging").Figures());
        Assert.Equal((70, 0, 0, 70), manager.GetStatus("releasing").Figures());
        Assert.True(await manager.ReleaseAsync(lost.Id, "alice", "not on the invoice"));
        Assert.True(await manager.AdjustAsync(settled.Id, new Usd(-20), "alice", "refund"));
        Assert.Equal((50, 0, 1, 0), manager.GetStatus("charging").Figures());
        Assert.Equal((50, 0, 0, 70), manager.GetStatus("releasing").Figures());
        await using BudgetManager last = Manager(Charging(), Releasing());
        Assert.Equal((50, 0, 1, 0), last.GetStatus("charging").Figures());
        Assert.Equal((50, 0, 0, 70), last.GetStatus("releasing").Figures());
        Assert.Equal(dropped.Id, Assert.Single(await _store.GetOpenReservationsAsync()).Id);
    }

    /// <summary>The end of the suspense and the cost where nothing was held are one step: in whatever operation the process dies, both are in the store or neither.</summary>
    [Theory]
    [InlineData(StoreFault.Stall)]
    [InlineData(StoreFault.StallAfterCommit)]
    public async Task A_crash_in_a_late_settlement_misses_its_cost_nowhere(StoreFault fault)
    {
        int fired = 0;
        for (int n = 1; n <= 3; n++)
        {
            var disk = new InMemoryBudgetStore();
            var dying = new FaultyStore(disk);
            BudgetManager manager = Make.Manager(o => { o.Store = _ => dying; o.TimeProvider = _time; }, Charging(), Releasing());
            Reservation lost = manager.Reserve(Make.Request(100));
            manager.Suspend(lost, "timeout");
            dying.FailAt(n, fault);
            _ = manager.SettleAsync(lost, new Usd(70), Make.Usage(70)).AsTask();
            fired += dying.Fired;
            dying.AbandonStalled();

            await using BudgetManager next = Make.Manager(o => { o.Store = _ => disk; o.TimeProvider = _time; }, Charging(), Releasing());
            bool isBooked = next.GetStatus("charging").Spent.Nanos > 0;
            Assert.Equal(isBooked ? (70, 0, 0, 0) : (0, 0, 100, 0), next.GetStatus("charging").Figures());
            Assert.Equal(isBooked ? (70, 0, 0, 70) : (0, 0, 0, 0), next.GetStatus("releasing").Figures());
        }

        Assert.True(fired > 0, "not exercised");
    }

    [Fact]
    public async Task What_a_dead_process_left_is_given_back_where_the_policy_says_so()
    {
        BudgetManager dead = Manager(Releasing());
        Reservation left = dead.Reserve(Make.Request(100));
        for (int i = 0; i < 3; i++)
        {
            await using BudgetManager next = Manager(Releasing());
            Assert.Equal(i == 0 ? 1 : 0, next.RecoveredInFlight.Count);
            Assert.Equal((0, 0, 0, 0), next.GetStatus("releasing").Figures());
        }

        await using BudgetManager last = Manager(Releasing());
        Assert.True(await last.SettleLateAsync(left.Id, new Usd(60), Make.Usage(60)));
        Assert.Equal((60, 0, 0, 60), last.GetStatus("releasing").Figures());
        Assert.Empty(await _store.GetOpenReservationsAsync());
    }

    [Theory]
    [MemberData(nameof(Restart))]
    public async Task A_lost_call_is_booked_at_its_hold_when_its_policies_say_so(bool restart)
    {
        BudgetPolicy[] policies =
        [
            Charging() with { ChargeLostAfter = TimeSpan.FromHours(1) },
            Make.Policy("late", 1000, period: BudgetPeriod.Lifetime) with { ChargeLostAfter = TimeSpan.FromHours(3) },
        ];
        BudgetManager manager = Manager(policies);
        SpendRequest request = Make.Request(100, "alice", "gpt-4o", "openai", "search") with { CallSite = "Tests.Call" };
        Reservation lost = manager.Reserve(request);
        manager.Suspend(lost, "timeout");
        if (restart)
            manager = Manager(policies);
        await PassAsync(TimeSpan.FromMinutes(174));
        Assert.Equal((0, 0, 100, 0), manager.GetStatus("charging").Figures());
        Assert.Empty(await _store.GetUsageAsync(new UsageQuery()));
        await PassAsync(TimeSpan.FromMinutes(12));
        Assert.Equal((100, 0, 0, 0), manager.GetStatus("charging").Figures());
        Assert.Equal((100, 0, 0, 0), manager.GetStatus("late").Figures());

        // Reports show it as what it is: somebody's spend, at its hold, of unknown tokens.
        UsageRecord record = Assert.Single(await _store.GetUsageAsync(new UsageQuery { User = "alice" }));
        Assert.Equal(("gpt-4o", "openai", "search", "Tests.Call", lost.Id), (record.Model, record.Provider, record.Project, record.Endpoint, record.Reservation!.Value));
        Assert.Equal((100, true, true, 0), (record.Cost.Nanos, record.Estimated, record.Usage.IsUnknown, record.InputTokens));
        Assert.Equal(new Usd(100), Assert.Single(await _store.SumSpendAsync(new SpendQuery())).Cost);

        // It has ended: nobody can end it once more.
        Assert.False(await manager.ReleaseAsync(lost.Id, "alice", "too late"));
        Assert.False(await manager.SettleLateAsync(lost.Id, new Usd(7), Make.Usage(7)));
        await PassAsync(TimeSpan.FromHours(5));
        await using BudgetManager last = Manager(policies);
        Assert.Equal((100, 0, 0, 0), last.GetStatus("charging").Figures());
        Assert.Equal(ReservationState.Charged, (await last.ReserveAsync(request with { CallId = lost.Id })).State);
    }

    [Fact]
    public async Task An_end_that_is_on_its_way_to_the_store_is_an_end()
    {
        var slow = new DownStore(_store);
        BudgetManager dead = Manager(Charging());
        Reservation lost = dead.Reserve(Make.Request(100));
        await using BudgetManager manager = Make.Manager(
            o =>
            {
                o.Store = _ => slow;
                o.TimeProvider = _time;
            },
            Charging());
        slow.Break(Trouble.Slow);
        Task<bool> settled = manager.SettleLateAsync(lost.Id, new Usd(40), Make.Usage(40));
        Assert.False(settled.IsCompleted);
        Assert.False(await manager.ReleaseAsync(lost.Id, "alice", "at the same time").WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(await manager.SettleLateAsync(lost.Id, new Usd(40), Make.Usage(40)));
        slow.Repair();
        Assert.True(await settled);
        Assert.Equal((40, 0, 0, 0), manager.GetStatus("charging").Figures());
        Assert.Equal((40, 0), ((await _store.GetBalancesAsync())[0].Spent.Nanos, (await _store.GetBalancesAsync())[0].Suspense.Nanos));
    }

    [Fact]
    public async Task A_correction_is_in_the_calls_own_window_until_that_is_sealed()
    {
        await using BudgetManager manager = Manager(Make.Policy("day"), Charging());
        Reservation call = manager.Reserve(Make.Request(100));
        manager.Settle(call, 80);
        DateTimeOffset midnight = _time.GetUtcNow().Date.AddDays(1);
        await PassAsync(midnight.AddMinutes(10) - _time.GetUtcNow());
        Assert.True(await manager.AdjustAsync(call.Id, new Usd(-30), "alice", "refund", "ticket 7"));
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("day").Figures());
        Assert.Equal((50, 0, 0, 0), manager.GetStatus("charging").Figures());

        // 15 minutes after its end the window is sealed: the correction goes to the current one.
        await PassAsync(TimeSpan.FromMinutes(5));
        Assert.True(await manager.AdjustAsync(call.Id, new Usd(7), "bob", "billed after all"));
        Assert.Equal((7, 0, 0, 7), manager.GetStatus("day").Figures());
        Assert.Equal((57, 0, 0, 7), manager.GetStatus("charging").Figures());
        Assert.Equal([50L, 7], (await _store.GetBalancesAsync()).Where(static b => b.Account.PolicyId == "day").Select(static b => b.Spent.Nanos));
        LedgerEntry[] corrections = [.. (await _store.FindAsync(call.Id)).Where(static e => e.Kind == LedgerEntryKind.Adjust)];
        Assert.Equal([("alice", "ticket 7", -30L), ("bob", null, 7)], corrections.Select(static e => (e.Actor, e.Reference, e.Amount.Nanos)));
        Assert.False(await manager.AdjustAsync(ReservationId.New(_time.GetUtcNow()), new Usd(1), "alice", "unknown"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => manager.AdjustAsync(manager.Reserve(Make.Request(1)).Id, new Usd(1), "alice", "not ended"));
    }

    [Fact]
    public async Task A_reset_takes_the_spend_off_every_step_of_a_rolling_window_and_keeps_the_rest()
    {
        BudgetPolicy rolling = Make.Policy("rolling", period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromHours(1) };
        BudgetManager manager = Manager(rolling);
        for (int i = 0; i < 5; i++)
        {
            manager.Settle(manager.Reserve(Make.Request(100)), 100);
            await PassAsync(TimeSpan.FromMinutes(3));
        }

        manager.Suspend(manager.Reserve(Make.Request(30)), "timeout");
        manager.Reserve(Make.Request(20));
        Assert.Equal(new Usd(500), await manager.ResetAsync("rolling", actor: "alice", reason: "a new start"));
        Assert.Equal((0, 20, 30, 0), manager.GetStatus("rolling").Figures());
        Assert.Equal(Usd.Zero, await manager.ResetAsync("rolling"));
        await using BudgetManager next = Manager(rolling);
        Assert.Equal((0, 0, 50, 0), next.GetStatus("rolling").Figures());
        Assert.Equal(5, (await _store.GetEntriesAsync(new EntryQuery { Kinds = [LedgerEntryKind.Reset] })).Count(static e => e is { Actor: "alice", Amount.Nanos: -100 }));
    }

    /// <summary>Refunds above the spend give room; a reset takes it away again, also from calls that hold it. What is out then is above the limit by an overrun, and not by a mistake.</summary>
    [Theory]
    [InlineData(BudgetPeriod.Lifetime)]
    [InlineData(BudgetPeriod.Rolling)]
    public async Task A_reset_after_refunds_counts_the_room_that_it_takes_away_as_an_overrun(BudgetPeriod period)
    {
        BudgetPolicy policy = Make.Policy("budget", 100, period: period);
        if (period == BudgetPeriod.Rolling)
            policy = policy with { Length = TimeSpan.FromHours(1) };
        BudgetManager manager = Manager(policy);
        Reservation call = manager.Reserve(Make.Request(100));
        manager.Settle(call, 8);
        Assert.True(await manager.AdjustAsync(call.Id, new Usd(-88), "alice", "refund"));
        await PassAsync(TimeSpan.FromMinutes(3));
        manager.Suspend(manager.Reserve(Make.Request(180)), "timeout");
        Assert.Equal(new Usd(-80), await manager.ResetAsync("budget"));
        Assert.Equal((0, 0, 180, 80), manager.GetStatus("budget").Figures());
        Assert.Equal(Usd.Zero, await manager.ResetAsync("budget"));
        await using BudgetManager next = Manager(policy);
        Assert.Equal((0, 0, 180, 80), next.GetStatus("budget").Figures());
    }

    private static BudgetPolicy Charging() => Make.Policy("charging", 1000, period: BudgetPeriod.Lifetime);

    private static BudgetPolicy Releasing() => Make.Policy("releasing", 1000, period: BudgetPeriod.Lifetime) with { OnLost = LostRule.Release };

    private async Task PassAsync(TimeSpan by)
    {
        _time.Advance(by);
        await Task.Yield();
    }

    private BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(
        o =>
        {
            o.Store = _ => _store;
            o.TimeProvider = _time;
        },
        policies);
}
