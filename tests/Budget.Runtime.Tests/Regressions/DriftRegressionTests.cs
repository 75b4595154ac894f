using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Regressions;

/// <summary>Figures that are not the sum of what was spent: phantom reservations, refilled counters, entries that count twice, jobs that book later.</summary>
public class DriftRegressionTests
{
    [Fact]
    public void LiteLLM_27639_30460_28283_27735_40050_36926_after_any_ends_the_figure_is_the_sum_of_the_bills()
    {
        // The hold sits on the spend figure, and whoever fails or is cancelled takes nothing off: phantom spend.
        var naive = new CounterBudget(long.MaxValue);
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1_000_000_000), Make.Policy("users", null, BudgetScope.User));
        long billed = 0, suspended = 0;
        Threads.Run(8, thread =>
        {
            var random = new Random(thread);
            for (int i = 0; i < 2_000; i++)
            {
                long hold = random.Next(1, 2_000), cost = random.Next((int)hold + 100);
                naive.Add("key", hold);
                Reservation call = manager.Reserve(Make.Request(hold, "u" + (i % 7)));
                switch (random.Next(10))
                {
                    case 0:
                        manager.Void(call, "refused by the provider");
                        break;
                    case 1:
                        manager.Suspend(call, "timeout");
                        Interlocked.Add(ref suspended, hold);
                        break;
                    case 2:
                        manager.Suspend(call, "timeout");
                        End(call, hold, cost);
                        break;
                    case 3:
                        End(call, hold, cost);
                        manager.Settle(call, cost);
                        manager.Void(call, "again");
                        break;
                    default:
                        End(call, hold, cost);
                        break;
                }
            }
        });
        Assert.True(naive["key"] > billed + suspended, "no call failed: nothing was shown");
        BudgetStatus status = manager.GetStatus("global");
        Assert.Equal((billed, 0, suspended), (status.Spent.Nanos, status.Held.Nanos, status.Suspense.Nanos));
        Assert.Equal(billed, manager.GetPolicyStatus("users").Sum(static user => user.Spent.Nanos));

        void End(Reservation call, long hold, long cost)
        {
            Interlocked.Add(ref billed, cost);
            naive.Add("key", cost - hold);
            manager.Settle(call, cost);
        }
    }

    [Fact]
    public void LiteLLM_28247_35570_and_PR_40940_a_ledger_that_many_open_is_not_added_up_many_times()
    {
        // Each pod adds what the database says to the counter that they share.
        var naive = new CounterBudget(1_000);
        for (int pod = 0; pod < 5; pod++)
            naive.Add("key", 250);
        Assert.Equal(1_250, naive["key"]);

        var store = new InMemoryBudgetStore();
        using (BudgetManager first = Make.Manager(options => options.Store = _ => store, Make.Policy()))
            first.Settle(first.Reserve(Make.Request(300)), 250);
        for (int start = 0; start < 5; start++)
        {
            using BudgetManager again = Make.Manager(options => options.Store = _ => store, Make.Policy());
            Assert.Equal((250, 0, 0, 0), again.GetStatus("global").Figures());
            Assert.Equal((250, 0, 0, 0), again.GetStatus("global").Figures());
            Assert.True(again.CanSpend(new Usd(750)));
            Assert.False(again.CanSpend(new Usd(751)));
        }

        BudgetManager[] pods = [.. Enumerable.Range(0, 5).Select(_ => Make.Manager(options => options.Store = _ => store, Make.Policy()))];
        Assert.All(pods, static pod => Assert.Equal((250, 0, 0, 0), pod.GetStatus("global").Figures()));
        Array.ForEach(pods, static pod => pod.Dispose());
    }

    [Theory]
    [InlineData(StoreFault.ErrorAfterCommit)]
    [InlineData(StoreFault.Duplicate)]
    public async Task LiteLLM_35569_a_settlement_that_was_written_and_is_tried_again_counts_once(StoreFault fault)
    {
        var inner = new InMemoryBudgetStore();
        var store = new FaultyStore(inner) { Counts = static entry => entry.Kind == LedgerEntryKind.Settle };
        await using BudgetManager manager = Make.Manager(options => options.Store = _ => store, Make.Policy());
        store.FailAt(1, fault);
        await manager.SettleAsync(await manager.ReserveAsync(Make.Request(300)), new Usd(250), Make.Usage(250));
        Assert.True(await manager.RetryPendingAsync());
        Assert.Equal(1, store.Fired);
        Assert.Equal((250, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal(new Usd(250), Assert.Single(await inner.GetBalancesAsync()).Spent);
        Assert.Single(await inner.GetUsageAsync(new UsageQuery()));
    }

    [Fact]
    public void Langwatch_421_spend_is_booked_when_the_call_ends_and_not_by_a_job()
    {
        // No time passes, so no timer fires; and the next call knows.
        using BudgetManager manager = Make.Manager(Make.Policy());
        manager.Settle(manager.Reserve(Make.Request(1_000)), 1_000);
        Assert.Equal((1_000, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(Make.Request(1)).Reason);
    }

    [Fact]
    public void Wso2_2936_a_budget_does_not_fill_up_again_as_a_rate_limit_does()
    {
        // A bucket of 1000 that refills evenly over the day, and a budget of 1000 a day; both are asked for 100 each hour.
        var time = new FakeTime(new DateTimeOffset(2026, 8, 19, 0, 0, 0, TimeSpan.Zero));
        using BudgetManager manager = Make.Manager(options => options.TimeProvider = time, Make.Policy());
        long bucket = 1_000, byRate = 0, spent = 0;
        for (int hour = 0; hour < 24; hour++)
        {
            if (bucket >= 100)
                (bucket, byRate) = (bucket - 100, byRate + 100);
            bucket = Math.Min(1_000, bucket + (1_000 / 24));
            if (manager.TryReserve(Make.Request(100)).Reservation is { } call)
            {
                manager.Settle(call, 100);
                spent += 100;
            }

            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.True(byRate > 1_500, $"the bucket let {byRate} through");
        Assert.Equal(1_000, spent);
    }
}
