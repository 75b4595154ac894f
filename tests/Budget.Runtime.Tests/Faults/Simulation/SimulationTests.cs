using System.Globalization;

namespace BudgetGen.Tests.Faults;

/// <summary>T-SIM-1: random lives of processes with everything that can go wrong, and a provider whose log says what was really spent.</summary>
public class SimulationTests
{
    private static readonly int s_seeds = Soak.Rounds(500, 10_000);

    [Fact]
    public void Whatever_crashes_and_fails_the_ledger_agrees_with_the_providers_log()
    {
        var happened = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int seed = 0; seed < s_seeds; seed++)
        {
            var simulation = new Simulation(seed);
            string? wrong = simulation.Run();
            Assert.True(wrong is null, $"Seed {seed.ToString(CultureInfo.InvariantCulture)}: {wrong}\n{simulation.Trace}");
            foreach ((string what, int count) in simulation.Happened)
                happened[what] = happened.GetValueOrDefault(what) + count;
        }

        // What never happened was not tested.
        string[] wanted =
        [
            "crash", "crash at start", "clock jump", "outage toggled", "edit", "decision", "second end", "FailBeforeCommit", "FailAfterCommit", "CommitOnly",
            nameof(RejectionReason.Exhausted), nameof(RejectionReason.InFlight), nameof(RejectionReason.StoreUnavailable),
        ];
        Assert.All(wanted, what => Assert.True(happened.GetValueOrDefault(what) >= 100, $"{what}: {happened.GetValueOrDefault(what).ToString(CultureInfo.InvariantCulture)}"));
        SoakReport.Add("T-SIM-1", $"{s_seeds} seeds, {happened["crash"]} crashes, {happened["clock jump"]} clock jumps, {happened["outage toggled"]} outages begun or over, 0 differences");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(78)]
    public void A_seed_is_the_same_story_each_time(int seed)
    {
        HashSet<string> traces = [];
        for (int i = 0; i < 10; i++)
        {
            var simulation = new Simulation(seed);
            Assert.Null(simulation.Run());
            traces.Add(simulation.Trace);
        }

        Assert.Single(traces);
    }

    [Theory]
    [InlineData((int)SimBug.AcknowledgesBeforeCommit)]
    [InlineData((int)SimBug.RecoveryDropsHolds)]
    public void A_planted_bug_is_found_and_its_seed_fails_the_same_way_each_time(int bug)
    {
        int failing = Enumerable.Range(0, 200).First(seed => new Simulation(seed, (SimBug)bug).Run() is not null);
        HashSet<string> stories = [];
        for (int i = 0; i < 10; i++)
        {
            var simulation = new Simulation(failing, (SimBug)bug);
            Assert.NotNull(simulation.Run());
            stories.Add(simulation.Trace);
        }

        Assert.True(stories.Count == 1, string.Join("\n=====\n", stories));
        Assert.Contains("WRONG", stories.First(), StringComparison.Ordinal);
    }
}
