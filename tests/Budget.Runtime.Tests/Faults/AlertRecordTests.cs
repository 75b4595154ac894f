using System.Collections.Concurrent;
using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Faults;

/// <summary>T-ALERT-1: each crossing is exactly one durable record, and it is delivered at least once, always with the same id.</summary>
public class AlertRecordTests
{
    private static readonly int s_users = Soak.Rounds(3_334, 33_334);

    private readonly InMemoryBudgetStore _store = new();
    private readonly FakeTime _time = new();
    private readonly ConcurrentQueue<BudgetAlert> _heard = new();

    [Fact]
    public async Task Every_crossing_is_one_record_and_one_delivery()
    {
        await using BudgetManager manager = Start(_store, Make.Policy("users", 100, BudgetScope.User));
        Threads.Run(4, thread =>
        {
            for (int user = thread; user < s_users; user += 4)
            {
                manager.RecordSpend(Make.Usage(90, "u" + user));
                manager.RecordSpend(Make.Usage(20, "u" + user));
                manager.RecordSpend(Make.Usage(20, "u" + user));
            }
        });
        await manager.FlushAlertsAsync();
        IReadOnlyList<AlertRecord> records = await _store.GetAlertsAsync();
        Assert.Equal(s_users * 3, records.Count);
        Assert.Equal(s_users * 3, records.Select(static r => r.Id).Distinct().Count());
        Assert.All(records, static r => Assert.True(r.Delivered));
        Assert.Equal(records.Select(static r => r.Id).Order(), _heard.Select(static a => a.Id).Order());
        SoakReport.Add("T-ALERT-1", $"{records.Count} crossings, one record and one delivery each");
    }

    [Fact]
    public async Task What_a_handler_did_not_take_is_delivered_at_the_next_start_with_the_same_id()
    {
        await using (BudgetManager first = Make.Manager(Options(_store), Make.Policy()))
        {
            first.AlertRaised += static (_, _) => throw new InvalidOperationException("the chat is down");
            first.RecordSpend(Make.Usage(850));
            await first.FlushAlertsAsync();
        }

        AlertRecord record = Assert.Single(await _store.GetAlertsAsync());
        Assert.False(record.Delivered);
        await using (BudgetManager second = Start(_store, Make.Policy()))
        {
            await second.FlushAlertsAsync();
            Assert.Equal(record.Id, Assert.Single(_heard).Id);
            Assert.True(Assert.Single(await _store.GetAlertsAsync()).Delivered);
        }

        await using BudgetManager third = Start(_store, Make.Policy());
        third.RecordSpend(Make.Usage(1));
        await third.FlushAlertsAsync();
        Assert.Single(_heard);
    }

    [Theory]
    [InlineData(StoreFault.Stall)]
    [InlineData(StoreFault.StallAfterCommit)]
    public async Task A_crash_between_the_spend_and_its_alert_or_its_delivery_loses_neither(StoreFault fault)
    {
        var dying = new FaultyStore(_store);
        BudgetManager first = Start(dying, Make.Policy());

        // The spend is durable; its alert is under way when the process dies.
        dying.FailAt(2, fault);
        Task spent = first.RecordSpendAsync(Make.Usage(850)).AsTask();
        Assert.True(spent.IsCompletedSuccessfully && dying.Fired == 1, "not exercised");
        await first.FlushAlertsAsync();
        dying.AbandonStalled();
        _heard.Clear();

        await using BudgetManager second = Start(_store, Make.Policy());
        await second.FlushAlertsAsync();
        AlertRecord record = Assert.Single(await _store.GetAlertsAsync());
        Assert.Equal(record.Id, Assert.Single(_heard).Id);
        Assert.True(record.Delivered);
    }

    [Fact]
    public async Task An_edit_arms_again_also_across_a_restart_and_each_version_is_its_own_record()
    {
        await using (BudgetManager first = Start(_store, Make.Policy()))
        {
            first.RecordSpend(Make.Usage(850));
            first.SetPolicy(Make.Policy(nanos: 1010));
            await first.FlushAlertsAsync();
            Assert.Equal(2, (await _store.GetAlertsAsync()).Count);
        }

        await using BudgetManager second = Start(_store, Make.Policy());
        second.RecordSpend(Make.Usage(1));
        await second.FlushAlertsAsync();
        Assert.Equal(2, _heard.Count);
        Assert.Equal(2, _heard.Select(static a => a.Id).Distinct().Count());
    }

