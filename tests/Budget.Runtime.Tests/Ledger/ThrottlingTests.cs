namespace BudgetGen.Tests.Ledger;

/// <summary>The rate of a throttling policy: r = rmax (1 - u) / (1 - p), a slot for each call, a longest wait, and what to say after it.</summary>
public class ThrottlingTests
{
    private readonly FakeTime _time = new();

    /// <summary>60 a minute at the soft line, then less in a straight line; the last hundredth slows no further.</summary>
    [Theory]
    [InlineData(80, 60, 799, 0)]
    [InlineData(80, 60, 800, 1_000)]
    [InlineData(80, 60, 900, 2_000)]
    [InlineData(80, 60, 950, 4_000)]
    [InlineData(80, 60, 990, 20_000)]
    [InlineData(80, 60, 999, 20_000)]
    [InlineData(80, 60, 1000, 20_000)]
    [InlineData(50, 30, 500, 2_000)]
    [InlineData(50, 30, 750, 4_000)]
    [InlineData(100, 60, 1000, 0)]
    public void Slots_are_as_far_apart_as_the_formula_says(int softLine, int rate, long used, int milliseconds)
    {
        using BudgetManager manager = Manager(softLine, rate, TimeSpan.FromHours(1));
        manager.RecordSpend(Make.Usage(used));
        Assert.Equal(VerdictKind.Held, Ask(manager, 0).Kind);
        for (int i = 1; i <= 3; i++)
        {
            Verdict verdict = Ask(manager, 0);
            Assert.Equal(milliseconds == 0 ? VerdictKind.Held : VerdictKind.Delayed, verdict.Kind);
            Assert.Equal(TimeSpan.FromMilliseconds(i * milliseconds), verdict.Delay);
        }
    }

    /// <summary>Holds count for u as spend does.</summary>
    [Fact]
    public void What_is_held_slows_too()
    {
        using BudgetManager manager = Manager(80, 60, TimeSpan.FromHours(1));
        manager.Reserve(Make.Request(900));
        Ask(manager, 0);
        Assert.Equal(TimeSpan.FromSeconds(2), Ask(manager, 0).Delay);
    }

