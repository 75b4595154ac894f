namespace BudgetGen.Tests.Ledger.Interleaving;

/// <summary>T-INTERLEAVE: every order of the critical sections of three threads, and the invariants after each of them.</summary>
public class InterleavingTests(ITestOutputHelper output)
{
    private static readonly BudgetPolicy s_limit = Make.Policy("limit", 100);
    private static readonly BudgetPolicy s_users = Make.Policy("users", 60, BudgetScope.User);
    private static readonly BudgetPolicy s_soft = Make.Policy("soft", 10, action: LimitAction.Warn);
    private static readonly BudgetPolicy s_lenient = Make.Policy("lenient", 200) with { OnLost = LostRule.Release };

    [Fact]
    public void Three_calls_that_press_one_limit() => Explore([s_limit], static w =>
    [
        () => { Reservation? r = w.Reserve(60); w.Settle(r, 50); r = w.Reserve(60); w.Void(r); },
        () => { Reservation? r = w.Reserve(50); w.Void(r); r = w.Reserve(50); w.Settle(r, 50); },
        () => { Reservation? r = w.Reserve(40); w.Suspend(r); if (r is not null) w.SettleLate(r, 45); },
    ]);

    [Fact]
    public void Three_accounts_are_taken_together_or_not_at_all() => Explore([s_limit, s_users, s_soft], static w =>
    [
        () => { Reservation? r = w.Reserve(60, "a"); w.Settle(r, 70); },
        () => { Reservation? r = w.Reserve(60, "a"); w.Void(r); r = w.Reserve(50, "b"); w.Settle(r, 20); },
        () => { Reservation? r = w.Reserve(60, "b"); w.Suspend(r); if (r is not null) w.Release(r); },
    ]);

    [Fact]
    public void A_settlement_comes_twice_and_the_sweeper_is_in_between() => Explore([s_limit, s_lenient], static w =>
    {
        Reservation r = w.Reserve(80)!;
        return
        [
            () => w.SettleOrLate(r, 90),
            () => w.SettleOrLate(r, 70),
            () => { w.Suspend(r); w.Void(r); w.Charge(r); },
        ];
    });

    [Fact]
    public void A_lost_call_is_decided_on_three_ways() => Explore([s_limit, s_lenient, s_users], static w =>
    {
        Reservation r = w.Reserve(50, "a")!;
        w.Suspend(r);
        return
        [
            () => { w.SettleLate(r, 60); w.Reserve(10, "a"); },
            () => { w.Release(r); w.Reserve(60, "a"); },
            () => { w.Charge(r); w.Void(w.Reserve(50, "a")); },
        ];
    });

    [Fact]
    public void A_limit_is_lowered_and_raised_while_calls_run() => Explore([s_limit], static w =>
    {
        Reservation r = w.Reserve(70)!;
        return
        [
            () => { w.Edit(s_limit with { Limit = new Usd(50) }); w.Edit(s_limit with { Limit = new Usd(120) }, 3); },
            () => { w.Settle(r, 40); w.Settle(w.Reserve(30), 35); },
            () => { w.Void(w.Reserve(50)); },
        ];
    });

    [Fact]
    public void Two_editors_and_a_call() => Explore([s_limit], static w =>
    [
        () => { w.Edit(s_limit with { Limit = new Usd(200) }); },
        () => { w.Edit(s_limit with { Limit = new Usd(40) }, 3); },
        () => { Reservation? r = w.Reserve(90); w.Settle(r, 95); },
    ]);

    [Fact]
    public void A_reset_and_a_correction_meet_calls_in_flight() => Explore([s_limit], static w =>
    {
        Account account = w.Account("limit");
        Reservation r = w.Reserve(60)!;
        w.Settle(w.Reserve(30), 30);
        return
        [
            () => { w.Reset(account); w.Reset(account); },
            () => { w.Settle(r, 70); w.Settle(w.Reserve(50), 10); },
            () => { w.Adjust(account, 20); w.Adjust(account, -15); },
        ];
    });

