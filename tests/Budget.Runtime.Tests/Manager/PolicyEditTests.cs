namespace BudgetGen.Tests.Manager;

public class PolicyEditTests
{
    [Fact]
    public void AChangedLimitKeepsWhatWasSpentAndHeld()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1000));
        manager.Settle(manager.Reserve(Make.Request(300)), 300);
        Reservation inFlight = manager.Reserve(Make.Request(500));
        manager.SetPolicy(Make.Policy(nanos: 400));
        BudgetStatus status = manager.GetStatus("global");
        Assert.Equal((300, 500, 0, 0), status.Figures());
        Assert.Equal(new Usd(-400), status.Remaining);
        Assert.Equal(RejectionReason.InFlight, manager.Refusal(Make.Request(100)).Reason);
        manager.Settle(inFlight, 50);
        manager.Reserve(Make.Request(50));
        manager.SetPolicy(Make.Policy(nanos: 1000));
        Assert.Equal(new Usd(600), manager.GetStatus("global").Remaining);
    }

    [Fact]
    public void ALimitCanBeTakenAwayAndPutBackAndAnActionChanged()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 10));
        manager.SetPolicy(Make.Policy(nanos: null));
        manager.Settle(manager.Reserve(Make.Request(70)), 70);
        manager.SetPolicy(Make.Policy(nanos: 100));
        Assert.Equal(new Usd(30), manager.GetStatus("global").Remaining);
        manager.SetPolicy(Make.Policy(nanos: 100, action: LimitAction.Warn));
        manager.Reserve(Make.Request(31));
        manager.SetPolicy(Make.Policy(nanos: 100));
        manager.Refusal(Make.Request(0));
    }

    [Fact]
    public void ANewPolicyAppliesToTheNextCallAndADeletedOneNoMore()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1000));
        manager.Reserve(Make.Request(10, "alice"));
        manager.SetPolicy(Make.Policy("users", 20, BudgetScope.User));
        Reservation held = manager.Reserve(Make.Request(20, "alice"));
        manager.Refusal(Make.Request(1, "alice"));
        Assert.True(manager.DeletePolicy("users"));
        Assert.False(manager.DeletePolicy("users"));
        manager.Reserve(Make.Request(100, "alice"));
        manager.Settle(held, 15);
        manager.SetPolicy(Make.Policy("users", 30, BudgetScope.User));
        Assert.Equal((15, 0, 0, 0), manager.GetStatus("users", "alice").Figures());
        Assert.Equal(new Usd(15), manager.GetStatus("users", "alice").Remaining);
    }

    [Fact]
    public void PoliciesAreListedByScopeInTheirOrder()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("b"), Make.Policy("u", scope: BudgetScope.User), Make.Policy("a"));
        Assert.Equal(["b", "u", "a"], manager.GetPolicies().Select(static p => p.Id));
        Assert.Equal(["b", "a"], manager.GetPolicies(BudgetScope.Global).Select(static p => p.Id));
        Assert.Equal("u", manager.GetPolicy("u")?.Name);
        Assert.Null(manager.GetPolicy("nobody"));
    }

    [Fact]
    public void AnEditThatMeansOtherAccountsIsRefusedWithItsRemedy()
    {
        using BudgetManager manager = Make.Manager(Make.Policy());
        Assert.Contains("an Id of its own", Assert.Throws<ArgumentException>(() => manager.SetPolicy(Make.Policy(scope: BudgetScope.User))).Message, StringComparison.Ordinal);
        Assert.Contains("SoftLimitPercent", Assert.Throws<ArgumentException>(() => manager.SetPolicy(Make.Policy() with { SoftLimitPercent = 0 })).Message, StringComparison.Ordinal);
        Assert.Equal(BudgetScope.Global, manager.GetPolicy("global")!.Scope);
    }

    [Fact]
    public void WrongOptionsAreRefusedWithEveryComplaint()
    {
        var refusal = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => Make.Manager(
            o =>
            {
                o.MaxHoldTtl = TimeSpan.Zero;
                o.PerRequestLimit = new Usd(-1);
                o.MaxBudget = new Usd(-1);
            },
            Make.Policy(key: "x")));
        Assert.Equal(4, refusal.Failures.Count());
    }

    [Fact]
    public void TheMaximumBudgetIsOneLifetimeLimitOnEverything()
    {
        var time = new FakeTime();
        using BudgetManager manager = Make.Manager(o =>
        {
            o.MaxBudget = Usd.FromDollars(0.001m);
            o.TimeProvider = time;
        });
        manager.Settle(manager.Reserve(Make.Request(1_000_000, "a")), 900_000);
        time.Advance(TimeSpan.FromDays(400));
        Assert.Equal("max-budget", manager.Refusal(Make.Request(100_001, "b")).Policy!.Id);
        BudgetStatus status = Assert.Single(manager.GetStatus());
        Assert.Null(status.ResetsAt);
        Assert.Null(status.WindowStart);
    }
}
