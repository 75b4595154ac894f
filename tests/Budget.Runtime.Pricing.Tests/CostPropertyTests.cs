using System.Numerics;

namespace BudgetGen.Pricing.Tests;

/// <summary>What holds for every cost of every line: exact, rounded once, monotone, explained, and never above the worst case.</summary>
public class CostPropertyTests
{
    private static readonly LlmUsage[] s_oneMore =
    [
        new() { Input = 1 }, new() { CacheRead = 1 }, new() { CacheWrite5m = 1 }, new() { CacheWrite1h = 1 }, new() { InputAudio = 1 }, new() { InputImage = 1 }, new() { Output = 1 },
        new() { Reasoning = 1 }, new() { OutputAudio = 1 }, new() { OutputImage = 1 }, new() { WebSearches = 1 }, new() { CacheReadAudio = 1 }, new() { CacheReadImage = 1 },
        new() { InputVideo = 1 }, new() { OutputVideo = 1 }, new() { Citation = 1 }, new() { Images = 1 }, new() { AudioMilliseconds = 1 }, new() { VideoMilliseconds = 1 },
        new() { Characters = 1 }, new() { Pages = 1 }, new() { SearchUnits = 1 }, new() { Queries = 1 }, new() { Sessions = 1 },
    ];

    [Fact]
    public void A_cost_is_the_exact_one_rounded_up_to_a_nano_dollar()
    {
        var random = new RandomTerms(21);
        int rounds = Soak.Rounds(30_000, 1_000_000), priced = 0;
        ModelPricing line = random.Line();
        for (int i = 0; i < rounds; i++)
        {
            if (i % 10 == 0)
                line = random.Line();
            LlmUsage usage = random.Usage();
            CallTerms terms = random.Terms();
            (BigInteger Numerator, BigInteger Denominator)? exact = usage.IsUnknown ? null : ExactTermCost.Picos(line, usage, terms);
            CallCost? cost = line.CostOf(usage, terms);
            Assert.True(exact is null == cost is null, $"case {i}: {exact} and {cost} for {usage} on {terms}");
            if (exact is not { } ratio)
                continue;

            BigInteger denominator = ratio.Denominator * 1_000;
            Assert.Equal((ratio.Numerator + denominator - 1) / denominator, cost!.Value.Amount.Nanos);
            priced++;
        }

        Assert.True(priced > rounds / 10, $"{priced} of {rounds} usages had a cost");
        SoakReport.Add("C-EXACT-1", $"{rounds} random usages, {priced} with a cost, 0 differences from exact ratios");
    }

    [Fact]
    public void A_cost_never_falls_when_a_bucket_grows_within_a_context_tier()
    {
        var random = new RandomTerms(22);
        for (int i = 0; i < 5_000; i++)
        {
            ModelPricing line = random.Line();
            line = line with { Tiers = [], ServiceTiers = [.. line.ServiceTiers.Select(tier => tier with { Tiers = [] })] };
            LlmUsage usage = random.Usage();
            CallTerms terms = random.Terms();
            if (line.CostOf(usage, terms) is not { } before)
                continue;
            foreach (LlmUsage one in s_oneMore)
            {
                if (line.CostOf(usage + one with { SearchContextSize = usage.SearchContextSize }, terms) is { } after)
                    Assert.True(after.Amount >= before.Amount, $"case {i}: {one} more of {usage} costs {after.Amount} and not {before.Amount}");
            }
        }
    }

    [Fact]
    public void The_quick_way_and_the_way_that_explains_come_to_the_same()
    {
        var random = new RandomTerms(23);
        for (int i = 0; i < 20_000; i++)
        {
            ModelPricing line = random.Line();
            LlmUsage usage = random.Usage();
            CallCost? quick = line.CostOf(usage), slow = line.CostOf(usage, CallTerms.Standard);
            Assert.Equal(quick, slow);
        }
    }

    [Fact]
    public void The_worst_case_is_never_below_the_cost_of_anything_within_its_bounds()
    {
        var random = new RandomTerms(24);
        int compared = 0;
        for (int i = 0; i < 20_000; i++)
        {
            ModelPricing line = random.Line();
            LlmUsage usage = random.Usage(200_000);
            CallTerms terms = random.Terms();
            if (line.CostOf(usage, terms) is not { } cost)
                continue;

            // The bounds say how much, not in which bucket.
            LlmUsage atMost = usage with
            {
                Input = usage.TotalInput + random.Next(0, 100), CacheRead = null, CacheWrite5m = null, CacheWrite1h = null, InputAudio = null, InputImage = null, CacheReadAudio = null, CacheReadImage = null,
                InputVideo = null, Output = usage.TotalOutput + random.Next(0, 100), Reasoning = null, OutputAudio = null, OutputImage = null, OutputVideo = null, Citation = null, SearchContextSize = null,
            };
            if (line.WorstCase(atMost, terms) is not { } worst)
                continue;
            compared++;
            Assert.True(worst >= cost.Amount, $"case {i}: {worst} < {cost.Amount} for {usage} on {terms}");
        }

        Assert.True(compared > 1_000, $"{compared} were compared");
    }

    [Fact]
    public void Every_cost_can_be_computed_again_from_its_explanation_and_from_its_line()
    {
        var random = new RandomTerms(25);
        int rounds = Soak.Rounds(20_000, 100_000), priced = 0;
        for (int i = 0; i < rounds;)
        {
            ModelPricing line = random.Line();
            var prices = new PricingRegistry(new PriceBook("book", "7", line));
            for (int j = 0; j < 20; j++, i++)
            {
                LlmUsage usage = random.Usage();
                CallTerms terms = random.Terms();
                CostExplanation why = prices.Explain("model", usage, terms)!;
                CallCost? cost = prices.CalculateLlmCost("model", usage, terms);
                Assert.Equal(cost?.Amount, why.Cost);
                CostExplanation kept = CostExplanation.FromJson(why.ToJson());
                Assert.Equal(why.Cost, kept.Recompute());
                Assert.Equal((line.Id, "book", "7", line.Source, line.Checked, cost?.Flags ?? why.Flags), (kept.PriceLine, kept.Book, kept.BookVersion, kept.Source, kept.Checked, kept.Flags));
                priced += cost is null ? 0 : 1;
            }
        }

        SoakReport.Add("C-EXPLAIN-1", $"{rounds} random records, {priced} with a cost, all recomputed from provenance to the nano-dollar");
    }

    [Fact]
    public void A_cost_beyond_the_range_of_money_is_an_error()
    {
        ModelPricing line = Lines.Of(new BucketPrices { AudioTime = new UnitPrice(1_000_000_000_000_000_000), Character = new UnitPrice(long.MaxValue) });
        Assert.Throws<OverflowException>(() => line.CostOf(new LlmUsage { Characters = long.MaxValue }));
        Assert.Throws<OverflowException>(() => line.CostOf(new LlmUsage { AudioMilliseconds = long.MaxValue, Characters = long.MaxValue }));
        Assert.Throws<OverflowException>(() => line.WorstCase(new LlmUsage { Characters = long.MaxValue }, CallTerms.Standard));
        Assert.Throws<ArgumentOutOfRangeException>(() => line.CostOf(new LlmUsage { Characters = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => line.WorstCase(new LlmUsage { Characters = -1 }, CallTerms.Standard));
        Assert.Throws<FormatException>(() => CostExplanation.FromJson("{}"));
        Assert.Throws<FormatException>(() => CostExplanation.FromJson("no"));
    }
}
