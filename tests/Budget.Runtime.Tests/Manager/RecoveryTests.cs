using BudgetGen.Storage;

namespace BudgetGen.Tests.Manager;

public class RecoveryTests
{
    private readonly InMemoryBudgetStore _store = new();
    private readonly FakeTime _time = new();

    [Fact]
    public async Task WhatWasSpentIsThereAfterARestart()
    {
        await using (BudgetManager first = Manager())
        {
            first.Settle(first.Reserve(Make.Request(100, "alice")), 120);
            first.Suspend(first.Reserve(Make.Request(50, "alice")), "timeout");
            first.RecordSpend(Make.Usage(30, "bob"));
        }

        await using BudgetManager second = Manager();
        Assert.Equal(default, second.RecoveredInFlight);
        Assert.Equal([("global", ""), ("users", "alice"), ("users", "bob")], second.GetStatus().Select(static s => (s.Policy.Id, s.ScopeKey)));
        Assert.Equal((150, 0, 50, 20), second.GetStatus("global").Figures());
        Assert.Equal((120, 0, 50, 20), second.GetStatus("users", "alice").Figures());
        Assert.Equal(new Usd(800), second.GetStatus("global").Remaining);
        second.Refusal(Make.Request(801));
        second.Reserve(Make.Request(400, "bob"));
    }

    [Fact]
    public async Task WhatADeadOwnerLeftInFlightIsChargedAsUnknownOnce()
    {
        // Never disposed and never settled: as if it had been killed.
        BudgetManager dead = Manager();
        dead.Reserve(Make.Request(100, "alice"));
        dead.Reserve(Make.Request(23));

        await using (BudgetManager second = Manager())
        {
            Assert.Equal(new HoldTotals(2, new Usd(123)), second.RecoveredInFlight);
            Assert.Equal((0, 0, 123, 0), second.GetStatus("global").Figures());
            Assert.Equal((0, 0, 100, 0), second.GetStatus("users", "alice").Figures());
            second.AssertConserved();
            second.Refusal(Make.Request(878));
            Assert.All(await _store.GetOpenReservationsAsync(), static r => Assert.True(r.Suspended));
        }

        await using BudgetManager third = Manager();
        Assert.Equal(default, third.RecoveredInFlight);
        Assert.Equal((0, 0, 123, 0), third.GetStatus("global").Figures());
    }

    [Fact]
    public async Task HoldsOfYesterdayOrOfADeletedPolicyAreClosedWithoutTouchingToday()
    {
        BudgetManager dead = Manager(Make.Policy("gone"));
        dead.Reserve(Make.Request(100, "alice"));

        // Only the wall clock moves: the dead one sweeps no more.
        _time.SetUtcNow(_time.GetUtcNow().AddDays(1));
        await using BudgetManager second = Manager();
        Assert.Equal(1, second.RecoveredInFlight.Count);
        Assert.Equal((0, 0, 0, 0), second.GetStatus("global").Figures());
        Assert.Equal((100, 0), ((await _store.GetBalancesAsync()).Max(static b => b.Suspense.Nanos), second.InFlight.Count));
    }

    [Fact]
    public async Task WhatADeadOwnerLeftInFlightCountsAgainstABudgetThatIsSetAfterTheRestart()
    {
        BudgetManager dead = Manager();
        dead.SetBudget("alice", new Usd(300));
        dead.SetBudget("bob", new Usd(300));
        dead.Settle(dead.Reserve(Make.Request(50, "alice")), 50);
        dead.Reserve(Make.Request(100, "alice"));
        dead.Reserve(Make.Request(70, "bob"));

        await using (BudgetManager second = Manager())
        {
            second.SetBudget("alice", new Usd(300));
            second.SetBudget("bob", new Usd(300));
            Assert.Equal((50, 0, 100, 0), second.GetStatus("user/alice").Figures());
            Assert.Equal((0, 0, 70, 0), second.GetStatus("user/bob").Figures());
            second.Refusal(Make.Request(151, "alice"));
        }

        await using BudgetManager third = Manager();
        third.SetBudget("alice", new Usd(300));
        Assert.Equal((50, 0, 100, 0), third.GetStatus("user/alice").Figures());
    }

    [Fact]
    public async Task LinesThatWereCrossedBeforeTheRestartAreNotReportedAgain()
    {
        await using (BudgetManager first = Manager())
            first.RecordSpend(Make.Usage(900));
        var alerts = new List<AlertKind>();
        await using BudgetManager second = Manager();
        second.AlertRaised += (_, alert) => alerts.Add(alert.Kind);
        second.RecordSpend(Make.Usage(10));
        second.RecordSpend(Make.Usage(50));
        await second.FlushAlertsAsync();
        Assert.Equal([AlertKind.ThresholdCritical], alerts);
    }

    private BudgetManager Manager(params BudgetPolicy[] more) => Make.Manager(
        o =>
        {
            o.Store = _ => _store;
            o.TimeProvider = _time;
        },
        [Make.Policy(), Make.Policy("users", 500, BudgetScope.User), .. more]);
}
