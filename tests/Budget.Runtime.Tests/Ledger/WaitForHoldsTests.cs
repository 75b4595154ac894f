namespace BudgetGen.Tests.Ledger;

/// <summary>T-WAIT-1: whoever waits for holds of others is served in order, wakes when there is room, and leaves no trace when it gives up.</summary>
public class WaitForHoldsTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly FakeTime _time = new();
    private readonly Lock _mostLock = new();

    [Fact]
    public async Task Those_who_wait_are_served_in_the_order_in_which_they_came()
    {
        await using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        Reservation first = manager.Reserve(Make.Request(100));
        Task<Reservation>[] waiting = [.. Enumerable.Range(0, 10).Select(_ => WaitAsync(manager, 100))];
        Reservation last = first;
        foreach (Task<Reservation> next in waiting)
        {
            Assert.All(waiting.SkipWhile(w => w != next), static w => Assert.False(w.IsCompleted));
            manager.Settle(last, 0);
            last = await Soon(next);
        }

        manager.Void(last, "test");
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
    }

    [Fact]
    public async Task Nobody_overtakes_whether_they_may_wait_or_not()
    {
        await using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        Reservation half = manager.Reserve(Make.Request(50));
        Task<Reservation> large = WaitAsync(manager, 80);
        Task<Reservation> small = WaitAsync(manager, 10);
        Assert.Equal(RejectionReason.InFlight, manager.Refusal(Make.Request(10)).Reason);
        Assert.Equal(RejectionReason.InFlight, manager.Refusal(Make.Request(0)).Reason);
        Assert.False(small.IsCompleted);
        manager.Settle(half, 0);
        await Soon(large);
        await Soon(small);
        Assert.Equal(90, manager.InFlight.Total.Nanos);
    }

    [Fact]
    public async Task A_cancelled_one_holds_nothing_and_those_behind_it_go_on()
    {
        await using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        manager.Reserve(Make.Request(60));
        using var cancel = new CancellationTokenSource();
        Task<Reservation> large = WaitAsync(manager, 90, cancel.Token);
        Task<Reservation> small = WaitAsync(manager, 40);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await Soon(small);
        Assert.Equal(new HoldTotals(2, new Usd(100)), manager.InFlight);
    }

    [Fact]
    public async Task Patience_that_ends_is_a_refusal_and_wakes_those_behind()
    {
        await using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        manager.Reserve(Make.Request(60));
        Task<Reservation> large = manager.ReserveAsync(Make.Request(90) with { WaitForHolds = TimeSpan.FromSeconds(5) }).AsTask();
        Task<Reservation> small = WaitAsync(manager, 40);
        _time.Advance(TimeSpan.FromSeconds(5));
        var refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => large.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(RejectionReason.InFlight, refusal.Reason);
        await Soon(small);
        Assert.Equal(new HoldTotals(2, new Usd(100)), manager.InFlight);
    }

    [Fact]
    public async Task Waiting_ends_when_the_money_is_spent()
    {
        await using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        Reservation half = manager.Reserve(Make.Request(50));
        Task<Reservation> waiting = WaitAsync(manager, 60);
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(Make.Request(101) with { WaitForHolds = s_patience }).Reason);
        manager.Settle(half, 50);
        Assert.Equal(RejectionReason.Exhausted, (await Assert.ThrowsAsync<BudgetExceededException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30)))).Reason);
        Assert.Equal(default, manager.InFlight);
    }

    [Fact]
    public async Task Every_way_to_make_room_wakes()
    {
        BudgetPolicy policy = Make.Policy(nanos: 100) with { OnLost = LostRule.Release };
        await using BudgetManager manager = Manager(policy);
        manager.RecordSpend(Make.Usage(20));
        Reservation held = manager.Reserve(Make.Request(70));
        Reservation next = await Woken(30, () => manager.Settle(held, 10));
        next = await Woken(50, () => manager.Void(next, "test"));
        next = await Woken(60, () => manager.Suspend(next, "test"));
        manager.Reserve(Make.Request(10));
        next = await Woken(30, () => manager.ResetAsync("global").GetAwaiter().GetResult());
        next = await Woken(20, () => manager.SetPolicy(policy with { Limit = new Usd(130) }));
        next = await Woken(40, () => manager.DeletePolicy("global"));
        Assert.Empty(next.AccountSet!.Accounts.ToArray());

        async Task<Reservation> Woken(long hold, Action makeRoom)
        {
            Task<Reservation> waiting = WaitAsync(manager, hold);
            Assert.False(waiting.IsCompleted);
            makeRoom();
            return await Soon(waiting);
        }
    }

    /// <summary>An edit makes everybody ask again, in any order. The first in line goes as soon as there is room for it, though one behind it was faster and does not fit.</summary>
    [Fact]
    public void Whoever_asks_again_keeps_the_place_and_does_not_wait_for_those_behind()
    {
        using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        manager.Reserve(Make.Request(90));
        Reservation first = Ask(manager, 40, out Verdict waitsFirst), second = Ask(manager, 95, out Verdict waitsSecond);
        manager.SetPolicy(Make.Policy(nanos: 150));
        Assert.Equal<(VerdictKind?, VerdictKind?)>((VerdictKind.Stale, VerdictKind.Stale), (waitsFirst.Decision(), waitsSecond.Decision()));
        Assert.Equal(VerdictKind.Waiting, Again(manager, second).Kind);
        Assert.Equal(VerdictKind.Held, Again(manager, first).Kind);
    }

    [Fact]
    public async Task A_new_window_wakes()
    {
        await using BudgetManager manager = Make.Manager(
            o => (o.TimeProvider, o.MaxHoldTtl) = (_time, TimeSpan.FromDays(1)), Make.Policy("day", 100), Make.Policy("ever", 1000, period: BudgetPeriod.Lifetime));
        manager.Reserve(Make.Request(100));
        Task<Reservation> waiting = manager.ReserveAsync(Make.Request(100) with { WaitForHolds = TimeSpan.FromDays(1) }).AsTask();
        _time.Advance(TimeSpan.FromHours(12));
        await Soon(waiting);
        Assert.Equal((0, 100, 0, 0), manager.GetStatus("day").Figures());
    }

    /// <summary>Waiting for money is not a way around the slots of a policy that slows calls down.</summary>
    [Fact]
    public async Task Whoever_waited_for_money_waits_for_a_slot_too()
    {
        await using BudgetManager manager = Manager(Make.Policy(nanos: 1000) with { Action = LimitAction.Throttle, MaxRatePerMinute = 60 });
        Reservation[] held = [.. Enumerable.Range(0, 4).Select(_ => manager.Reserve(Make.Request(200)))];
        manager.Reserve(Make.Request(200));
        Task<Reservation>[] waiting = [.. Enumerable.Range(0, 2).Select(_ => WaitAsync(manager, 1))];
        manager.Settle(held[0], 190);

        // 99 % are used: the next slot is a second away, and the one after it twenty more; nobody waits as long as that.
        Assert.Equal(RejectionReason.Throttled, (await Assert.ThrowsAsync<BudgetExceededException>(() => waiting[1].WaitAsync(TimeSpan.FromSeconds(30)))).Reason);
        Assert.Equal(800, manager.InFlight.Total.Nanos);
        Assert.False(waiting[0].IsCompleted);
        await _time.TimerWithinAsync(TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Soon(waiting[0]);
    }

    [Fact]
    public async Task A_hold_is_as_old_as_the_hold_and_not_as_the_wait()
    {
        await using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        Reservation blocking = manager.Reserve(Make.Request(100));
        Task<Reservation> waiting = WaitAsync(manager, 100);
        _time.Advance(TimeSpan.FromMinutes(9));
        manager.Void(blocking, "test");
        Reservation held = await Soon(waiting);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(ReservationState.Held, held.State);
        _time.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(ReservationState.Suspended, held.State);
    }

    /// <summary>Many who wait, on accounts of their own and shared ones, with random holds and ends: all are served, and never is more out than the limits say.</summary>
    [Fact]
    public async Task Of_a_crowd_nobody_is_forgotten_and_nobody_overspends()
    {
        await using BudgetManager manager = Make.Manager(
            static o => o.TimeProvider = TimeProvider.System, Make.Policy("all", 300), Make.Policy("users", 150, BudgetScope.User), Make.Policy("models", 200, BudgetScope.Model));
        int served = 0, calls = Soak.Rounds(60, 3_000);
        long most = 0;
        Account all = manager.Book.Find("all", null, manager.TimeProvider.GetUtcNow())!;
        Task[] crowd = [.. Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            var random = new Random(i);
            for (int call = 0; call < calls; call++)
            {
                using var cancel = new CancellationTokenSource();
                SpendRequest request = Make.Request(1 + random.Next(150), "u" + random.Next(3), "m" + random.Next(2)) with { WaitForHolds = s_patience };
                Task<Reservation> reserve = manager.ReserveAsync(request, cancel.Token).AsTask();
                if (random.Next(10) == 0)
                    await cancel.CancelAsync();
                try
                {
                    Reservation reservation = await reserve;
                    if (random.Next(2) == 0)
                        await Task.Yield();
                    AccountFigures figures = manager.Admission.FiguresOf(all);
                    lock (_mostLock)
                        most = Math.Max(most, figures.Spent + figures.Held + figures.Suspense);
                    if (random.Next(2) == 0)
                        await manager.VoidAsync(reservation, "test");
                    else
                        await manager.SettleAsync(reservation, Usd.Zero, Make.Usage(0));
                }
                catch (OperationCanceledException)
                {
                    // Given up on purpose.
                }

                Interlocked.Increment(ref served);
            }
        }))];
        await Task.WhenAll(crowd).WaitAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(64 * calls, served);
        Assert.InRange(most, 150, 300);
        Assert.Equal(default, manager.InFlight);
        Assert.All(manager.GetStatus(), static s => Assert.Equal((0, 0, 0, 0), s.Figures()));
        SoakReport.Add("T-WAIT-1", $"{served} calls of 64 at once waited in line or gave up, nobody forgotten, at most {most} of 300 out");
    }

    /// <summary>Longer than any timer runs. It must neither fail nor leave a place in the line that takes money for nobody.</summary>
    [Fact]
    public async Task Whoever_would_wait_for_ever_waits_for_a_day()
    {
        await using BudgetManager manager = Manager(Make.Policy(nanos: 100, period: BudgetPeriod.Lifetime));
        Reservation first = manager.Reserve(Make.Request(100));
        SpendRequest patient = Make.Request(100) with { WaitForHolds = TimeSpan.MaxValue };
        Task<Reservation> waiting = manager.ReserveAsync(patient).AsTask();
        Assert.False(waiting.IsCompleted);
        manager.Void(first, "test");
        Reservation second = await Soon(waiting);
        Task<Reservation> never = manager.ReserveAsync(patient).AsTask();
        _time.Advance(TimeSpan.FromDays(1));
        await Assert.ThrowsAsync<BudgetExceededException>(() => never);
        manager.Settle(second, 0);
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
    }

    private BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(o => o.TimeProvider = _time, policies);

    private static Task<Reservation> WaitAsync(BudgetManager manager, long hold, CancellationToken cancellationToken = default) =>
        manager.ReserveAsync(Make.Request(hold) with { WaitForHolds = s_patience }, cancellationToken).AsTask();

    /// <summary>It is decided; only the thread pool may be busy.</summary>
    private static Task<Reservation> Soon(Task<Reservation> waiting) => waiting.WaitAsync(TimeSpan.FromSeconds(30));

    private static Reservation Ask(BudgetManager manager, long hold, out Verdict verdict)
    {
        var call = new Reservation(manager, ReservationId.New(DateTimeOffset.UnixEpoch), Make.Request(hold), DateTimeOffset.UnixEpoch, 0);
        verdict = Again(manager, call);
        return call;
    }

    private static Verdict Again(BudgetManager manager, Reservation call)
    {
        long now = manager.TimeProvider.GetUtcNow().UtcTicks;
        call.AccountSet = manager.Book.Resolve(call.Attribution, now);
        return manager.Admission.Reserve(call, now, mayWait: true);
    }
}
