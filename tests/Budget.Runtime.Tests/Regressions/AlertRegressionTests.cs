using System.Collections.Concurrent;

namespace BudgetGen.Tests.Regressions;

/// <summary>Alerts for every call, and alerts that never came.</summary>
public class AlertRegressionTests
{
    private readonly ConcurrentQueue<BudgetAlert> _alerts = new();
    private readonly FakeTime _time = new();

    [Fact]
    public async Task LiteLLM_3738_and_3113_a_line_that_is_crossed_is_one_alert_and_not_one_for_each_call()
    {
        await using BudgetManager manager = Manager(Make.Policy("users", 1_000, BudgetScope.User));
        int naive = 0;
        for (int call = 1; call <= 100; call++)
        {
            await manager.RecordSpendAsync(Make.Usage(10, "alice"));

            // Looks at the counter after each call, and says what it sees.
            naive += call * 10 >= 800 ? 1 : 0;
            manager.TryReserve(Make.Request(1_001, "alice"));
        }

        await manager.FlushAlertsAsync();
        Assert.Equal(21, naive);
        Assert.Equal(
            [AlertKind.PolicyViolation, AlertKind.ThresholdWarning, AlertKind.ThresholdCritical, AlertKind.LimitExceeded],
            _alerts.Select(static alert => alert.Kind));
        Assert.Equal(4, _alerts.Select(static alert => alert.Id).Distinct().Count());
    }

    [Fact]
    public async Task LiteLLM_27398_and_35800_no_crossing_is_silent_by_one_large_call_by_lost_calls_by_a_lower_limit_or_in_the_next_period()
    {
        await using BudgetManager manager = Manager(Make.Policy("day"), Make.Policy("soft", action: LimitAction.Warn), Make.Policy("month", 1_000_000, period: BudgetPeriod.Monthly));
        await manager.RecordSpendAsync(Make.Usage(1_000));
        await manager.FlushAlertsAsync();
        Assert.Equal(6, Take().Count);

        _time.Advance(TimeSpan.FromDays(1));
        await manager.SuspendAsync(await manager.ReserveAsync(Make.Request(960)), "timeout");
        await manager.FlushAlertsAsync();
        Assert.Equal([AlertKind.ThresholdWarning, AlertKind.ThresholdCritical, AlertKind.ThresholdWarning, AlertKind.ThresholdCritical], Take());

        // 1,000 spent and 960 lost are all of the new limit, and of the day's too.
        await manager.SetPolicyAsync(Make.Policy("month", 1_960, period: BudgetPeriod.Monthly));
        await manager.FlushAlertsAsync();
        Assert.Equal([AlertKind.ThresholdWarning, AlertKind.ThresholdCritical, AlertKind.LimitExceeded], Take());
    }

    private List<AlertKind> Take()
    {
        List<AlertKind> kinds = [.. _alerts.Select(static alert => alert.Kind)];
        _alerts.Clear();
        return kinds;
    }

    private BudgetManager Manager(params BudgetPolicy[] policies)
    {
        BudgetManager manager = Make.Manager(options => options.TimeProvider = _time, policies);
        manager.AlertRaised += (_, alert) => _alerts.Enqueue(alert);
        return manager;
    }
}
