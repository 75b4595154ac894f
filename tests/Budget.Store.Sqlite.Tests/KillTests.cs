using System.Globalization;
using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>T-KILL-1 for the store: a process that books at full speed from several tasks is killed at random moments.</summary>
public sealed class KillTests
{
    private const int Rounds = 20;
    private const int RoundsPerLedger = 5;

    // Many, so that commits are large: what a kill can take away is what is acknowledged before the last of its commit has been written.
    private const int Tasks = 128;

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_process_is_killed()
    {
        var random = new Random();
        int settled = 0;
        for (int ledger = 0; ledger < Rounds / RoundsPerLedger; ledger++)
        {
            using var directory = new TestDirectory();
            var acknowledged = new Acknowledgements();
            for (int round = 0; round < RoundsPerLedger; round++)
            {
                string file = directory.File($"acks-{round}");
                using (Worker worker = await Worker.StartAsync("spend", directory.Database, file, Tasks.ToString(CultureInfo.InvariantCulture)))
                {
                    Assert.Equal("open", worker.FirstLine);
                    await Task.Delay(random.Next(1, 400));
                    worker.Kill();
                }

                acknowledged.Read(file);
                await AssertAsync(directory.Database, acknowledged);
            }

            settled += acknowledged.Settled.Count;
        }

        Assert.True(settled > 100, $"Only {settled} settlements were acknowledged: the rounds were not exercised.");
    }

    private static async Task AssertAsync(string database, Acknowledgements acknowledged)
    {
        await using var store = new SqliteBudgetStore(database);
        LedgerState state = store.Open(Now);
        await Figures.AssertBalancesAreSumsOfEntriesAsync(database);

        IReadOnlyList<UsageRecord> usage = await store.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });
        Dictionary<ReservationId, Usd> booked = usage.ToDictionary(static record => record.Reservation!.Value, static record => record.Cost);
        foreach ((ReservationId id, Usd amount) in acknowledged.Settled)
            Assert.Equal(amount, Assert.Contains(id, booked));

        // Every worker books all of its calls on the global account.
        Usd spent = state.Balances.SingleOrDefault(static b => b.Account.PolicyId == "global")?.Spent ?? default;
        Assert.Equal(usage.Sum(static record => record.Cost.Nanos), spent.Nanos);

        Dictionary<ReservationId, OpenReservation> open = (await store.Reader.GetOpenReservationsAsync()).ToDictionary(static o => o.Id);
        Assert.Equal(open.Values.Where(static o => !o.Suspended).Select(static o => o.Id).Order(), state.InFlight.Select(static o => o.Id).Order());
        foreach (ReservationId id in acknowledged.Ended)
            Assert.DoesNotContain(id, open);
        foreach ((ReservationId id, Usd hold) in acknowledged.Suspended)
        {
            // Unless its late settlement became durable, but the process was killed before it heard of that.
            if (!booked.ContainsKey(id))
                Assert.Equal((true, hold), (open[id].Suspended, open[id].Hold));
        }

        // A hold without an acknowledged end is in flight, or its end became durable and the process was killed before it heard of that.
        HashSet<ReservationId> entered = Figures.EnteredReservations(database);
        foreach ((ReservationId id, Usd hold) in acknowledged.Held)
        {
            if (open.TryGetValue(id, out OpenReservation? inFlight))
                Assert.Equal(hold, inFlight.Hold);
            else
                Assert.Contains(id, entered);
        }

        // Each task of each killed process waited for one end at most.
        Assert.InRange(acknowledged.Held.Keys.Count(id => entered.Contains(id)), 0, Tasks * RoundsPerLedger);
    }
}
