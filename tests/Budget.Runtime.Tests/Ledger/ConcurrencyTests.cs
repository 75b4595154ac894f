using System.Collections.Concurrent;
using BudgetGen.Storage;

namespace BudgetGen.Tests.Ledger;

public class ConcurrencyTests
{
    private const int ThreadCount = 64;

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task SixtyFourThreadsNeverSpendMoreThanTheLimitAndEverySumIsExact(int failEvery)
    {
        const long hold = 100, limit = 3_000_000;
        var store = new InMemoryBudgetStore();
        await using BudgetManager manager = Make.Manager(
            o => o.Store = _ => store,
            Make.Policy("global", limit),
            Make.Policy("users", 1_000_000, BudgetScope.User),
            Make.Policy("models", null, BudgetScope.Model),
            Make.Policy("soft", 10, action: LimitAction.Warn));
        long billed = 0, unknown = 0, rejected = 0, peak = 0;
        var billedByUser = new ConcurrentDictionary<string, long>();
        Threads.Run(ThreadCount, thread =>
        {
            var random = new Random(thread);
            string user = "user-" + (thread % 4);
            for (int call = 1; call <= 1000; call++)
            {
                Reservation reservation;
                try
                {
                    reservation = manager.Reserve(Make.Request(hold, user, "gpt-4o"));
                }
                catch (BudgetExceededException)
                {
                    Interlocked.Increment(ref rejected);
                    continue;
                }

                if (failEvery > 0 && random.Next(failEvery) == 0)
                {
                    if (random.Next(2) == 0)
                    {
                        manager.Void(reservation, "refused");
                        continue;
                    }

                    manager.Suspend(reservation, "timeout");
                    Interlocked.Add(ref unknown, hold);
                    continue;
                }

                long cost = random.Next((int)hold + 1);

                // Billed by the provider before we settle: what it logged may never exceed the limit, at any time.
                InterlockedMax(ref peak, Interlocked.Add(ref billed, cost) + Volatile.Read(ref unknown));
                billedByUser.AddOrUpdate(user, cost, (_, sum) => sum + cost);
                manager.Settle(reservation, cost);
            }
        });

        Assert.InRange(peak, 0, limit);
        Assert.Equal((billed, 0, unknown, 0), manager.GetStatus("global").Figures());
        Assert.Equal((billed, 0, unknown, 0), manager.GetStatus("models", "gpt-4o").Figures());
        Assert.Equal(billed, manager.GetStatus("soft").Spent.Nanos);
        foreach ((string user, long sum) in billedByUser)
            Assert.Equal(sum, manager.GetStatus("users", user).Spent.Nanos);
        Assert.All(await store.GetBalancesAsync(), balance =>
        {
            BudgetStatus status = manager.GetStatus(balance.Account.PolicyId, balance.Account.ScopeKey);
            Assert.Equal((status.Spent, status.Suspense, status.Overrun), (balance.Spent, balance.Suspense, balance.Overrun));
        });

        manager.AssertConserved();

        // The limit was pressed: otherwise this shows nothing.
        Assert.True(rejected > 0 && billed + unknown > limit * 95 / 100, $"rejected {rejected}, billed {billed}");
    }

    [Fact]
    public void ALimitHoldsWhileThreadsOverrunAndTheOverrunsAreCounted()
    {
        const long limit = 100_000;
        using BudgetManager manager = Make.Manager(Make.Policy("global", limit), Make.Policy("user", limit, BudgetScope.User));
        long overruns = 0;
        Threads.Run(ThreadCount, thread =>
        {
            var random = new Random(thread);
            for (int call = 0; call < 300; call++)
            {
                if (manager.WouldReject(Make.Request(10, "u")) is not null)
                    continue;
                try
                {
                    Reservation reservation = manager.Reserve(Make.Request(10, "u"));
                    long cost = random.Next(20);
                    Interlocked.Add(ref overruns, Math.Max(0, cost - 10));
                    manager.Settle(reservation, cost);
                }
                catch (BudgetExceededException)
                {
                    // Others were faster.
                }
            }
        });

        manager.AssertConserved();
        foreach (BudgetStatus status in manager.GetStatus())
        {
            Assert.Equal(overruns, status.Overrun.Nanos);
            Assert.Equal(0, status.Held.Nanos);
            Assert.InRange(status.Spent.Nanos, limit * 95 / 100, limit + overruns);
        }
    }

    [Fact]
    public void TheFirstCallsOfAnUnknownUserMeetOneAccount()
    {
        // 8 of 64 fit; LiteLLM #40095 let all of them pass.
        using BudgetManager manager = Make.Manager(o => o.DefaultUserLimit = new Usd(800));
        int rounds = 1000;
        int[] admitted = new int[rounds];
        using var round = new Barrier(ThreadCount);
        Threads.Run(ThreadCount, _ =>
        {
            for (int i = 0; i < rounds; i++)
            {
                SpendRequest request = Make.Request(100, "new-" + i);
                round.SignalAndWait();
                if (TryReserve(manager, request) is not null)
                    Interlocked.Increment(ref admitted[i]);
            }
        });

        Assert.All(admitted, static n => Assert.Equal(8, n));
        Assert.Equal(rounds, manager.GetPolicyStatus(PolicyBook.DefaultUserId).Count);
    }

    [Fact]
    public void LimitsAreEditedWhileCallsRunAndNothingIsLost()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1_000));
        long billed = 0;
        Threads.Run(8, thread =>
        {
            for (int i = 0; i < 2000; i++)
            {
                if (thread == 0)
                {
                    manager.SetPolicy(Make.Policy(nanos: i == 1999 ? 77_777 : i % 2 * 100_000));
                }
                else if (TryReserve(manager, Make.Request(10)) is { } reservation)
                {
                    Interlocked.Add(ref billed, 3);
                    manager.Settle(reservation, 3);
                }
            }
        });

        BudgetStatus status = manager.GetStatus("global");
        Assert.Equal((billed, 0, 0, 0), status.Figures());
        Assert.Equal(77_777 - billed, status.Remaining!.Value.Nanos);
        Assert.True(billed > 0);
        manager.AssertConserved();
    }

    [Fact]
    public void WhatCannotBeTakenEverywhereIsGivenBackEverywhere()
    {
        // Two threads fight over accounts of which one is always full: no trace may remain on the others.
        using BudgetManager manager = Make.Manager(
            Make.Policy("a", 100, BudgetScope.User), Make.Policy("b", 100, BudgetScope.Model), Make.Policy("c", 150));
        Threads.Run(8, thread =>
        {
            for (int i = 0; i < 3000; i++)
            {
                if (TryReserve(manager, Make.Request(60, "u" + (thread % 2), "m" + (thread % 3))) is { } reservation)
                    manager.Void(reservation, "test");
            }
        });

        Assert.All(manager.GetStatus(), static s => Assert.Equal((0, 0, 0, 0), s.Figures()));
        manager.AssertConserved();
        Reservation whole = manager.Reserve(Make.Request(100, "u0", "m0"));
        Assert.Equal(1, manager.InFlight.Count);
        manager.Void(whole, "test");
    }

    private static Reservation? TryReserve(BudgetManager manager, SpendRequest request)
    {
        try
        {
            return manager.Reserve(request);
        }
        catch (BudgetExceededException)
        {
            return null;
        }
    }

    private static void InterlockedMax(ref long target, long value)
    {
        long seen = Volatile.Read(ref target);
        while (seen < value)
            seen = Interlocked.CompareExchange(ref target, value, seen) is var now && now == seen ? value : now;
    }
}
