namespace BudgetGen.Tests.Manager;

public class WindowTests
{
    private readonly FakeTime _time = new(new DateTimeOffset(2026, 8, 19, 23, 59, 59, TimeSpan.Zero));

    [Fact]
    public void ANewDayIsANewAccountAndAnOldHoldSettlesInTheOldOne()
    {
        using BudgetManager manager = Manager(Make.Policy("day", 100), Make.Policy("month", 1000, period: BudgetPeriod.Monthly));
        Reservation old = manager.Reserve(Make.Request(100));
        manager.Refusal(Make.Request(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Reservation fresh = manager.Reserve(Make.Request(100));
        manager.Settle(old, 90);
        Assert.Equal((0, 100, 0, 0), manager.GetStatus("day").Figures());
        Assert.Equal((90, 100, 0, 0), manager.GetStatus("month").Figures());
        manager.Settle(fresh, 10);
        Assert.Equal((10, 0, 0, 0), manager.GetStatus("day").Figures());
        Assert.Equal(new DateTimeOffset(2026, 8, 21, 0, 0, 0, TimeSpan.Zero), manager.GetStatus("day").ResetsAt);
        Assert.Equal(2, manager.GetStatus().Count);
    }

    [Fact]
    public void AClockThatIsSetBackGrantsNothing()
    {
        using BudgetManager manager = Manager(Make.Policy("day", 100), Make.Policy("users", 50, BudgetScope.User));
        manager.Reserve(Make.Request(40, "alice"));
        _time.Advance(TimeSpan.FromSeconds(1));
        manager.Reserve(Make.Request(50, "alice"));
        _time.SetUtcNow(_time.GetUtcNow().AddDays(-3));
        manager.Refusal(Make.Request(1, "alice"));
        manager.Reserve(Make.Request(50, "new"));
        manager.Refusal(Make.Request(1, "other"));
        Assert.Equal(new DateTimeOffset(2026, 8, 20, 0, 0, 0, TimeSpan.Zero), manager.GetStatus("day").WindowStart);
    }

    [Fact]
    public void AClockThatIsAheadForAWhileForgetsNothing()
    {
        _time.Advance(TimeSpan.FromHours(12));
        using BudgetManager manager = Manager(Make.Policy("day", 100));
        DateTimeOffset now = _time.GetUtcNow();
        manager.RecordSpend(Make.Usage(100));
        _time.SetUtcNow(now.AddDays(2));

        // The timer sweeps; nobody calls, so no budget has been in the wrong day.
        _time.Advance(TimeSpan.FromMinutes(2));
        _time.SetUtcNow(now);
        manager.Refusal(Make.Request(1));
        Assert.Equal((100, 0, 0, 0), manager.GetStatus("day").Figures());
    }

    [Fact]
    public void ACustomBudgetAppliesBetweenItsDatesAndNotAgain()
    {
        DateTimeOffset now = _time.GetUtcNow();
        BudgetPolicy campaign = Make.Policy("campaign", 100, period: BudgetPeriod.Custom) with { Starts = now.AddHours(1), Ends = now.AddHours(2) };
        using BudgetManager manager = Manager(campaign);
        manager.Reserve(Make.Request(5000));
        _time.Advance(TimeSpan.FromHours(1));
        manager.Reserve(Make.Request(100));
        manager.Refusal(Make.Request(1));
        Assert.Equal((0, 100, 0, 0), manager.GetStatus("campaign").Figures());
        _time.Advance(TimeSpan.FromHours(1));
        manager.Reserve(Make.Request(5000));
        _time.SetUtcNow(now.AddHours(1.5));
        manager.Reserve(Make.Request(5000, "after it was over"));
        Assert.Throws<ArgumentException>(() => manager.SetPolicy(campaign with { Ends = now.AddDays(9) }));
    }

    [Fact]
    public void OldAccountsAreForgottenOnceNothingCanSettleIntoThem()
    {
        using BudgetManager manager = Manager(Make.Policy("users", 100, BudgetScope.User));
        Reservation slow = manager.Reserve(Make.Request(10, "slow"));
        for (int day = 0; day < 30; day++)
        {
            manager.Settle(manager.Reserve(Make.Request(10, "alice")), 10);
            _time.Advance(TimeSpan.FromDays(1));
        }

        manager.Reserve(Make.Request(10, "alice"));
        Assert.Equal("alice", Assert.Single(manager.GetStatus()).ScopeKey);
        manager.Settle(slow, 5);
        Assert.Equal((ReservationState.LateSettled, new Usd(5)), (slow.State, slow.Charged));
    }

    [Fact]
    public void ManyRolloversWithCallsInFlightLoseNothing()
    {
        using BudgetManager manager = Manager(Make.Policy("day", 1_000_000), Make.Policy("ever", 100_000_000, period: BudgetPeriod.Lifetime));
        var inFlight = new Queue<Reservation>();
        long spent = 0;
        for (int i = 0; i < 1000; i++)
        {
            inFlight.Enqueue(manager.Reserve(Make.Request(500)));
            inFlight.Enqueue(manager.Reserve(Make.Request(500)));
            _time.SetUtcNow(_time.GetUtcNow().AddDays(1));
            manager.ConfirmClock();
            if (inFlight.Count > 20)
            {
                manager.Settle(inFlight.Dequeue(), 400);
                manager.Void(inFlight.Dequeue(), "test");
                spent += 400;
            }
        }

        while (inFlight.TryDequeue(out Reservation? reservation))
        {
            manager.Settle(reservation, 400);
            spent += 400;
        }

        Assert.Equal((0, 0, 0, 0), manager.GetStatus("day").Figures());
        Assert.Equal((spent, 0, 0, 0), manager.GetStatus("ever").Figures());
    }

    private BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(o => o.TimeProvider = _time, policies);
}
