using System.Diagnostics;
using System.Globalization;
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
    /// <summary>What may be spent in one round, nano-dollars: about three hundred calls. The limit grows by it, so that every round presses against it.</summary>
    private const long RoundBudget = 5_000_000;

    private static readonly int s_rounds = Soak.Rounds(20, 200);

    [Fact]
    public async Task Kills_under_load_against_the_limit_lose_nothing_that_was_acknowledged_and_never_overspend()
    {
        using var scratch = new Scratch();
        await using FakeProvider provider = await FakeProvider.StartAsync();
        var random = new Random(20261122);
        string database = scratch.File("budget.db"), acknowledgements = scratch.File("acknowledged.txt");
        int killedInFlight = 0, pressed = 0;

        for (int round = 0; round < s_rounds; round++)
        {
            int before = provider.Log.Count;
            string limit = ((round + 1) * RoundBudget).ToString(CultureInfo.InvariantCulture);
            using (Process worker = Machine.Start(
                scratch.Path, Path.Combine(Machine.Output("tests/Budget.EndToEnd.Worker"), "Budget.EndToEnd.Worker.dll"), provider.OpenAIEndpoint.ToString(), database, acknowledgements, $"r{round}", limit))
            {
                // In the middle of load, and never at the same point; or when the limit holds the load up.
                int enough = before + random.Next(20, 500);
                Task<string?> refused = worker.StandardOutput.ReadLineAsync();
                while (provider.Log.Count < enough && !refused.IsCompleted)
                {
                    Assert.False(worker.HasExited, worker.HasExited ? await worker.StandardError.ReadToEndAsync() : "");
                    await Task.Delay(2);
                }

                worker.Kill();
                await worker.WaitForExitAsync();
                pressed += await refused is null ? 0 : 1;
            }

            killedInFlight += await CheckAsync(provider, database, acknowledgements, (round + 1) * RoundBudget);
        }

        Assert.True(killedInFlight > 0, "no call was in flight at any kill: the fault was not exercised");
        Assert.True(pressed > s_rounds / 10, $"the limit refused calls in {pressed} of {s_rounds} rounds only: it was not pressed");
        SoakReport.Add("T-KILL-1", $"{s_rounds} kills of real processes, the limit pressed in {pressed} rounds, {killedInFlight} calls in flight became unknown, 0 lost, 0 overspends");
    }

    /// <summary>Opens the ledger as the next process would, and compares it with what callers and the provider know.</summary>
    private static async Task<int> CheckAsync(FakeProvider provider, string database, string acknowledgements, long limit)
    {
        await using var budget = new BudgetManager(new BudgetOptions()
            .UseSqlite(database)
            .AddPolicy(new BudgetPolicy { Name = "Company", Period = BudgetPeriod.Lifetime, Limit = Usd.FromNanos(limit) }));

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

        // I5: what was charged never exceeds the limit, nor does what the provider billed, but for calls that cost more than they held.
        Assert.InRange((status.Spent + status.Suspense).Nanos, 0, limit + status.Overrun.Nanos);
        Assert.InRange(billed, 0, limit + status.Overrun.Nanos);
        return budget.RecoveredInFlight.Count;
    }
}
