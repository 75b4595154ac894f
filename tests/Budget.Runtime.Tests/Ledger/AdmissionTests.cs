namespace BudgetGen.Tests.Ledger;

public class AdmissionTests
{
    public static TheoryData<BudgetScope> Scopes => [.. Enum.GetValues<BudgetScope>()];

    [Theory]
    [MemberData(nameof(Scopes))]
    public void ExactlyTheLimitSucceedsAndOneNanoMoreFails(BudgetScope scope)
    {
        using BudgetManager manager = Make.Manager(Make.Policy(scope: scope) with { TagName = scope == BudgetScope.Tag ? "env" : null });
        var attribution = new CallAttribution("alice", "openai", "gpt-4o", "web", "blue", "app", "Summarize", new CallTags(KeyValuePair.Create("env", "prod")));
        SpendRequest all = new(attribution, new Usd(1000));
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(all with { Hold = new Usd(1001) }).Reason);
        Assert.True(manager.CanSpend(all));
        Reservation whole = manager.Reserve(all);
        Assert.Equal(new Usd(1000), whole.Hold);
        Assert.Equal(RejectionReason.InFlight, manager.Refusal(all with { Hold = new Usd(1) }).Reason);
        manager.Settle(whole, 1000);
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(all with { Hold = new Usd(1) }).Reason);
        Assert.Equal((1000, 0, 0, 0), Assert.Single(manager.GetStatus()).Figures());
    }

    [Fact]
    public void ACallIsAdmittedByAllItsBudgetsOrChargedToNone()
    {
        using BudgetManager manager = Make.Manager(
            Make.Policy("global", 1000), Make.Policy("users", 500, BudgetScope.User), Make.Policy("models", 100, BudgetScope.Model));
        BudgetRejection refusal = manager.Refusal(Make.Request(200, "alice", "gpt-4o"));
        Assert.Equal("models", refusal.Policy!.Name);
        Assert.Equal("gpt-4o", refusal.ScopeKey);
        Assert.All(manager.GetStatus(), static s => Assert.Equal((0, 0, 0, 0), s.Figures()));
        manager.Reserve(Make.Request(100, "alice", "gpt-4o"));
        Assert.All(manager.GetStatus(), static s => Assert.Equal((0, 100, 0, 0), s.Figures()));
    }

    [Fact]
    public void ASpentBudgetIsBlamedBeforeABusyOne()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("global", 1000), Make.Policy("users", 100, BudgetScope.User));
        manager.Settle(manager.Reserve(Make.Request(100, "alice")), 100);
        manager.Reserve(Make.Request(900, "bob-has-room") with { Attribution = default });
        BudgetRejection refusal = manager.Refusal(Make.Request(50, "alice"));
        Assert.Equal((RejectionReason.Exhausted, "users"), (refusal.Reason, refusal.Policy!.Name));
    }

    [Fact]
    public void ASoftBudgetNeverRefusesAndGoesBelowZero()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 100, action: LimitAction.Warn));
        manager.Settle(manager.Reserve(Make.Request(300)), 250);
        BudgetStatus status = Assert.Single(manager.GetStatus());
        Assert.Equal((250, 0, 0, 0), status.Figures());
        Assert.Equal(new Usd(-150), status.Remaining);
        Assert.Equal(250m, status.PercentUsed);
    }

    [Fact]
    public void AnUnlimitedBudgetCountsAndNeverRefuses()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: null));
        manager.Settle(manager.Reserve(Make.Request(Usd.MaxCall.Nanos)), 7);
        manager.Reserve(Make.Request(5));
        BudgetStatus status = Assert.Single(manager.GetStatus());
        Assert.Equal((7, 5, 0, 0), status.Figures());
        Assert.Null(status.Remaining);
        Assert.Null(status.PercentUsed);
    }

    [Fact]
    public void ALimitOfNothingIsNotNoLimit()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 0));
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(Make.Request(1)).Reason);
        manager.Settle(manager.Reserve(Make.Request(0)), 0);
        Assert.Equal(100m, Assert.Single(manager.GetStatus()).PercentUsed);
    }

    [Fact]
    public void ACapRefusesBeforeAnyAccountIsTouched()
    {
        using BudgetManager manager = Make.Manager(
            o => o.PerRequestLimit = new Usd(500),
            Make.Policy("a", 10_000) with { PerRequestLimit = new Usd(300) },
            Make.Policy("b", 10_000) with { PerRequestLimit = new Usd(200) },
            Make.Policy("c", 10_000, action: LimitAction.Warn) with { PerRequestLimit = new Usd(10) });
        BudgetRejection byPolicy = manager.Refusal(Make.Request(201));
        Assert.Equal((RejectionReason.PerRequestCap, "b", new Usd(200)), (byPolicy.Reason, byPolicy.Policy!.Name, byPolicy.Limit!.Value));
        Assert.Equal(new Usd(500), manager.Refusal(Make.Request(501)).Limit);
        Assert.Equal(new Usd(50), manager.Refusal(Make.Request(51) with { MaxCost = new Usd(50) }).Limit);
        Assert.All(manager.GetStatus(), static s => Assert.Equal((0, 0, 0, 0), s.Figures()));
        manager.Reserve(Make.Request(200));
    }

    [Fact]
    public void MoreThanAnyCallMayCostIsRefusedEvenWithoutBudgets()
    {
        using BudgetManager manager = Make.Manager();
        Assert.Equal(RejectionReason.PerRequestCap, manager.Refusal(Make.Request(Usd.MaxCall.Nanos + 1)).Reason);
        Assert.False(manager.CanSpend(decimal.MaxValue));
    }

    [Fact]
    public void UsersHaveAccountsOfTheirOwnAndModelsAreOneWhateverTheirSpelling()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("users", 100, BudgetScope.User), Make.Policy("mini", 150, BudgetScope.Model, "GPT-4o-Mini"));
        manager.Reserve(Make.Request(100, "alice", "gpt-4o-mini"));
        Assert.Equal("mini", manager.Refusal(Make.Request(60, "bob", "gpt-4O-mini")).Policy!.Name);
        Assert.Equal("alice", manager.Refusal(Make.Request(1, "alice")).ScopeKey);
        manager.Reserve(Make.Request(100, "bob"));
        manager.Reserve(Make.Request(100, "Bob"));
        manager.Reserve(Make.Request(1_000_000));
    }

    [Fact]
    public void TheDefaultLimitIsForUsersWithoutABudgetOfTheirOwn()
    {
        using BudgetManager manager = Make.Manager(o => o.DefaultUserLimit = new Usd(10), Make.Policy("vip", 1000, BudgetScope.User, "vip"));
        manager.Reserve(Make.Request(1000, "vip"));
        Assert.Equal(PolicyBook.DefaultUserId, manager.Refusal(Make.Request(11, "new")).Policy!.Id);
        manager.SetBudget("new", new Usd(50));
        manager.Reserve(Make.Request(50, "new"));
        Assert.Single(manager.GetUserStatus("new"));
    }

    [Fact]
    public void TheRejectionSaysAllItKnows()
    {
        var time = new FakeTime();
        using BudgetManager manager = Make.Manager(o => o.TimeProvider = time, Make.Policy("users", 1000, BudgetScope.User));
        manager.Settle(manager.Reserve(Make.Request(300, "alice")), 200);
        manager.Suspend(manager.Reserve(Make.Request(100, "alice")), "timeout");
        manager.Reserve(Make.Request(500, "alice"));
        BudgetExceededException refusal = Assert.Throws<BudgetExceededException>(() => manager.Reserve(Make.Request(300, "alice", "gpt-4o")));
        Assert.Equal(
            (RejectionReason.InFlight, "alice", 1000L, 200L, 500L, 100L, 300L),
            (refusal.Reason, refusal.ScopeKey, refusal.Limit!.Value.Nanos, refusal.Spent.Nanos, refusal.Held.Nanos, refusal.Suspense.Nanos, refusal.Requested.Nanos));
        Assert.Equal(new DateTimeOffset(2026, 8, 20, 0, 0, 0, TimeSpan.Zero), refusal.ResetsAt);
        Assert.Equal("gpt-4o", refusal.Rejection.Model);
        Assert.Equal(refusal.Rejection, manager.WouldReject(Make.Request(300, "alice", "gpt-4o")));
    }

    [Fact]
    public async Task AnAsynchronousRefusalIsInTheTask()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1));
        ValueTask<Reservation> reserve = manager.ReserveAsync(Make.Request(2));
        await Assert.ThrowsAsync<BudgetExceededException>(async () => await reserve);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await manager.ReserveAsync(Make.Request(1), new CancellationToken(true)));
        Assert.Equal(0, manager.InFlight.Count);
    }

    [Fact]
    public void ANegativeHoldIsTheCallersMistake()
    {
        using BudgetManager manager = Make.Manager();
        Assert.Throws<ArgumentOutOfRangeException>(() => manager.Reserve(Make.Request(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => manager.Settle(manager.Reserve(Make.Request(1)), -1));
    }

    [Fact]
    public void SwitchedOffNothingIsReservedRefusedOrRecorded()
    {
        using BudgetManager manager = Make.Manager(o => o.Enabled = false, Make.Policy(nanos: 1));
        Reservation reservation = manager.Reserve(Make.Request(1000));
        manager.Settle(reservation, 1000);
        manager.RecordSpend(Make.Usage(5));
        Assert.True(manager.CanSpend(100m));
        Assert.Equal(ReservationState.Settled, reservation.State);
        Assert.Equal((0, 0, 0, 0), Assert.Single(manager.GetStatus()).Figures());
    }
}
