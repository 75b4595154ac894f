namespace BudgetGen.Tests.Ledger;

/// <summary>Races that are too short for whole calls to show: two threads that step in lockstep over the bare parts.</summary>
public class RaceTests
{
    [Fact]
    public void OfTwoEndsAtTheSameInstantOneWins()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: 1_000_000));
        const int rounds = 50_000;
        var reservations = new Reservation[rounds];
        for (int i = 0; i < rounds; i++)
            reservations[i] = manager.Reserve(Make.Request(1));
        int wins = 0;
        Lockstep(rounds, (thread, round) =>
        {
            if (thread == 0 ? manager.Admission.Settle(reservations[round], 1, out _) : manager.Admission.Void(reservations[round]))
                Interlocked.Increment(ref wins);
        });

        Assert.Equal(rounds, wins);
        BudgetStatus status = manager.GetStatus("global");
        Assert.Equal(reservations.Count(static r => r.State == ReservationState.Settled), status.Spent.Nanos);
        Assert.Equal(0, status.Held.Nanos);
    }

    [Fact]
    public void OfTwoTakesOfTheLastMoneyOneWinsAndTheOtherLeavesNoTrace()
    {
        // Both share the last account and have one of their own, which the loser must not touch.
        using BudgetManager manager = Make.Manager(Make.Policy("users", 10, BudgetScope.User), Make.Policy("last", 10));
        long now = manager.TimeProvider.GetUtcNow().UtcTicks;
        SpendRequest[] requests = [Make.Request(10, "a"), Make.Request(10, "b")];
        AccountSet[] sets = [.. requests.Select(r => manager.Book.Resolve(r.Attribution, now))];
        const int rounds = 50_000;
        var won = new Reservation?[rounds];
        int[] taken = new int[rounds];
        Lockstep(
            rounds,
            (thread, round) =>
            {
                var call = new Reservation(manager, new ReservationId((ulong)round, (ulong)thread), requests[thread], DateTimeOffset.UnixEpoch, 0) { AccountSet = sets[thread] };
                if (manager.Admission.Reserve(call, now).Kind != VerdictKind.Held)
                    return;
                Interlocked.Increment(ref taken[round]);
                won[round] = call;
            },
            round =>
            {
                Assert.Equal(1, taken[round]);
                Assert.All(won[round]!.AccountSet!.Accounts.ToArray(), static a => Assert.Equal(0, a.Free));
                Assert.True(manager.Admission.Void(won[round]!));
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