    [Fact]
    public async Task Refusals_are_one_alert_and_one_record_for_each_reason()
    {
        for (int process = 0; process < 2; process++)
        {
            await using BudgetManager manager = Start(_store, Make.Policy() with { PerRequestLimit = new Usd(900) });
            for (int i = 0; i < 50; i++)
            {
                manager.Refusal(Make.Request(901));
                manager.Refusal(Make.Request(900) with { MaxCost = new Usd(5) });
                Reservation held = manager.Reserve(Make.Request(400));
                manager.Refusal(Make.Request(700));
                manager.Void(held, "test");
            }

            await manager.FlushAlertsAsync();
        }

        Assert.Equal(2, (await _store.GetAlertsAsync()).Count);

        // Those of the account once in each process, with the same ids; the caller's own cap has no account and no record.
        Assert.Equal(6, _heard.Count);
        Assert.Equal(2, _heard.GroupBy(static a => a.Id).Count(static same => same.Count() == 2));
    }

    [Fact]
    public async Task A_flood_of_requests_above_a_cap_without_an_account_is_one_alert()
    {
        BudgetPolicy cap = Make.Policy("cap", 50, BudgetScope.User, period: BudgetPeriod.PerRequest);
        await using BudgetManager manager = Start(_store, cap);
        for (int i = 0; i < 20; i++)
        {
            manager.Refusal(Make.Request(51, "alice"));
            manager.Refusal(Make.Request(51, "bob"));
        }

        await manager.FlushAlertsAsync();
        Assert.Equal(2, _heard.Count);
        manager.SetPolicy(cap with { Limit = new Usd(40) });
        manager.Refusal(Make.Request(51, "alice"));
        await manager.FlushAlertsAsync();
        Assert.Equal(3, _heard.Count);
    }

    /// <summary>S-DOS: whoever makes up names fills neither the store nor the line of alerts. Who has money here is told of all the same.</summary>
    [Theory]
    [InlineData(BudgetPeriod.Daily)]
    [InlineData(BudgetPeriod.Rolling)]
    [InlineData(BudgetPeriod.PerRequest)]
    public async Task A_flood_of_refused_strangers_leaves_a_bounded_number_of_records_and_alerts(BudgetPeriod period)
    {
        const int most = RefusalQuota.MostEach;
        BudgetPolicy policy = Make.Policy("users", 100, BudgetScope.User, period: period) with { Length = period == BudgetPeriod.Rolling ? TimeSpan.FromHours(1) : null };
        await using (BudgetManager manager = Start(_store, policy))
        {
            for (int i = 0; i < 5 * most; i++)
                manager.Refusal(Make.Request(101, "stranger-" + i));
            await manager.FlushAlertsAsync();
            Assert.Equal(most + 1, _heard.Count);
            Assert.Contains("more", _heard.Last().Message, StringComparison.Ordinal);
            Assert.Equal(period == BudgetPeriod.PerRequest ? 0 : most + 1, (await _store.GetAlertsAsync()).Count);
            if (period != BudgetPeriod.PerRequest)
            {
                manager.Settle(manager.Reserve(Make.Request(60, "alice")), 60);
                manager.Refusal(Make.Request(50, "alice"));
                await manager.FlushAlertsAsync();
                Assert.Equal("alice", _heard.Last().Status!.ScopeKey);
            }

            // The next day they are told of again, and an edit arms at once.
            int before = _heard.Count;
            _time.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));
            manager.Refusal(Make.Request(101, "tomorrow"));
            manager.SetPolicy(policy with { Limit = new Usd(90) });
            manager.Refusal(Make.Request(101, "after the edit"));
            await manager.FlushAlertsAsync();
            Assert.Equal(before + 2, _heard.Count);
        }
    }

    [Fact]
    public async Task A_restart_does_not_begin_to_count_strangers_anew()
    {
        const int most = RefusalQuota.MostEach;
        for (int process = 0; process < 3; process++)
        {
            await using BudgetManager manager = Start(_store, Make.Policy("users", 100, BudgetScope.User));
            for (int i = 0; i < most - 1; i++)
                manager.Refusal(Make.Request(101, $"stranger-{process}-{i}"));
        }

        Assert.Equal(most + 1, (await _store.GetAlertsAsync()).Count);
    }

    [Fact]
    public async Task Keys_that_differ_only_in_what_is_no_character_have_alerts_of_their_own()
    {
        await using BudgetManager manager = Start(_store, Make.Policy("users", 100, BudgetScope.User));
        foreach (string user in new[] { "\ud800", "\ud801", "\udc00", "\ufffd" })
            manager.RecordSpend(Make.Usage(90, user));
        await manager.FlushAlertsAsync();
        Assert.Equal(4, (await _store.GetAlertsAsync()).Count);
    }

    private Action<BudgetOptions> Options(IBudgetStore store) => o =>
    {
        o.Store = _ => store;
        o.TimeProvider = _time;
    };

    private BudgetManager Start(IBudgetStore store, params BudgetPolicy[] policies)
    {
        BudgetManager manager = Make.Manager(Options(store), policies);
        manager.AlertRaised += (_, alert) => _heard.Enqueue(alert);
        return manager;
    }
}
