using BudgetGen.Storage;

namespace BudgetGen.Tests.Ledger;

/// <summary>Races that are too short for whole calls to show: two threads that step in lockstep over the bare parts.</summary>
public class RaceTests
{
    [Fact]
    public void OfTwoEndsAtTheSameInstantOneWins()
    {
        using BudgetManager manager = Make.Manager(o => o.Enabled = false);
        const int rounds = 50_000;
        var reservations = new Reservation[rounds];
        for (int i = 0; i < rounds; i++)
            reservations[i] = manager.Reserve(Make.Request(1));
        int wins = 0;
        Lockstep(rounds, (thread, round) =>
        {
            if (reservations[round].TryMove(ReservationState.Held, thread == 0 ? ReservationState.Settled : ReservationState.Voided))
                Interlocked.Increment(ref wins);
        });

        Assert.Equal(rounds, wins);
    }

    [Fact]
    public void OfTwoTakesOfTheLastMoneyOneWinsAndTheOtherLeavesNoTrace()
    {
        // Both share the last account and have a first one of their own, which the loser must get back whole.
        var book = new AccountBook([Make.Policy("users", 10, BudgetScope.User)], Array.Empty<AccountBalance>());
        long now = new DateTimeOffset(2026, 8, 19, 12, 0, 0, TimeSpan.Zero).UtcTicks;
        book.Resolve(new CallAttribution("a"), now);
        book.Resolve(new CallAttribution("b"), now);
        book.Set(Make.Policy("last", 10));
        AccountSet[] sets = [book.Resolve(new CallAttribution("a"), now), book.Resolve(new CallAttribution("b"), now)];
        const int rounds = 50_000;
        int[] taken = new int[rounds];
        Lockstep(
            rounds,
            (thread, round) =>
            {
                if (sets[thread].Reserve(10) is null)
                    Interlocked.Add(ref taken[round], 1 + thread);
            },
            round =>
            {
                Assert.InRange(taken[round], 1, 2);
                AccountSet winner = sets[taken[round] - 1];
                Assert.All(winner.Accounts.ToArray(), static a => Assert.Equal(0, a.Free));
                winner.GiveBack(10);
                foreach (AccountSet set in sets)
                    Assert.All(set.Accounts.ToArray(), static a => Assert.Equal(10, a.Free));
            });
    }

    /// <summary>Runs two threads round by round: both start a round together, and the first looks at the result before the next one.</summary>
    private static void Lockstep(int rounds, Action<int, int> step, Action<int>? look = null)
    {
        int arrived = 0, released = 0;
        bool failed = false;
        Threads.Run(2, thread =>
        {
            for (int round = 0; round < rounds; round++)
            {
                Meet(ref arrived, (3 * round) + 1);
                step(thread, round);
                Meet(ref arrived, (3 * round) + 2);
                try
                {
                    if (thread == 0)
                        look?.Invoke(round);
                }
                catch
                {
                    Volatile.Write(ref failed, true);
                    throw;
                }
                finally
                {
                    if (thread == 0)
                        Volatile.Write(ref released, round + 1);
                }

                var wait = new SpinWait();
                while (Volatile.Read(ref released) <= round)
                    wait.SpinOnce(sleep1Threshold: -1);
                if (Volatile.Read(ref failed))
                    return;
                Meet(ref arrived, (3 * round) + 3);
            }
        });

        static void Meet(ref int arrived, int meeting)
        {
            Interlocked.Increment(ref arrived);
            var wait = new SpinWait();
            while (Volatile.Read(ref arrived) < 2 * meeting)
                wait.SpinOnce(sleep1Threshold: -1);
        }
    }
}
