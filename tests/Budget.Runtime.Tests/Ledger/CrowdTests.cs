using BudgetGen.Storage;

namespace BudgetGen.Tests.Ledger;

/// <summary>T-RACE-1 and T-CONS-1: crowds of calls with every kind of end. What the provider billed is counted apart, and nothing may differ from it by a nano.</summary>
public class CrowdTests
{
    private const int Hold = 100;

    [Fact]
    public async Task Ten_thousand_calls_at_once_press_five_budgets_and_every_sum_is_exact()
    {
        const long limit = 300_000;
        var store = new ListStore();
        BudgetPolicy[] policies =
        [
            Make.Policy("all", limit),
            Make.Policy("users", 90_000, BudgetScope.User),
            Make.Policy("models", 220_000, BudgetScope.Model),
            Make.Policy("providers", limit, BudgetScope.Provider, period: BudgetPeriod.Monthly),
            Make.Policy("soft", 1000, BudgetScope.Project, action: LimitAction.Warn),
        ];
        await using BudgetManager manager = Make.Manager(o => (o.Store, o.TimeProvider) = (_ => store, TimeProvider.System), policies);
        Account all = manager.Book.Find("all", null, manager.TimeProvider.GetUtcNow())!;
        var truth = new Truth();
        int rejected = 0, done = 0;
        long worst = 0;
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] tasks = [.. Enumerable.Range(0, 10_000).Select(i => Task.Run(async () =>
        {
            await start.Task;
            await CallAsync(i);
            Interlocked.Increment(ref done);
        }))];
        start.SetResult();

        // Real threads among the tasks, and one that looks all the time: I5 holds at every moment, not only afterwards.
        Threads.Run(5, thread =>
        {
            if (thread == 0)
            {
                while (Volatile.Read(ref done) < tasks.Length)
                {
                    AccountFigures figures = manager.Admission.FiguresOf(all);
                    worst = Math.Max(worst, figures.Spent + figures.Held + figures.Suspense - figures.Overrun);
                    Thread.Yield();
                }

                return;
            }

            for (int i = 0; i < 250; i++)
                CallAsync(100_000 + (1000 * thread) + i).GetAwaiter().GetResult();
        });
        await Task.WhenAll(tasks);

        Assert.InRange(worst, 0, limit);
        Assert.Equal(default, manager.InFlight);
        foreach (BudgetStatus status in manager.GetStatus())
        {
            (long spent, long suspense, long overrun) = truth.Of(status.Policy.Id, status.ScopeKey);
            Assert.Equal((spent, 0, suspense, overrun), status.Figures());
            if (status.Policy.Action == LimitAction.Block)
                Assert.InRange(spent + suspense, 0, status.Limit!.Value.Nanos + overrun);
            AccountBalance stored = store.Balances.Values.Single(b => b.Account.PolicyId == status.Policy.Id && b.Account.ScopeKey == status.ScopeKey);
            Assert.Equal((spent, suspense, overrun), (stored.Spent.Nanos, stored.Suspense.Nanos, stored.Overrun.Nanos));
        }

        // The limit was pressed: otherwise this shows nothing.
        (long billed, long unknown, _) = truth.Of("all", "");
        Assert.True(rejected > 0 && billed + unknown >= limit * 95 / 100, $"rejected {rejected}, billed {billed}, unknown {unknown}");

