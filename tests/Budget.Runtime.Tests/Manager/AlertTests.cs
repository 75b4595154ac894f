using System.Collections.Concurrent;

namespace BudgetGen.Tests.Manager;

public class AlertTests
{
    private readonly ConcurrentQueue<BudgetAlert> _alerts = new();

    private IEnumerable<AlertKind> Kinds => _alerts.Select(static a => a.Kind);

    [Fact]
    public async Task EachLineIsReportedOnceWhenChargedMoneyReachesIt()
    {
        await using BudgetManager manager = Manager(Make.Policy());
        await Spend(manager, 799);
        Assert.Empty(_alerts);
        await Spend(manager, 1);
        Assert.Equal([AlertKind.ThresholdWarning], Kinds);
        await Spend(manager, 149);
        Assert.Single(_alerts);
        await Spend(manager, 1);
        Assert.Equal([AlertKind.ThresholdWarning, AlertKind.ThresholdCritical], Kinds);
        await Spend(manager, 50);
        await Spend(manager, 50);
        Assert.Equal([AlertKind.ThresholdWarning, AlertKind.ThresholdCritical, AlertKind.LimitExceeded], Kinds);
        Assert.Equal([AlertLevel.Warning, AlertLevel.Critical, AlertLevel.Critical], _alerts.Select(static a => a.Level));
        Assert.Equal(new Usd(1000), _alerts.Last().Status!.Spent);
    }

    [Fact]
    public async Task HoldsDoNotCountAndSuspenseDoes()
    {
        await using BudgetManager manager = Manager(Make.Policy());
        Reservation reservation = manager.Reserve(Make.Request(900));
        await manager.FlushAlertsAsync();
        Assert.Empty(_alerts);
        await manager.SuspendAsync(reservation, "timeout");
        await manager.FlushAlertsAsync();
        Assert.Equal([AlertKind.ThresholdWarning], Kinds);
    }

    [Fact]
    public async Task AnEditOfTheLimitArmsThemAgain()
    {
        await using BudgetManager manager = Manager(Make.Policy());
        await Spend(manager, 850);
        manager.SetPolicy(Make.Policy(nanos: 2000));
        await Spend(manager, 700);
        Assert.Single(_alerts);
        await Spend(manager, 50);
        Assert.Equal(2, _alerts.Count);
        manager.SetPolicy(Make.Policy(nanos: 1700));
        await manager.FlushAlertsAsync();
        Assert.Equal(3, _alerts.Count);
    }

    [Fact]
    public async Task AResetOfTheDayArmsThemAgain()
    {
        await using BudgetManager manager = Manager(Make.Policy());
        await Spend(manager, 850);
        manager.ResetDaily();
        await Spend(manager, 700);
        Assert.Single(_alerts);
        await Spend(manager, 100);
        Assert.Equal(2, _alerts.Count);
    }

    [Fact]
    public async Task AccountsAreReportedEachForItself()
    {
        await using BudgetManager manager = Manager(Make.Policy("users", 100, BudgetScope.User));
        await manager.RecordSpendAsync(Make.Usage(80, "alice"));
        await manager.RecordSpendAsync(Make.Usage(80, "bob"));
        await manager.FlushAlertsAsync();
        Assert.Equal(["alice", "bob"], _alerts.Select(static a => a.Status!.ScopeKey));
    }

    [Fact]
    public async Task ThreadsThatCrossALineTogetherReportItOnce()
    {
        await using BudgetManager manager = Manager(Make.Policy("users", 6400, BudgetScope.User));
        const int users = 50;
        Threads.Run(16, _ =>
        {
            for (int i = 0; i < users * 4; i++)
                manager.RecordSpend(Make.Usage(100, "u" + (i / 4)));
        });
        await manager.FlushAlertsAsync();
        Assert.Equal(users * 3, _alerts.Count);
        Assert.Equal(users * 3, _alerts.Select(static a => (a.Kind, a.Status!.ScopeKey)).Distinct().Count());
    }

    [Fact]
    public async Task ARefusedCallIsAWarningAndAFloodOfThemIsNotAFloodOfWarnings()
    {
        await using BudgetManager manager = Manager(Make.Policy() with { PerRequestLimit = new Usd(500) });
        for (int i = 0; i < 3; i++)
            manager.Refusal(Make.Request(501));
        Reservation half = manager.Reserve(Make.Request(500));
        manager.Reserve(Make.Request(400));
        for (int i = 0; i < 3; i++)
            manager.Refusal(Make.Request(200));
        manager.Settle(half, 500);
        for (int i = 0; i < 3; i++)
            manager.Refusal(Make.Request(500 - i) with { MaxCost = null });
        await manager.FlushAlertsAsync();
        Assert.Equal([AlertKind.PolicyViolation, AlertKind.PolicyViolation], Kinds);
        Assert.All(_alerts, static a => Assert.Equal(AlertLevel.Warning, a.Level));
    }

    [Fact]
    public async Task AHandlerThatThrowsOrIsSlowDoesNotTouchTheCall()
    {
        using var release = new ManualResetEventSlim();
        int handled = 0;
        await using BudgetManager manager = Make.Manager(
            o => o.AlertHandler = (_, _) =>
            {
                release.Wait();
                handled++;
                throw new InvalidOperationException("handler");
            },
            Make.Policy("a"),
            Make.Policy("b"));
        manager.AlertRaised += (_, alert) => _alerts.Enqueue(alert);
        manager.RecordSpend(Make.Usage(2000));
        Assert.Equal(0, handled);
        release.Set();
        await manager.FlushAlertsAsync();
        Assert.Equal((6, 6), (handled, _alerts.Count));
    }

    [Fact]
    public async Task AHandlerMayStopTheManager()
    {
        BudgetManager? manager = null;
        var stopped = new TaskCompletionSource();
        manager = Make.Manager(
            o => o.AlertHandler = (_, _) =>
            {
                manager!.Dispose();
                stopped.TrySetResult();
            },
            Make.Policy());
        manager.RecordSpend(Make.Usage(1000));
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private BudgetManager Manager(params BudgetPolicy[] policies)
    {
        BudgetManager manager = Make.Manager(policies);
        manager.AlertRaised += (_, alert) => _alerts.Enqueue(alert);
        return manager;
    }

    private static async Task Spend(BudgetManager manager, long nanos)
    {
        await manager.RecordSpendAsync(Make.Usage(nanos));
        await manager.FlushAlertsAsync();
    }
}
