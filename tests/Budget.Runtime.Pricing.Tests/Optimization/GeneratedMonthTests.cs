using System.Numerics;

namespace BudgetGen.Pricing.Tests.Optimization;

/// <summary>The optimizer against a slow recomputation that shares no code with it, to the nano-dollar.</summary>
public class GeneratedMonthTests
{
    private static readonly string[] s_providers = ["openai", "anthropic", "mistral"];

    private static readonly PriceBook s_own = PriceBook.Parse(
        $$"""
        { "schema": "budgetgen-prices/1", "version": "1", "prices": [
          { "id": "openai/own-batch", "provider": "openai", "model": "{{GeneratedMonth.OwnBatch}}", "mode": "chat", "unit": "1M tokens", "price": { "input": "2", "cache_read": "0.3", "output": "9", "web_search": "0.01" },
            "tiers": [{ "above": 4000, "price": { "input": "3", "output": "11" } }],
            "service_tiers": { "batch": { "price": { "input": "0.7", "output": "8.9" }, "tiers": [{ "above": 4000, "price": { "input": "2.9", "output": "1" } }] }, "flex": { "price": { "input": "0.5", "output": "4" } } },
            "source": "https://acme.example/pricing", "checked": "2026-08-01" } ] }
        """,
        "own.json");

    private static readonly PricingRegistry s_registry = new(PriceBook.Embedded, s_own) { Clock = new Day(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)) };

    private static readonly CostOptimizer s_optimizer = new(s_registry, s_providers);

    [Fact]
    public void A_month_of_a_hundred_thousand_calls_saves_what_a_naive_recomputation_says()
    {
        UsageRecord[] month = new GeneratedMonth(seed: 20261101, s_registry).Make(100_000);
        OptimizationReport report = s_optimizer.FindSavings(month, most: int.MaxValue);
        Compare(month, report);
        Assert.Equal((100_000, 0), (report.Calls, report.LeftOut));
        Assert.InRange(report.CallsWithoutPrice, 1, 50_000);

        // Each kind was found, so nothing was compared with nothing.
        foreach (OptimizationKind kind in Enum.GetValues<OptimizationKind>())
            Assert.True(report.Recommendations.Count(found => found.Kind == kind) >= 5, $"{kind}: {report.Recommendations.Count(found => found.Kind == kind)}");
        Assert.True(report.BestTogether < report.Cost);
        OptimizationRecommendation[] batches = [.. report.Recommendations.Where(static found => found.Kind == OptimizationKind.Batching)];
        Assert.Contains(batches, static found => found.Model == GeneratedMonth.OwnBatch && found.Explanation.Contains("the batch price of openai/own-batch", StringComparison.Ordinal));
        Assert.Contains(batches, static found => found.Provider == "anthropic" && found.Explanation.Contains("50 % off", StringComparison.Ordinal));
        Assert.True(report.BestTogether.Nanos < report.Recommendations.Sum(static found => found.Saving.Nanos), "Nothing overlapped.");
    }

    [Fact]
    public void Small_sets_of_calls_save_what_a_naive_recomputation_says()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            UsageRecord[] calls = new GeneratedMonth(seed, s_registry).Make(1 + (seed % 150));
            Compare(calls, s_optimizer.FindSavings(calls, most: int.MaxValue));
        }
    }

    [Fact]
    public void The_order_of_the_records_does_not_matter_and_a_short_list_keeps_the_largest()
    {
        UsageRecord[] calls = new GeneratedMonth(7, s_registry).Make(5_000);
        OptimizationReport all = s_optimizer.FindSavings(calls, most: int.MaxValue);
        new Random(1).Shuffle(calls);
        OptimizationReport few = s_optimizer.FindSavings(calls, most: 10);
        Assert.Equal(all.Recommendations.Take(10).Select(static found => found.ToString()), few.Recommendations.Select(static found => found.ToString()));
        Assert.Equal((all.Recommendations.Count - 10, all.BestTogether, all.Cost, all.CallsWithoutPrice), (few.LeftOut, few.BestTogether, few.Cost, few.CallsWithoutPrice));
        Assert.Equal(all.Recommendations.Where(static found => found.IsInBestTogether).Sum(static found => found.Saving.Nanos), all.BestTogether.Nanos);
        Assert.Equal(all.Recommendations.Select(static found => found.Saving).OrderDescending(), all.Recommendations.Select(static found => found.Saving));
    }

    private static void Compare(UsageRecord[] calls, OptimizationReport report)
    {
        var naive = new NaiveSavings(calls, s_registry, s_providers);
        OptimizationRecommendation[] found = [.. report.Recommendations.Where(static found => found.Kind != OptimizationKind.RetiredModel)];
        Assert.Equal(naive.Found.Count, found.Length);
        Assert.All(found, one => Assert.Equal(
            naive.Found[(one.Provider, one.Model, one.Operation, one.Kind)], (new BigInteger(one.Saving.Nanos), one.Calls, new BigInteger(one.Cost.Nanos))));
        Assert.Equal(naive.BestTogether, report.BestTogether.Nanos);
        Assert.Equal(calls.Sum(static call => call.Cost.Nanos), report.Cost.Nanos);
    }

    private sealed class Day(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
