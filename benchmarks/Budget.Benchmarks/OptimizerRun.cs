using System.Diagnostics;
using System.Globalization;

namespace BudgetGen.Benchmarks;

/// <summary>What looking for savings takes: time and memory for ten times as many calls, up to a million, from 200 places.</summary>
internal static class OptimizerRun
{
    private const int Places = 200;

    private static readonly string[] s_models = ["gpt-4o", "gpt-4o-mini", "gpt-5", "claude-sonnet-5", "claude-haiku-4-5", "gemini-2.5-pro", "mistral-large-latest", "grok-4.5"];

    public static void Run()
    {
        var optimizer = new CostOptimizer(PricingRegistry.Embedded);
        optimizer.FindSavings(Calls(10_000));
        Console.WriteLine("| calls | time | per call | allocated per call | recommendations |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (int count in (int[])[10_000, 100_000, 1_000_000])
        {
            UsageRecord[] calls = Calls(count);
            GC.Collect();
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            OptimizationReport report = optimizer.FindSavings(calls, most: int.MaxValue);
            watch.Stop();
            long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {count:#,0} | {watch.Elapsed.TotalSeconds:0.00} s | {watch.Elapsed.TotalMicroseconds / count:0.0} us | {bytes / count} B | {report.Recommendations.Count} |"));
        }
    }

    private static UsageRecord[] Calls(int count)
    {
        var random = new Random(1);
        var start = new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int place = random.Next(Places);
            string model = s_models[place % s_models.Length];
            var usage = LlmUsage.Of(random.Next(100, 12_000), random.Next(1, 1_500));
            DateTimeOffset at = start.AddTicks(random.NextInt64(TimeSpan.FromDays(31).Ticks));
            return new UsageRecord
            {
                Model = model,
                Operation = $"Operation{place}.Run",
                User = $"user-{random.Next(1_000)}",
                Timestamp = at,
                Usage = usage,
                InputTokens = usage.TotalInput,
                OutputTokens = usage.TotalOutput,
                Cost = PricingRegistry.Embedded.Find(model, at: at)!.Value.CostOf(usage)!.Value.Amount,
            };
        })];
    }
}
