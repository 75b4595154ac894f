using System.Diagnostics;
using BudgetGen.Sqlite;
using BudgetGen.Storage;
using BudgetGen.TestProvider;

namespace BudgetGen.EndToEnd.Tests;

/// <summary>
/// kill -9 in the middle of load, with everything real: generated interceptors, OpenAI's client, a provider on loopback, the SQLite ledger. What a
/// caller had its answer for is settled; what was in flight is visible, and charged.
/// </summary>
[Collection("processes")]
public sealed class KillTests
{
    private const int Rounds = 20;

    [Fact]
    public async Task Twenty_kills_lose_nothing_that_was_acknowledged()
    {
        using var scratch = new Scratch();
        await using FakeProvider provider = await FakeProvider.StartAsync();
        var random = new Random(20261122);
        string database = scratch.File("budget.db"), acknowledgements = scratch.File("acknowledged.txt");
        int killedInFlight = 0;

        for (int round = 0; round < Rounds; round++)
        {
            int before = provider.Log.Count;
            using (Process worker = Machine.Start(
                scratch.Path, Path.Combine(Machine.Output("tests/Budget.EndToEnd.Worker"), "Budget.EndToEnd.Worker.dll"), provider.OpenAIEndpoint.ToString(), database, acknowledgements, $"r{round}"))
            {
                // In the middle of load, and never at the same point.
                int enough = before + random.Next(20, 400);
                while (provider.Log.Count < enough)
                {
                    Assert.False(worker.HasExited, worker.HasExited ? await worker.StandardError.ReadToEndAsync() : "");
                    await Task.Delay(5);
                }

                worker.Kill();
                await worker.WaitForExitAsync();
            }

            killedInFlight += await CheckAsync(provider, database, acknowledgements);
        }

        Assert.True(killedInFlight > 0, "no call was in flight at any kill: the fault was not exercised");
    }

    /// <summary>Opens the ledger as the next process would, and compares it with what callers and the provider know.</summary>
    private static async Task<int> CheckAsync(FakeProvider provider, string database, string acknowledgements)
    {
        await using var budget = new BudgetManager(new BudgetOptions()
            .UseSqlite(database)
            .AddPolicy(new BudgetPolicy { Name = "Company", Period = BudgetPeriod.Lifetime, Limit = Usd.FromDollars(1_000) }));

        IReadOnlyList<UsageRecord> settled = await budget.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });
        Dictionary<string, int> byCall = settled.GroupBy(static record => record.Operation!).ToDictionary(static group => group.Key, static group => group.Count());
        Assert.All(await File.ReadAllLinesAsync(acknowledgements), id => Assert.Equal(1, byCall.GetValueOrDefault(id)));

        // In flight when its process died: visible, charged at its hold, no longer held.
        IReadOnlyList<OpenReservation> open = await budget.Reader.GetOpenReservationsAsync();
        Assert.All(open, static reservation => Assert.True(reservation.Suspended));
        BudgetStatus status = Assert.Single(budget.GetStatus());
        Assert.Equal(Usd.Zero, status.Held);
        Assert.Equal(open.Sum(static reservation => reservation.Hold.Nanos), status.Suspense.Nanos);
        Assert.Equal(settled.Sum(static record => record.Cost.Nanos), status.Spent.Nanos);

        // The bracket: spent <= what the provider billed <= spent + suspense.
        long billed = provider.Log.Billed.Sum(static call => (call.Input * 150) + (call.Output * 600));
        Assert.InRange(billed, status.Spent.Nanos, (status.Spent + status.Suspense).Nanos);
        return budget.RecoveredInFlight.Count;
    }
}
