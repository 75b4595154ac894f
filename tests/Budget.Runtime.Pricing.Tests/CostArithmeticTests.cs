using System.Numerics;

namespace BudgetGen.Pricing.Tests;

public class CostArithmeticTests
{
    private static readonly LlmUsage[] OneMoreOfEach =
    [
        new() { Input = 1 }, new() { CacheRead = 1 }, new() { CacheWrite5m = 1 }, new() { CacheWrite1h = 1 }, new() { InputAudio = 1 },
        new() { InputImage = 1 }, new() { Output = 1 }, new() { Reasoning = 1 }, new() { OutputAudio = 1 }, new() { OutputImage = 1 },
    ];

    [Fact]
    public void Is_never_below_the_exact_cost_and_never_a_whole_nano_above_it()
    {
        var cases = new RandomCases(1);
        int priced = 0, unpriced = 0;
        for (int i = 0; i < 100_000; i++)
        {
            ModelPricing line = cases.Line();
            LlmUsage usage = cases.Usage();
            BigInteger? exact = usage.IsUnknown ? null : ExactCost.Picos(line, usage);
            CallCost? cost = line.CostOf(usage);
            Assert.Equal(exact is null, cost is null);
            if (exact is null)
            {
                unpriced++;
                continue;
            }

            BigInteger error = ((BigInteger)cost!.Value.Amount.Nanos * 1_000) - exact.Value;
            Assert.InRange(error, BigInteger.Zero, new BigInteger(999));
            priced++;
        }

        Assert.True(priced > 90_000, $"Only {priced} cases had a cost, {unpriced} had none.");
    }

    [Fact]
    public void Never_falls_when_a_bucket_grows_within_a_tier()
    {
        var cases = new RandomCases(2);
        for (int i = 0; i < 10_000; i++)
        {
            ModelPricing line = cases.Line() with { Tiers = [] };
            LlmUsage usage = cases.Usage();
            Usd before = line.CostOf(usage)?.Amount ?? Usd.Zero;
            foreach (LlmUsage one in OneMoreOfEach)
                Assert.True(line.CostOf(usage + one)!.Value.Amount >= before);
        }
    }

    [Fact]
    public void Is_as_exact_for_enormous_sums()
    {
        var cases = new RandomCases(6);
        for (int i = 0; i < 10_000; i++)
        {
            long tokens = cases.Next(1_000_000_000_000, 2_000_000_000_000), picos = cases.Next(1, 4_000_000_000);
            ModelPricing line = Lines.Of(new BucketPrices { Input = new UnitPrice(picos) });
            BigInteger exact = (BigInteger)tokens * picos;
            Assert.InRange(((BigInteger)line.CostOf(LlmUsage.Of(tokens, 0))!.Value.Amount.Nanos * 1_000) - exact, BigInteger.Zero, new BigInteger(999));
        }
    }

    [Fact]
    public void Throws_when_the_cost_is_beyond_the_range_of_money()
    {
        ModelPricing line = Lines.Of(new BucketPrices { Input = new UnitPrice(long.MaxValue), Output = new UnitPrice(long.MaxValue) });
        Assert.Throws<OverflowException>(() => line.CostOf(LlmUsage.Of(long.MaxValue, 0)));
        Assert.Throws<OverflowException>(() => line.CostOf(LlmUsage.Of(long.MaxValue, long.MaxValue)));
        Assert.Throws<OverflowException>(() => line.CostOf(new LlmUsage { Input = 1, Output = long.MaxValue, Reasoning = long.MaxValue }));
        Assert.Throws<OverflowException>(() => line.WorstCase(long.MaxValue, long.MaxValue, int.MaxValue));
    }

    [Theory]
    [InlineData(false, 199_999, "0.24999875")]
    [InlineData(false, 200_000, "0.25")]
    [InlineData(false, 200_001, "0.5000025")]
    [InlineData(true, 199_999, "0.24999875")]
    [InlineData(true, 200_000, "0.5")]
    [InlineData(true, 200_001, "0.5000025")]
    public void Re_rates_the_whole_request_at_the_border_of_a_tier(bool inclusive, long input, string dollars)
    {
        ModelPricing line = Lines.Of(
            new BucketPrices { Input = Lines.PerMillion(1.25m), Output = Lines.PerMillion(10) },
            new PriceTier(200_000, inclusive, new BucketPrices { Input = Lines.PerMillion(2.5m), Output = Lines.PerMillion(15) }));
        decimal expected = decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Usd.FromDollarsRoundedUp(expected), line.CostOf(LlmUsage.Of(input, 0))!.Value.Amount);

