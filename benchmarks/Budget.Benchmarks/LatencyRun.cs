using System.Diagnostics;
using System.Globalization;
using BudgetGen.Sqlite;

namespace BudgetGen.Benchmarks;

/// <summary>
/// What full durability adds to a call, as its caller sees it: the wait until the hold is on disk plus the wait until the settlement is. Callers that do
/// nothing else show the most that the ledger takes; callers whose provider takes its time show what a call has to wait at a given load.
/// </summary>
internal static class LatencyRun
{
    private const int Callers = 1_000;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_run = TimeSpan.FromSeconds(8);

    public static async Task RunAsync()
    {
        Console.WriteLine("| 1,000 callers, provider takes about | calls a second | added, p50 | p99 | p99.9 |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (int milliseconds in new[] { 0, 10, 20, 50, 100, 500 })
            await MeasureAsync(TimeSpan.FromMilliseconds(milliseconds));
    }

    private static async Task MeasureAsync(TimeSpan provider)
    {
        string directory = Directory.CreateTempSubdirectory("budgetgen-latency-").FullName;
        try
        {
            BudgetOptions options = new BudgetOptions().UseSqlite(Path.Combine(directory, "budget.db"));
            foreach (BudgetPolicy policy in Policies.Of(5))
                options.AddPolicy(policy);
            await using var budget = new BudgetManager(options);
            long started = Stopwatch.GetTimestamp();
            List<long>[] added = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => CallAsync(budget, provider, started, new Random(i)))));
            long[] all = [.. added.SelectMany(static list => list).Order()];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {provider.TotalMilliseconds:0} ms | {all.Length / s_run.TotalSeconds:N0} | {At(all, 500):0.00} ms | {At(all, 990):0.00} ms | {At(all, 999):0.00} ms |"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<List<long>> CallAsync(BudgetManager budget, TimeSpan provider, long started, Random random)
    {
        var added = new List<long>();
        var who = new CallAttribution(User: "alice", Provider: "openai", Model: "gpt-4o-mini", Project: "bench");
        while (Stopwatch.GetElapsedTime(started) < s_warmUp + s_run)
        {
            long before = Stopwatch.GetTimestamp();
            Reservation reservation = await budget.ReserveAsync(new SpendRequest(who, Usd.FromNanos(1_000)));
            long held = Stopwatch.GetTimestamp();
            if (provider > TimeSpan.Zero)
            {
                // Half as long to half as long again: callers that all wait for the same time come back together, and would measure their own crowd.
                await Task.Delay(provider * (0.5 + random.NextDouble()));
            }

            long answered = Stopwatch.GetTimestamp();
            await budget.SettleAsync(reservation, Usd.FromNanos(700), new UsageRecord
            {
                Model = "gpt-4o-mini",
                Cost = Usd.FromNanos(700),
                Timestamp = DateTimeOffset.UnixEpoch,
                User = "alice",
                Provider = "openai",
                Project = "bench",
                Usage = LlmUsage.Of(100, 50),
            });
            if (Stopwatch.GetElapsedTime(started) >= s_warmUp)
                added.Add(Stopwatch.GetTimestamp() - answered + (held - before));
        }

        return added;
    }

    private static double At(long[] sorted, int perMille) => sorted.Length == 0 ? 0 : sorted[sorted.Length * (long)perMille / 1000] * 1000.0 / Stopwatch.Frequency;
}