    [Fact]
    public void A_policy_comes_into_force_and_goes_while_calls_run() => Explore([s_limit], static w =>
    [
        () => { w.Edit(s_users); w.Remove("users"); w.Edit(s_users, 3); },
        () => { Reservation? r = w.Reserve(70, "a"); w.Settle(r, 70); },
        () => { Reservation? r = w.Reserve(50, "a"); w.Suspend(r); },
    ]);

    [Fact]
    public void Accounts_in_their_zero_state_are_forgotten_while_free_calls_run() => Explore([s_limit, s_users], static w =>
    {
        Reservation r = w.Reserve(0, "a")!;
        return
        [
            () => { w.Evict(); w.Evict(); },
            () => { w.Settle(r, 50); w.Void(w.Reserve(20, "a")); },
            () => { w.Settle(w.Reserve(60, "a"), 60); },
        ];
    });

    [Fact]
    public void Whoever_waits_for_holds_is_woken() => Explore([s_limit], static w =>
    {
        Reservation r = w.Reserve(80)!;
        return
        [
            () => { w.Settle(w.Reserve(70, mayWait: true), 10); },
            () => { w.Void(w.Reserve(60, mayWait: true)); },
            () => { w.Settle(r, 20); w.Void(w.Reserve(30)); },
        ];
    });

    [Fact]
    public void Whoever_waits_on_three_accounts_is_woken() => Explore([s_limit, s_users, s_soft], static w =>
    {
        Reservation r = w.Reserve(60, "a")!, q = w.Reserve(40, "b")!;
        return
        [
            () => { w.Void(w.Reserve(50, "a", mayWait: true)); },
            () => { w.Void(w.Reserve(50, "b", mayWait: true)); },
            () => { w.Void(q); w.Settle(r, 5); },
        ];
    });

    [Fact]
    public void A_cancelled_waiter_leaves_no_trace_and_wakes_those_behind_it() => Explore([s_limit], static w =>
    {
        Reservation r = w.Reserve(60)!;
        return
        [
            () => w.ReserveAndCancel(100),
            () => w.Void(w.Reserve(40, mayWait: true)),
            () => { w.Settle(r, 0); },
        ];
    });

    [Fact]
    public void Whoever_waits_while_a_limit_is_raised_or_a_policy_goes_keeps_their_place() => Explore([s_limit], static w =>
    {
        Reservation r = w.Reserve(90)!;
        return
        [
            () => { w.Void(w.Reserve(60, mayWait: true)); },
            () => { w.Void(w.Reserve(95, mayWait: true)); },
            () => { w.Edit(s_limit with { Limit = new Usd(150) }); w.Settle(r, 50); },
        ];
    });

    [Fact]
    public void Whoever_waits_is_told_when_the_money_is_spent() => Explore([s_limit, s_lenient], static w =>
    {
        Reservation r = w.Reserve(60)!;
        return
        [
            () => w.Settle(w.Reserve(60, mayWait: true), 100),
            () => w.Settle(w.Reserve(50, mayWait: true), 50),
            () => { w.Suspend(r); w.Release(r); },
        ];
    });

    [Fact]
    public void Three_threads_of_four_steps_that_press_two_limits() => Explore([s_limit, s_users], static w =>
    [
        () => { w.Settle(w.Reserve(30, "a"), 30); w.Settle(w.Reserve(30, "a"), 40); },
        () => { w.Void(w.Reserve(40, "b")); w.Suspend(w.Reserve(20, "b")); },
        () => { w.Settle(w.Reserve(10, "a"), 10); w.Settle(w.Reserve(50, "b"), 20); },
    ]);

