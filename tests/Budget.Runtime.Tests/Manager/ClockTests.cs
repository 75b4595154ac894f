using System.Collections.Concurrent;

namespace BudgetGen.Tests.Manager;

/// <summary>T-CLOCK-1: whatever a wall clock does, no more is granted than a right clock would have granted.</summary>
public class ClockTests
{
    private const long Limit = 100;
    private static readonly DateTimeOffset s_start = new(2026, 8, 19, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTime _time = new(s_start);
    private readonly ConcurrentQueue<BudgetAlert> _alerts = new();
    private TimeSpan _wrong;
    private TimeSpan _passed;

    public static TheoryData<string, long> Jumps => new()
    {
        { "an hour back", -TimeSpan.TicksPerHour },
        { "an hour ahead", TimeSpan.TicksPerHour },
        { "forty days ahead", 40 * TimeSpan.TicksPerDay },
        { "a day back", -TimeSpan.TicksPerDay },
        { "just within the tolerance", 59 * TimeSpan.TicksPerSecond },
    };

    [Theory]
    [MemberData(nameof(Jumps))]
    public async Task A_jump_grants_nothing(string jump, long ticks)
    {
        await using BudgetManager manager = Manager();
        long granted = 0;
        for (int minute = 0; minute < 4 * 24 * 60; minute++)
        {
            if (minute == 700)
                _wrong = new TimeSpan(ticks);
            Pass(TimeSpan.FromMinutes(1));
            granted += SpendAll(manager);

            // The oracle counts days by time that passed. A wall clock within the tolerance may begin a day so much too early.
            int days = 1 + (int)((s_start + _passed + (ticks > 0 && ticks < TimeSpan.TicksPerMinute ? new TimeSpan(ticks) : default)).Date - s_start.Date).TotalDays;
            Assert.True(granted <= days * Limit, $"{jump}: {granted} granted on day {days}, minute {minute}");
        }

        Assert.InRange(granted, 4 * Limit, 5 * Limit);
        await manager.FlushAlertsAsync();
        Assert.Equal(ticks > TimeSpan.TicksPerMinute ? 1 : 0, _alerts.Count(static a => a.Kind == AlertKind.ClockSuspect));
        Assert.Equal(ticks > TimeSpan.TicksPerMinute, manager.IsClockSuspect);
    }

    [Fact]
    public async Task A_clock_at_sixty_times_its_speed_grants_nothing()
    {
        await using BudgetManager manager = Manager();
        long granted = 0;
        for (int second = 0; second < 4 * 3600; second++)
        {
            _wrong += TimeSpan.FromSeconds(59);
            Pass(TimeSpan.FromSeconds(1));
            granted += SpendAll(manager);
        }

        // Four hours after noon, whatever the wall says.
        Assert.Equal(Limit, granted);
        await manager.FlushAlertsAsync();
        Assert.Single(_alerts, static a => a.Kind == AlertKind.ClockSuspect);
    }

    [Fact]
    public async Task A_jump_is_believed_once_somebody_has_looked_at_it()
    {
        await using BudgetManager manager = Manager();
        Assert.Equal(Limit, SpendAll(manager));
        _wrong = TimeSpan.FromDays(40);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(0, SpendAll(manager));
        Assert.True(manager.IsClockSuspect);
        Pass(TimeSpan.FromHours(1));
        Assert.Equal(0, SpendAll(manager));
        manager.ConfirmClock();
        Assert.False(manager.IsClockSuspect);
        Assert.Equal(Limit, SpendAll(manager));
        Pass(TimeSpan.FromDays(1));
        Assert.Equal(Limit, SpendAll(manager));
        await manager.FlushAlertsAsync();
        Assert.Single(_alerts, static a => a.Kind == AlertKind.ClockSuspect);
    }

    [Fact]
    public async Task A_clock_that_is_set_right_again_is_not_suspect_any_more_and_a_second_jump_is_a_second_alert()
    {
        await using BudgetManager manager = Manager();
        for (int i = 0; i < 2; i++)
        {
            _wrong = TimeSpan.FromHours(3);
            Pass(TimeSpan.FromSeconds(2));
            SpendAll(manager);
            Assert.True(manager.IsClockSuspect);
            _wrong = TimeSpan.Zero;
            Pass(TimeSpan.FromSeconds(2));
            SpendAll(manager);
            Assert.False(manager.IsClockSuspect);
        }

        await manager.FlushAlertsAsync();
        Assert.Equal(2, _alerts.Count(static a => a.Kind == AlertKind.ClockSuspect));
    }

    /// <summary>The window only goes on, for everybody: also for a caller whose accounts were found before the others moved on.</summary>
    [Fact]
    public void A_clock_that_is_set_back_finds_no_budget_of_the_day_before()
    {
        using BudgetManager manager = Manager();

        // Twice: the accounts of who calls again are kept at hand.
        manager.Settle(manager.Reserve(Make.Request(20, "alice")), 20);
        manager.Settle(manager.Reserve(Make.Request(20, "alice")), 20);
        Pass(TimeSpan.FromHours(12));
        manager.Settle(manager.Reserve(Make.Request(100, "bob")), 100);
        _wrong = TimeSpan.FromHours(-1);
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(Make.Request(1, "alice")).Reason);
        Assert.Equal(new DateTimeOffset(2026, 8, 20, 0, 0, 0, TimeSpan.Zero), manager.GetStatus("day").WindowStart);
    }

    /// <summary>Drift within the tolerance, for a month, never adds up to a suspicion.</summary>
    [Fact]
    public void A_clock_that_drifts_is_no_suspect()
    {
        using BudgetManager manager = Manager();
        for (int hour = 0; hour < 24 * 30; hour++)
        {
            _wrong += TimeSpan.FromSeconds(hour % 2 == 0 ? 1 : 0.5);
            Pass(TimeSpan.FromHours(1));
            SpendAll(manager);
            Assert.False(manager.IsClockSuspect);
        }
    }

    private BudgetManager Manager()
    {
        BudgetManager manager = Make.Manager(o => o.TimeProvider = _time, Make.Policy("day", Limit), Make.Policy("users", Limit, BudgetScope.User));
        manager.AlertRaised += (_, alert) => _alerts.Enqueue(alert);
        return manager;
    }

    /// <summary>Time passes; the wall clock shows it, wrong as it is.</summary>
    private void Pass(TimeSpan by)
    {
        _passed += by;
        _time.SetUtcNow(s_start + _passed + _wrong - by);
        _time.Advance(by);
    }

    /// <summary>As much as the ledger lets go, by two callers.</summary>
    private static long SpendAll(BudgetManager manager)
    {
        long granted = 0;
        foreach (string user in new[] { "alice", "bob" })
        {
            foreach (long hold in new[] { 60L, 25, 10, 5 })
            {
                while (manager.CanSpend(new Usd(hold), user))
                {
                    manager.Settle(manager.Reserve(Make.Request(hold, user)), hold);
                    granted += hold;
                }
            }
        }

        return granted;
    }
}