        // Cached and written tokens count for the context as well.
        var cached = new LlmUsage { Input = 1, CacheRead = 1, CacheWrite5m = input - 2 };
        Assert.Equal(Usd.FromDollarsRoundedUp(expected), line.CostOf(cached)!.Value.Amount);
    }

    [Fact]
    public void Re_rates_output_too()
    {
        ModelPricing gemini = PricingRegistry.Embedded.GetModelPricing("gemini-2.5-pro")!;
        Assert.Equal(Usd.FromDollars(0.75m), gemini.CostOf(LlmUsage.Of(300_000, 0))!.Value.Amount);
        Assert.Equal(Usd.FromDollars(0.765m), gemini.CostOf(LlmUsage.Of(300_000, 1_000))!.Value.Amount);
    }

    [Fact]
    public void Says_when_a_relative_s_price_was_used()
    {
        ModelPricing line = Lines.Of(new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(4), CacheRead = Lines.PerMillion(0.1m) });
        Assert.Equal(CostCaveats.None, line.CostOf(new LlmUsage { Input = 5, CacheRead = 5, Output = 5 })!.Value.Flags);
        Assert.Equal(CostCaveats.BucketFallback, line.CostOf(new LlmUsage { Reasoning = 5 })!.Value.Flags);
        Assert.Equal(new Usd(20_000), line.CostOf(new LlmUsage { Reasoning = 5 })!.Value.Amount);

        // A bucket that was not used casts no doubt.
        Assert.Equal(CostCaveats.None, line.CostOf(new LlmUsage { Input = 5, Reasoning = 0 })!.Value.Flags);
    }

    [Fact]
    public void A_tier_without_a_cache_price_charges_its_own_input_price_and_says_so()
    {
        ModelPricing line = Lines.Of(
            new BucketPrices { Input = Lines.PerMillion(1), CacheRead = Lines.PerMillion(0.1m), Output = Lines.PerMillion(4), WebSearch = UnitPrice.FromDollars(0.01m) },
            new PriceTier(10, false, new BucketPrices { Input = Lines.PerMillion(2), Output = Lines.PerMillion(8) }));
        CallCost cost = line.CostOf(new LlmUsage { CacheRead = 11 })!.Value;
        Assert.Equal((new Usd(22_000), CostCaveats.BucketFallback), (cost.Amount, cost.Flags));

        // A fee does not depend on the context.
        cost = line.CostOf(new LlmUsage { Input = 11, WebSearches = 1 })!.Value;
        Assert.Equal((new Usd(10_022_000), CostCaveats.None), (cost.Amount, cost.Flags));
    }

    [Fact]
    public void Is_unknown_when_a_used_bucket_has_no_price_or_nothing_was_reported()
    {
        ModelPricing line = Lines.Of(new BucketPrices { Input = Lines.PerMillion(1) });
        Assert.Null(line.CostOf(LlmUsage.Of(1, 1)));
        Assert.Null(line.CostOf(new LlmUsage { Input = 1, WebSearches = 1 }));
        Assert.Null(line.CostOf(default));
        Assert.Equal(Usd.Zero, line.CostOf(LlmUsage.Of(0, 0))!.Value.Amount);
    }

    [Fact]
    public void Refuses_negative_counts_and_prices()
    {
        ModelPricing line = Lines.Of(new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => line.CostOf(LlmUsage.Of(-1, 5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lines.Of(new BucketPrices { Input = new UnitPrice(-1) }).CostOf(LlmUsage.Of(1, 0)));
    }

    [Fact]
    public void The_default_price_says_that_it_is_one()
    {
        CallCost cost = ModelPricing.DefaultPrice(10, 30).CostOf(LlmUsage.Of(1_000, 1_000))!.Value;
        Assert.Equal((Usd.FromDollars(0.04m), "default", CostCaveats.DefaultPrice), (cost.Amount, cost.PriceLine, cost.Flags));
    }

    [Fact]
    public void A_changed_copy_of_a_line_has_the_changed_price()
    {
        ModelPricing line = Lines.Named("test", "m");
        Assert.Equal(new Usd(1_000), line.CostOf(LlmUsage.Of(1, 0))!.Value.Amount);
        ModelPricing dearer = line with { Price = line.Price with { Input = Lines.PerMillion(3) } };
        Assert.Equal(new Usd(3_000), dearer.CostOf(LlmUsage.Of(1, 0))!.Value.Amount);
        ModelPricing tiered = line with { Tiers = [new PriceTier(1, true, line.Price with { Input = Lines.PerMillion(7) })] };
        Assert.Equal(new Usd(7_000), tiered.CostOf(LlmUsage.Of(1, 0))!.Value.Amount);
    }
}
