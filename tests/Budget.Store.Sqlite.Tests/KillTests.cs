using System.Globalization;

namespace BudgetGen.Sqlite.Tests;

/// <summary>T-KILL-1 for the store: a process that books at full speed from several tasks is killed at random moments.</summary>
public sealed class KillTests
{
    private static readonly int s_rounds = Soak.Rounds(20, 200);
    private const int RoundsPerLedger = 5;

    // Many, so that commits are large: what a kill can take away is what is acknowledged before the last of its commit has been written.
    private const int Tasks = 128;

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_when_the_process_is_killed()
    {
        var random = new Random();
        int settled = 0;
        for (int ledger = 0; ledger < s_rounds / RoundsPerLedger; ledger++)
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
                int unheard = await acknowledged.AssertAreDurableAsync(directory.Database);

                // Each task of each killed process waited for one end at most.
                Assert.InRange(unheard, 0, Tasks * RoundsPerLedger);
            }

            settled += acknowledged.Settled.Count;
        }

        Assert.True(settled > 100, $"Only {settled} settlements were acknowledged: the rounds were not exercised.");
        SoakReport.Add("T-KILL-1, store", $"{s_rounds} kills, {settled} settlements acknowledged, 0 lost");
    }
}
