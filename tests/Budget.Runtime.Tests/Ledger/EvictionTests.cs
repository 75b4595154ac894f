using System.Runtime.CompilerServices;

namespace BudgetGen.Tests.Ledger;

/// <summary>Accounts are forgotten only where nothing would be forgotten with them.</summary>
public class EvictionTests
{
    [Fact]
    public void What_was_spent_held_or_lost_outlives_a_flood_of_users()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("users", 100, BudgetScope.User));
        manager.RecordSpend(Make.Usage(60, "spent"));
        manager.Reserve(Make.Request(60, "held"));
        manager.Suspend(manager.Reserve(Make.Request(60, "lost")), "timeout");
        manager.Settle(manager.Reserve(Make.Request(10, "overrun")), 30);
        manager.Reset("users", "overrun");
        Flood(manager);
        foreach (string user in new[] { "spent", "held", "lost" })
            manager.Refusal(Make.Request(50, user));
        Assert.Equal(20, manager.GetStatus("users", "overrun").Overrun.Nanos);
    }

    [Fact]
    public void A_call_that_is_expected_to_cost_nothing_may_cost_something_after_all()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("users", 100, BudgetScope.User));
        Reservation free = manager.Reserve(Make.Request(0, "free")), lost = manager.Reserve(Make.Request(0, "lost"));
        manager.Suspend(lost, "timeout");
        Flood(manager);
        manager.Settle(free, 70);
        manager.Settle(lost, 80);
        Assert.Equal((70, 0, 0, 70), manager.GetStatus("users", "free").Figures());
        Assert.Equal((80, 0, 0, 80), manager.GetStatus("users", "lost").Figures());
    }

    [Fact]
    public void A_lost_call_whose_hold_was_given_back_is_still_booked_when_its_cost_becomes_known()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("users", 100, BudgetScope.User) with { OnLost = LostRule.Release });
        Reservation lost = manager.Reserve(Make.Request(90, "alice"));
        manager.Suspend(lost, "timeout");
        Flood(manager);
        manager.Settle(lost, 70);
        Assert.Equal((70, 0, 0, 70), manager.GetStatus("users", "alice").Figures());
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(Make.Request(31, "alice")).Reason);
    }

    [Fact]
    public async Task A_correction_finds_an_account_that_was_forgotten()
    {
        await using BudgetManager manager = Make.Manager(static o => o.Store = static _ => new ListStore(), Make.Policy("users", 100, BudgetScope.User));
        Reservation free = manager.Reserve(Make.Request(10, "alice"));
        manager.Settle(free, 0);
        Flood(manager);
        Assert.True(await manager.AdjustAsync(free.Id, new Usd(40), "auditor", "it was billed after all"));
        Assert.Equal((40, 0, 0, 40), manager.GetStatus("users", "alice").Figures());
    }

    [Fact]
    public void A_flood_of_users_who_spend_nothing_is_bounded()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("users", 0, BudgetScope.User));
        for (int i = 0; i < 100_000; i++)
            manager.CanSpend(new Usd(1), "flood-" + i);
        Assert.InRange(manager.Book.Count, 1, 20_000);
    }

    [Fact]
    public void A_flood_of_users_who_spend_nothing_is_bounded_where_windows_roll()
    {
        using BudgetManager manager = Make.Manager(Rolling(0));
        for (int i = 0; i < 100_000; i++)
            manager.CanSpend(new Usd(1), "flood-" + i);
        Assert.InRange(manager.Book.Count, 1, 20_000);
        Assert.InRange(RollingOf(manager.Book).Count, 1, 20_000);
    }

    [Fact]
    public void A_flood_of_questions_about_users_whom_nobody_knows_is_bounded()
    {
        using BudgetManager manager = Make.Manager(Make.Policy("users", 100, BudgetScope.User), Rolling(100));
        manager.Settle(manager.Reserve(Make.Request(60, "alice")), 60);
        for (int i = 0; i < 50_000; i++)
        {
            manager.GetStatus("users", "flood-" + i);
            manager.GetUserStatus("other-" + i);
        }

        Assert.InRange(manager.Book.Count, 1, 20_000);
        Assert.All(manager.GetUserStatus("alice"), static status => Assert.Equal((60, 0, 0, 0), status.Figures()));
    }

    [Fact]
    public void What_was_spent_held_or_lost_in_a_rolling_window_outlives_a_flood_of_users()
    {
        var time = new FakeTime();
        using BudgetManager manager = Make.Manager(o => o.TimeProvider = time, Rolling(100));
        manager.RecordSpend(Make.Usage(60, "spent"));
        manager.Reserve(Make.Request(60, "held"));
        manager.Suspend(manager.Reserve(Make.Request(60, "lost")), "timeout");
        Reservation free = manager.Reserve(Make.Request(0, "free"));
        manager.CanSpend(new Usd(1), "nobody");
        time.Advance(TimeSpan.FromMinutes(5));
        manager.CanSpend(new Usd(1), "spent");
        Flood(manager);
        Assert.Equal(4, RollingOf(manager.Book).Count);
        foreach (string user in new[] { "spent", "held", "lost" })
            manager.Refusal(Make.Request(50, user));
        manager.Settle(free, 70);
        manager.Refusal(Make.Request(31, "free"));
        manager.Settle(manager.Reserve(Make.Request(100, "nobody")), 100);
        manager.Refusal(Make.Request(1, "nobody"));
    }

    /// <summary>A policy that is deleted and set again, the very same object, is another version: its alerts are armed again.</summary>
    [Fact]
    public async Task A_policy_that_comes_back_unchanged_reports_its_lines_again()
    {
        BudgetPolicy policy = Make.Policy(nanos: 100);
        int alerts = 0;
        await using BudgetManager manager = Make.Manager(o => o.AlertHandler = (_, _) => Interlocked.Increment(ref alerts), policy);
        manager.RecordSpend(Make.Usage(85));
        manager.DeletePolicy("global");
        manager.SetPolicy(policy);
        await manager.FlushAlertsAsync();
        Assert.Equal(2, alerts);
    }

    private static BudgetPolicy Rolling(long limit) => Make.Policy("rolling", limit, BudgetScope.User, period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromHours(1) };

    private static void Flood(BudgetManager manager)
    {
        int before = manager.Book.Count;
        lock (LockOf(manager.Book))
            Evict(manager.Book);
        Assert.True(manager.Book.Count <= before);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_lock")]
    private static extern ref Lock LockOf(AccountBook book);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_rolling")]
    private static extern ref Dictionary<(string PolicyId, string ScopeKey), RollingSum> RollingOf(AccountBook book);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Evict")]
    private static extern void Evict(AccountBook book);
}
