using BudgetGen.Storage;

namespace BudgetGen.Tests.Regressions;

/// <summary>Calls that are in flight when something happens to the process, the window or the store.</summary>
public class FlightRegressionTests
{
    [Fact]
    public async Task LiteLLM_PR_30330_the_hold_of_a_process_that_died_is_shown_and_can_be_released()
    {
        // The process never settles, and never closes its ledger: it is gone.
        var store = new InMemoryBudgetStore();
        BudgetManager dead = Make.Manager(options => options.Store = _ => store, Make.Policy());
        Reservation lost = dead.Reserve(Make.Request(600));

        await using BudgetManager next = Make.Manager(options => options.Store = _ => store, Make.Policy());
        Assert.Equal(new HoldTotals(1, new Usd(600)), next.RecoveredInFlight);
        Assert.Equal((0, 0, 600, 0), next.GetStatus("global").Figures());
        Assert.Equal(lost.Id, Assert.Single(await next.Reader.GetOpenReservationsAsync()).Id);
        Assert.True(await next.ReleaseAsync(lost.Id, "ann", "the request never left"));
        Assert.Equal((0, 0, 0, 0), next.GetStatus("global").Figures());
        Assert.True(next.CanSpend(new Usd(1_000)));
    }

    [Fact]
    public void LiteLLM_PR_30522_a_reset_while_calls_are_in_flight_makes_nothing_negative()
    {
        // The counter with the hold in it is set to 0, and the settlement adds the difference to the hold.
        var naive = new CounterBudget(1_000);
        naive.Add("key", 600);
        naive.Reset("key");
        naive.Add("key", 500 - 600);
        Assert.Equal(-100, naive["key"]);
        Assert.True(naive.Check("key", 1_100));

        using BudgetManager manager = Make.Manager(Make.Policy());
        manager.RecordSpend(Make.Usage(200));
        Reservation call = manager.Reserve(Make.Request(600));
        manager.ResetDaily();
        Assert.Equal((0, 600, 0, 0), manager.GetStatus("global").Figures());
        manager.Settle(call, 500);
        Assert.Equal((500, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.False(manager.CanSpend(new Usd(501)));
    }

    [Fact]
    public void LiteLLM_29576_30002_25495_32245_24675_no_job_resets_so_none_is_late_and_old_spend_stays_in_its_period()
    {
        // The counter waits for a job that has not come by: the new day is refused.
        var naive = new CounterBudget(1_000);
        naive.Add("key", 1_000);
        Assert.False(naive.Check("key", 1));

        var time = new FakeTime(new DateTimeOffset(2026, 8, 31, 23, 59, 59, TimeSpan.Zero));
        using BudgetManager manager = Make.Manager(
            options => options.TimeProvider = time, Make.Policy("day"), Make.Policy("month", 5_000, period: BudgetPeriod.Monthly), Make.Policy("year", 50_000, period: BudgetPeriod.Yearly));
        manager.RecordSpend(Make.Usage(600));
        Reservation old = manager.Reserve(Make.Request(400));
        manager.Refusal(Make.Request(1));

        // A second is too short for any timer, and nobody has asked for anything in between.
        time.Advance(TimeSpan.FromSeconds(1));
        Reservation first = manager.Reserve(Make.Request(1_000));
        manager.Settle(old, 400);
        Assert.Equal((0, 1_000, 0, 0), manager.GetStatus("day").Figures());
        Assert.Equal((0, 1_000, 0, 0), manager.GetStatus("month").Figures());
        Assert.Equal((1_000, 1_000, 0, 0), manager.GetStatus("year").Figures());
        manager.Settle(first, 10);
        Assert.Equal(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero), manager.GetStatus("day").WindowStart);
    }

    [Theory]
    [InlineData("Europe/Berlin", 22)]
    [InlineData("America/New_York", 4)]
    [InlineData("Asia/Kolkata", 18.5)]
    public void LiteLLM_39726_34492_a_day_of_a_zone_begins_at_its_own_midnight(string zone, double utcHour)
    {
        var time = new FakeTime(new DateTimeOffset(2026, 8, 19, 0, 0, 0, TimeSpan.Zero).AddHours(utcHour).AddSeconds(-1));
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = time, Make.Policy() with { TimeZone = zone });
        manager.Settle(manager.Reserve(Make.Request(1_000)), 1_000);
        manager.Refusal(Make.Request(1));
        time.Advance(TimeSpan.FromSeconds(1));
        manager.Reserve(Make.Request(1_000));
        Assert.Equal(time.GetUtcNow(), manager.GetStatus("global").WindowStart);
        Assert.Equal(time.GetUtcNow().AddDays(1), manager.GetStatus("global").ResetsAt);
    }

    [Fact]
    public void LiteLLM_8364_34896_a_budget_with_another_period_does_not_count_the_spend_of_the_old_one()
    {
        var time = new FakeTime();
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = time);
        manager.SetBudget("alice", new Usd(1_000), BudgetPeriod.Monthly);
        manager.RecordSpend(Make.Usage(1_000, "alice"));
        manager.Refusal(Make.Request(1, "alice"));
        manager.SetBudget("alice", new Usd(500), BudgetPeriod.Daily);
        Reservation call = manager.Reserve(Make.Request(500, "alice"));
        manager.Settle(call, 500);
        Assert.Equal((500, 0, 0, 0), Assert.Single(manager.GetUserStatus("alice")).Figures());
        manager.SetBudget("alice", new Usd(1_000), BudgetPeriod.Monthly);
        Assert.Equal((1_000, 0, 0, 0), Assert.Single(manager.GetUserStatus("alice")).Figures());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LiteLLM_33923_closed_means_closed_for_writing_a_hold_too(bool late)
    {
        // Reading works, so whatever checks is content; only the reservation cannot be written.
        var store = new FlakyStore { Late = late, Refuses = static entry => entry.Kind == LedgerEntryKind.Hold };
        await using BudgetManager manager = Make.Manager(options => options.Store = _ => store, Make.Policy());
        Assert.True(manager.CanSpend(new Usd(10)));
        Assert.Empty(await manager.Reader.GetBalancesAsync());
        Assert.Equal(RejectionReason.StoreUnavailable, manager.Refusal(Make.Request(10)).Reason);
        Assert.Equal(RejectionReason.StoreUnavailable, (await manager.TryReserveAsync(Make.Request(10))).Rejection!.Reason);
        Assert.True(store.Refused >= 2);
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal((0, 0), (manager.InFlight.Count, manager.PendingEntries));
    }
}