    /// <summary>Where nothing is refused, three threads of three steps have 9! / (3!)^3 orders. With BUDGET_SOAK they have four steps: 12! / (4!)^3.</summary>
    [Fact]
    public void Every_order_of_three_threads_of_many_steps() => Assert.Equal(Soak.IsOn ? 34_650 : 1_680, Explore([Make.Policy("roomy", 150), s_soft], static w =>
    [
        () => { w.Settle(w.Reserve(20), 25); Reservation? r = w.Reserve(20); if (Soak.IsOn) w.Settle(r, 10); },
        () => { w.Void(w.Reserve(30)); Reservation? r = w.Reserve(20); if (Soak.IsOn) w.Suspend(r); },
        () => { w.Settle(w.Reserve(10), 10); Reservation? r = w.Reserve(50); if (Soak.IsOn) w.Settle(r, 60); },
    ]));

    /// <summary>It can fail: what nearly every other system does, checking first and recording later, is found.</summary>
    [Fact]
    public void A_check_before_a_record_is_found()
    {
        var found = Assert.Throws<InterleavingException>(() => Explorer.Run(2, static explorer =>
        {
            long limit = 100, spent = 0;
            Action call = () =>
            {
                explorer.Step();
                bool fits = Volatile.Read(ref spent) + 60 <= limit;
                explorer.Step();
                if (fits)
                    spent += 60;
            };
            return ([call, call], () => World.Rule(spent <= limit, "I5"), static () => { });
        }));
        Assert.Contains("I5", found.Message, StringComparison.Ordinal);
        output.WriteLine(found.Message);
    }

    /// <summary>It can fail on the real parts too: with the check and the take in two critical sections of the same lock.</summary>
    [Fact]
    public void The_real_algorithm_with_its_check_and_its_take_apart_is_found()
    {
        var found = Assert.Throws<InterleavingException>(() => Explorer.Run(3, static explorer =>
        {
            BudgetManager manager = Make.Manager(s_limit);
            AccountSet set = manager.Book.Resolve(default, manager.TimeProvider.GetUtcNow().UtcTicks);
            manager.Admission.Lock.Entering = () => explorer.Step();
            Action call = () =>
            {
                if (manager.Admission.WouldRefuse(set, 40) is null)
                    manager.Admission.Adjust(set.Accounts, 40, isOverrun: false);
            };
            return ([call, call, call], () => World.Rule(set.Accounts[0].Committed <= 100, "I5"), static () => { });
        }));
        Assert.Contains("I5", found.Message, StringComparison.Ordinal);
        output.WriteLine(found.Message);
    }

    [Fact]
    public void A_lost_wake_up_is_found()
    {
        var found = Assert.Throws<InterleavingException>(() => Explorer.Run(2, static explorer =>
        {
            bool free = false, waits = false, woken = false;
            return (
                [
                    () =>
                    {
                        explorer.Step();
                        if (free)
                            return;
                        explorer.Step();
                        waits = true;
                        explorer.Step(() => woken);
                    },
                    () =>
                    {
                        explorer.Step();
                        free = true;
                        woken = waits;
                    },
                ],
                static () => { },
                static () => { });
        }));
        Assert.Contains("lost", found.Message, StringComparison.Ordinal);
    }

    /// <summary>All orders, none twice: two threads of two steps have six.</summary>
    [Fact]
    public void Every_order_is_run_once()
    {
        var orders = new List<string>();
        string order = "";
        int count = Explorer.Run(2, explorer =>
        {
            order = "";
            Action Steps(char name) => () =>
            {
                explorer.Step();
                order += name;
                explorer.Step();
                order += name;
            };
            return ([Steps('a'), Steps('b')], static () => { }, () => orders.Add(order));
        });
        Assert.Equal(6, count);
        Assert.Equal(["aabb", "abab", "abba", "baab", "baba", "bbaa"], orders.Order(StringComparer.Ordinal));
    }

    private int Explore(BudgetPolicy[] policies, Func<World, Action[]> scenario, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        int count = Explorer.Run(3, explorer =>
        {
            var world = new World(explorer, policies);
            return (scenario(world), world.Look, world.AtEnd);
        });
        output.WriteLine($"{name}: {count} orders");
        Assert.True(count > 5, $"{count} orders prove nothing");
        SoakReport.Add("T-INTERLEAVE", $"{name}: all {count} orders");
        return count;
    }
}