        async Task CallAsync(int i)
        {
            var random = new Random(i);
            SpendRequest request = Make.Request(Hold, "user-" + (i % 4), i % 3 == 0 ? "gpt-4o" : "claude", "provider-" + (i % 2), "project-" + (i % 5));
            for (int attempt = 0; attempt < 200; attempt++)
            {
                try
                {
                    Reservation reservation = await manager.ReserveAsync(request);
                    await Task.Yield();
                    await EndAsync(manager, reservation, random, truth);
                    return;
                }
                catch (BudgetExceededException refusal) when (refusal.Reason == RejectionReason.InFlight)
                {
                    // Others hold the room; they end soon.
                    Interlocked.Increment(ref rejected);
                    await Task.Yield();
                }
                catch (BudgetExceededException)
                {
                    Interlocked.Increment(ref rejected);
                    return;
                }
            }
        }
    }

    /// <summary>100,000 calls; with BUDGET_SOAK ten million.</summary>
    [Fact]
    public async Task Calls_with_random_ends_add_up_to_what_was_billed()
    {
        var truth = new Truth();
        await using BudgetManager manager = Make.Manager(Make.Policy("all", Usd.MaxLimit.Nanos), Make.Policy("users", Usd.MaxLimit.Nanos, BudgetScope.User), Make.Policy("soft", 1, action: LimitAction.Notify));
        int calls = Soak.Rounds(100_000, 10_000_000);
        const int threads = 4;
        Threads.Run(threads, thread =>
        {
            var random = new Random(thread);
            for (int i = 0; i < calls / threads; i++)
            {
                Reservation reservation = manager.Reserve(Make.Request(Hold, "user-" + random.Next(7)));
                EndAsync(manager, reservation, random, truth).GetAwaiter().GetResult();
            }
        });

        Assert.Equal(default, manager.InFlight);
        Assert.All(manager.GetStatus(), status =>
        {
            (long spent, long suspense, long overrun) = truth.Of(status.Policy.Id, status.ScopeKey);
            Assert.Equal((spent, 0, suspense), (status.Spent.Nanos, status.Held.Nanos, status.Suspense.Nanos));
            Assert.Equal(overrun, status.Overrun.Nanos);
            Assert.True(spent > 0 && suspense > 0 && overrun > 0);
        });
        SoakReport.Add("T-CONS-1", $"{calls} calls with random ends, spent and unknown exact to the nano, 0 held");
    }

    /// <summary>One of all ends that there are, at random; some of them twice, and at the same time.</summary>
    private static async Task EndAsync(BudgetManager manager, Reservation reservation, Random random, Truth truth)
    {
        int cost = random.Next(20) == 0 ? Hold + random.Next(Hold) : random.Next(Hold + 1);
        switch (random.Next(20))
        {
            case 0:
                await manager.VoidAsync(reservation, "refused");
                await manager.VoidAsync(reservation, "refused");
                break;
            case 1:
                truth.Lose(reservation);
                await manager.SuspendAsync(reservation, "timeout");
                break;
            case 2:
                await manager.SuspendAsync(reservation, "timeout");
                truth.Bill(reservation, cost);
                await manager.SettleAsync(reservation, new Usd(cost), Make.Usage(cost));
                break;
            case 3:
                await manager.SuspendAsync(reservation, "timeout");
                Assert.True(await manager.ReleaseAsync(reservation.Id, "tester", "not billed"));
                Assert.False(await manager.ReleaseAsync(reservation.Id, "tester", "not billed"));
                break;
            case 4:
                truth.Bill(reservation, cost);
                Task other = Task.Run(() => manager.Settle(reservation, cost));
                manager.Settle(reservation, cost);
                await other;
                break;
            default:
                truth.Bill(reservation, cost);
                await manager.SettleAsync(reservation, new Usd(cost), Make.Usage(cost));
                break;
        }
    }

    /// <summary>What a provider would have billed, by account.</summary>
    private sealed class Truth
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<(string Policy, string Key), (long Spent, long Suspense, long Overrun)> _sums = [];

        public void Bill(Reservation reservation, long cost) => Add(reservation, cost, 0, Math.Max(0, cost - reservation.Hold.Nanos));

        public void Lose(Reservation reservation) => Add(reservation, 0, reservation.Hold.Nanos, 0);

        public (long Spent, long Suspense, long Overrun) Of(string policy, string key) => _sums.GetValueOrDefault((policy, key));

        private void Add(Reservation reservation, long spent, long suspense, long overrun)
        {
            lock (_lock)
            {
                foreach (AccountKey key in reservation.AccountSet!.Keys)
                {
                    (long s, long u, long o) = _sums.GetValueOrDefault((key.PolicyId, key.ScopeKey));
                    _sums[(key.PolicyId, key.ScopeKey)] = (s + spent, u + suspense, o + overrun);
                }
            }
        }
    }
}
