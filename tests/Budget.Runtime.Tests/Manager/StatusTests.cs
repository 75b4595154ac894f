namespace BudgetGen.Tests.Manager;

public class StatusTests
{
    [Fact]
    public void AFreshManagerShowsItsBudgetsAtZero()
    {
        using BudgetManager manager = Make.Manager(
            Make.Policy("total"), Make.Policy("users", 10, BudgetScope.User), Make.Policy("bob", 20, BudgetScope.User, "bob"));
        Assert.Equal([("total", ""), ("bob", "bob")], manager.GetStatus().Select(static s => (s.Policy.Id, s.ScopeKey)));
        Assert.Equal([("users", "alice")], manager.GetUserStatus("alice").Select(static s => (s.Policy.Id, s.ScopeKey)));
        Assert.Equal([("users", "bob"), ("bob", "bob")], manager.GetUserStatus("bob").Select(static s => (s.Policy.Id, s.ScopeKey)));
    }

    [Fact]
    public void TheStatusOfAPolicyIsThatOfAllItsAccounts()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("total"), Make.Policy("users", 10, BudgetScope.User));
        manager.RecordSpend(Make.Usage(3, "zoe"));
        manager.RecordSpend(Make.Usage(4, "alice"));
        Assert.Equal([("alice", 4L), ("zoe", 3L)], manager.GetPolicyStatus("users").Select(static s => (s.ScopeKey, s.Spent.Nanos)));
        Assert.Equal(40m, manager.GetStatus(manager.GetPolicy("users")!, "alice").PercentUsed);
    }

    [Fact]
    public void AskingForWhatIsNotThereTeaches()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("total"), Make.Policy("users", 10, BudgetScope.User));
        Assert.Contains("In force are: total, users", Assert.Throws<ArgumentException>(() => manager.GetStatus("nope")).Message, StringComparison.Ordinal);
        Assert.Contains("one account for each User", Assert.Throws<ArgumentException>(() => manager.GetStatus("users")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutDailyAndMonthlyBudgetsTheSummarySaysNothing()
    {
        using BudgetManager manager = Make.Manager();
        Assert.Equal(new BudgetSummary(null, null, null, null, 0), manager.GetBudgetStatus());
    }

    [Fact]
    public void RecordedSpendAboveTheLimitIsAnOverrun()
    {
        using BudgetManager manager = Make.Manager(Make.Policy());
        manager.Reserve(Make.Request(300));
        manager.RecordSpend(Make.Usage(900));
        Assert.Equal((900, 300, 0, 200), manager.GetStatus("global").Figures());
        manager.RecordSpend(Make.Usage(5));
        Assert.Equal((905, 300, 0, 205), manager.GetStatus("global").Figures());
    }
}