    [Fact]
    public void A_greedy_caller_gets_the_rate_and_no_more()
    {
        using BudgetManager manager = Manager(80, 60, TimeSpan.Zero);
        manager.RecordSpend(Make.Usage(900));
        int admitted = 0;
        for (int i = 0; i < 600; i++)
        {
            if (Ask(manager, 0).Kind == VerdictKind.Held)
                admitted++;
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // A minute at half the rate.
        Assert.Equal(30, admitted);
    }

    [Fact]
    public async Task A_call_waits_for_its_slot_and_then_asks_again()
    {
        await using BudgetManager manager = Manager(80, 60, TimeSpan.FromSeconds(10));
        manager.RecordSpend(Make.Usage(900));
        manager.Reserve(Make.Request(0));
        Task<Reservation> second = manager.ReserveAsync(Make.Request(10)).AsTask(), third = manager.ReserveAsync(Make.Request(10)).AsTask();
        Assert.Equal(1, manager.InFlight.Count);
        _time.Advance(TimeSpan.FromMilliseconds(1_999));
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await second.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(third.IsCompleted);

        // The money may be gone by then; the slot is no promise.
        manager.RecordSpend(Make.Usage(85));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(RejectionReason.InFlight, (await Assert.ThrowsAsync<BudgetExceededException>(() => third.WaitAsync(TimeSpan.FromSeconds(30)))).Reason);
    }

    [Fact]
    public void Beyond_the_longest_wait_it_is_refused_with_the_time_to_come_again_and_the_slot_is_left()
    {
        using BudgetManager manager = Manager(80, 60, TimeSpan.FromSeconds(4));
        manager.RecordSpend(Make.Usage(900));
        Ask(manager, 0);
        Ask(manager, 0);
        Assert.Equal(TimeSpan.FromSeconds(4), Ask(manager, 0).Delay);
        for (int i = 0; i < 3; i++)
        {
            BudgetRejection refusal = manager.Refusal(Make.Request(0));
            Assert.Equal((RejectionReason.Throttled, TimeSpan.FromSeconds(6)), (refusal.Reason, refusal.RetryAfter));
        }

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(VerdictKind.Held, Ask(manager, 0).Kind);
    }

    [Fact]
    public void At_the_limit_a_hard_one_refuses_and_a_soft_one_goes_on_slowly()
    {
        using BudgetManager hard = Manager(80, 60, TimeSpan.FromHours(1)), soft = Manager(80, 60, TimeSpan.FromHours(1), isSoft: true);
        hard.RecordSpend(Make.Usage(1000));
        soft.RecordSpend(Make.Usage(1000));
        Assert.Equal(RejectionReason.Exhausted, hard.Refusal(Make.Request(1)).Reason);
        Assert.Equal(VerdictKind.Held, Ask(soft, 50).Kind);
        Assert.Equal((VerdictKind.Delayed, TimeSpan.FromSeconds(20)), (Ask(soft, 50).Kind, Ask(soft, 50).Delay - TimeSpan.FromSeconds(20)));
        Assert.Equal((1000, 50, 0, 0), soft.GetStatus("slow").Figures());
    }

    /// <summary>All slots or none: one policy that is too far away takes nothing from the other.</summary>
    [Fact]
    public void Slots_of_several_policies_are_taken_together()
    {
        BudgetPolicy near = Slow("near", 80, 60, TimeSpan.FromMinutes(1), false), far = Slow("far", 80, 1, TimeSpan.FromSeconds(1), false) with { Scope = BudgetScope.User };
        using BudgetManager manager = Make.Manager(o => o.TimeProvider = _time, near, far);
        manager.RecordSpend(Make.Usage(900, "alice"));
        Assert.Equal(VerdictKind.Held, Ask(manager, 0, "alice").Kind);
        for (int i = 0; i < 5; i++)
            Assert.Equal("far", Ask(manager, 0, "alice").Account!.Policy.Id);

        // Only the near one is asked about a call of nobody; its next slot is the second one.
        Assert.Equal(TimeSpan.FromSeconds(2), Ask(manager, 0).Delay);
    }

    /// <summary>The steps of a rolling window share its slots: a new step is no new beginning.</summary>
    [Fact]
    public void A_new_step_of_a_rolling_window_is_not_a_free_slot()
    {
        var rolling = new RollingWorld(Slow("slow", 80, 60, TimeSpan.Zero, false), _time);
        rolling.NewStep();
        Reservation spent = rolling.Reserve(900, mayWait: false, out _);
        rolling.Admission.Settle(spent, 900, out _);
        rolling.Reserve(0, mayWait: false, out Verdict first);
        rolling.NewStep();
        rolling.Reserve(0, mayWait: false, out Verdict second);
        Assert.Equal((VerdictKind.Held, RejectionReason.Throttled), (first.Kind, second.Reason));
    }

    private BudgetManager Manager(int softLine, int rate, TimeSpan maxWait, bool isSoft = false) =>
        Make.Manager(o => (o.TimeProvider, o.MaxHoldTtl) = (_time, TimeSpan.FromDays(1)), Slow("slow", softLine, rate, maxWait, isSoft));

    private static BudgetPolicy Slow(string name, int softLine, int rate, TimeSpan maxWait, bool isSoft) =>
        Make.Policy(name, 1000, action: LimitAction.Throttle) with { SoftLimitPercent = softLine, MaxRatePerMinute = rate, MaxWait = maxWait, IsSoft = isSoft };

    private static Verdict Ask(BudgetManager manager, long hold, string? user = null)
    {
        SpendRequest request = Make.Request(hold, user);
        long now = manager.TimeProvider.GetUtcNow().UtcTicks;
        var call = new Reservation(manager, ReservationId.New(DateTimeOffset.UnixEpoch), request, DateTimeOffset.UnixEpoch, 0)
        {
            AccountSet = manager.Book.Resolve(request.Attribution, now),
        };
        return manager.Admission.Reserve(call, now);
    }
}
