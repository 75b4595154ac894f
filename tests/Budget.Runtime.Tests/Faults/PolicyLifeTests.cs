using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Faults;

/// <summary>Policies across restarts, policies that count what was before them, and what an explanation says.</summary>
public class PolicyLifeTests
{
    private readonly InMemoryBudgetStore _store = new();
    private readonly FakeTime _time = new();

    [Fact]
    public async Task An_edit_outlives_restarts_until_the_configuration_says_something_new()
    {
        await using (BudgetManager first = Manager(Make.Policy()))
            first.SetPolicy(Make.Policy(nanos: 500), "alice", "too much");
        for (int i = 0; i < 2; i++)
        {
            await using BudgetManager same = Manager(Make.Policy());
            Assert.Equal(new Usd(500), same.GetPolicy("global")!.Limit);
            same.Refusal(Make.Request(501));
        }

        await using (BudgetManager changed = Manager(Make.Policy(nanos: 700)))
            Assert.Equal(new Usd(700), changed.GetPolicy("global")!.Limit);
        await using BudgetManager last = Manager(Make.Policy(nanos: 700));
        Assert.Equal(new Usd(700), last.GetPolicy("global")!.Limit);
        IReadOnlyList<PolicyChange> history = await last.GetPolicyHistoryAsync("global");
        Assert.Equal([(1, PolicyChange.Configuration), (2, "alice"), (3, PolicyChange.Configuration)], history.Select(static c => (c.Version, c.Actor)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_that_the_configuration_no_longer_has_is_gone(bool edited)
    {
        await using (BudgetManager first = Manager(Make.Policy()))
        {
            if (edited)
                first.SetPolicy(Make.Policy(nanos: 500), "alice");
            first.RecordSpend(Make.Usage(100));
        }

        for (int i = 0; i < 2; i++)
        {
            await using BudgetManager without = Manager();
            Assert.Empty(without.GetPolicies());
            Assert.Null((await without.GetPolicyHistoryAsync("global"))[^1].Definition);
        }

        // It comes back with what was spent.
        await using BudgetManager back = Manager(Make.Policy());
        Assert.Equal((100, 0, 0, 0), back.GetStatus("global").Figures());
    }

    [Fact]
    public async Task What_was_set_or_deleted_at_run_time_is_so_after_a_restart()
    {
        await using (BudgetManager first = Manager(Make.Policy(), Make.Policy("other")))
        {
            first.SetPolicy(Make.Policy("set", 300));
            Assert.True(first.DeletePolicy("other", "alice", "not needed"));
        }

        for (int i = 0; i < 2; i++)
        {
            await using BudgetManager next = Manager(Make.Policy(), Make.Policy("other"));
            Assert.Equal(["global", "set"], next.GetPolicies().Select(static p => p.Id).Order());
            next.Refusal(Make.Request(301));
        }

        await using BudgetManager changed = Manager(Make.Policy(), Make.Policy("other", 900));
        Assert.Equal(new Usd(900), changed.GetPolicy("other")!.Limit);
    }

    [Fact]
    public async Task A_policy_with_backfill_counts_what_was_spent_in_its_window_before_it()
    {
        await using BudgetManager manager = Manager(Make.Policy());
        manager.RecordSpend(Make.Usage(40, "alice"));
        manager.Settle(manager.Reserve(Make.Request(100, "bob")), 50);
        Reservation inFlight = manager.Reserve(Make.Request(100, "bob"));
        _time.Advance(TimeSpan.FromMinutes(1));
        BudgetPolicy users = Make.Policy("users", 60, BudgetScope.User) with { Backfill = true };
        manager.SetPolicy(users);
        manager.SetPolicy(Make.Policy("fresh", 60, BudgetScope.User));
        Assert.Equal((40, 0, 0, 0), manager.GetStatus("users", "alice").Figures());
        Assert.Equal((50, 0, 0, 0), manager.GetStatus("users", "bob").Figures());
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("fresh", "bob").Figures());
        Assert.Equal("users", manager.Refusal(Make.Request(11, "bob")).Policy!.Id);
        manager.Settle(inFlight, 7);
        Assert.Equal(50, manager.GetStatus("users", "bob").Spent.Nanos);

        // An edit is no new policy, and neither is a restart.
        manager.SetPolicy(users with { Limit = new Usd(70) });
        await using BudgetManager next = Manager(Make.Policy());
        Assert.Equal((40, 0, 0, 0), next.GetStatus("users", "alice").Figures());
    }

    [Fact]
    public async Task A_policy_that_is_deleted_and_set_again_counts_nothing_twice()
    {
        await using BudgetManager manager = Manager(Make.Policy());
        BudgetPolicy users = Make.Policy("users", 1000, BudgetScope.User) with { Backfill = true };
        manager.SetPolicy(users);
        manager.RecordSpend(Usage(40));
        manager.DeletePolicy("users");
        manager.RecordSpend(Usage(5));
        _time.Advance(TimeSpan.FromMinutes(1));
        manager.SetPolicy(users);
        Assert.Equal(45, manager.GetStatus("users", "alice").Spent.Nanos);
        Assert.Equal(45, (await _store.GetBalancesAsync()).Single(static b => b.Account.PolicyId == "users").Spent.Nanos);

        UsageRecord Usage(long nanos) => Make.Usage(nanos, "alice") with { Timestamp = _time.GetUtcNow() };
    }

    /// <summary>Spend that waits for the store is spend: a policy that counts what was spent before must not miss it.</summary>
    [Fact]
    public async Task A_policy_that_counts_what_was_spent_before_counts_what_waits_for_the_store()
    {
        var store = new FaultyStore(_store);
        await using BudgetManager manager = Make.Manager(o => { o.Store = _ => store; o.TimeProvider = _time; }, Make.Policy());
        BudgetPolicy users = Make.Policy("users", 100, BudgetScope.User) with { Backfill = true };
        store.FailAt(1, StoreFault.ErrorBeforeCommit, int.MaxValue);
        manager.RecordSpend(Make.Usage(60, "alice") with { Timestamp = _time.GetUtcNow() });
        _time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<BudgetStoreException>(() => manager.SetPolicyAsync(users with { Id = "unread" }));
        store.Heal();
        await manager.SetPolicyAsync(users);
        Assert.Equal(60, manager.GetStatus("users", "alice").Spent.Nanos);
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(Make.Request(41, "alice")).Reason);
    }

    [Fact]
    public async Task An_explanation_says_what_each_policy_would_say_and_changes_nothing()
    {
        await using BudgetManager manager = Manager(
            Make.Policy("exhausted", 100),
            Make.Policy("busy", 1000, period: BudgetPeriod.Weekly),
            Make.Policy("soft", 10, action: LimitAction.Warn),
            Make.Policy("of bob", 1, BudgetScope.User, "bob"),
            Make.Policy("cap", 50, period: BudgetPeriod.PerRequest),
            Make.Policy("free", 5000, BudgetScope.User));
        manager.RecordSpend(Make.Usage(95, "carol"));
        for (int i = 0; i < 2; i++)
        {
            Dictionary<string, PolicyExplanation> says = manager.Explain(Make.Request(60, "alice")).ToDictionary(static e => e.Policy.Id);
            Assert.Equal((true, false, RejectionReason.Exhausted), Of("exhausted"));
            Assert.Equal((true, true, null), Of("busy"));
            Assert.Equal((true, true, null), Of("soft"));
            Assert.Equal((false, true, null), Of("of bob"));
            Assert.Equal((true, false, RejectionReason.PerRequestCap), Of("cap"));
            Assert.Equal((true, true, null), Of("free"));
            Assert.Equal(new Usd(5), says["exhausted"].Status!.Remaining);

            (bool, bool, RejectionReason?) Of(string id) => (says[id].Applies, says[id].Admits, says[id].Reason);
        }

        Assert.Equal(0, manager.InFlight.Count);
        Assert.DoesNotContain(await _store.GetAlertsAsync(), static a => a.Kind == AlertKind.PolicyViolation);
    }

    private BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(
        o =>
        {
            o.Store = _ => _store;
            o.TimeProvider = _time;
        },
        policies);
}
