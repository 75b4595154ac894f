namespace BudgetGen.Pricing.Tests;

/// <summary>What a cost depends on besides the model and the tokens: service tier, region, speed, pieces, time of day.</summary>
public class TermCostTests
{
    private static readonly CallTerms s_flex = new() { ServiceTier = ServiceTier.Flex };
    private static readonly CallTerms s_batch = new() { ServiceTier = ServiceTier.Batch };

    private static readonly ModelPricing s_plain = Lines.Of(new BucketPrices
    {
        Input = Lines.PerMillion(2), CacheRead = Lines.PerMillion(0.5m), CacheWrite5m = Lines.PerMillion(2.5m), Output = Lines.PerMillion(8), Reasoning = Lines.PerMillion(6),
        WebSearch = UnitPrice.FromDollars(0.01m),
    });

    [Fact]
    public void A_service_tier_has_its_own_prices_and_what_it_lacks_costs_the_standard_price_and_says_so()
    {
        ModelPricing line = s_plain with { ServiceTiers = [new ServiceTierPrice(ServiceTier.Flex, new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(4) })] };
        Assert.Equal((new Usd(5_000_000), CostCaveats.None), Cost(line, LlmUsage.Of(1_000, 1_000), s_flex));
        Assert.Equal((new Usd(500_000), CostCaveats.TermFallback), Cost(line, new LlmUsage { CacheRead = 1_000 }, s_flex));

        // Reasoning is the tier's own output before it is the standard tier's reasoning.
        Assert.Equal((new Usd(4_000_000), CostCaveats.BucketFallback), Cost(line, new LlmUsage { Reasoning = 1_000 }, s_flex));
        Assert.Equal((new Usd(10_000_000), CostCaveats.None), Cost(line, new LlmUsage { WebSearches = 1 }, s_flex));
        Assert.Equal((new Usd(10_000_000), CostCaveats.TermFallback), Cost(s_plain, LlmUsage.Of(1_000, 1_000), s_flex));
    }

    [Fact]
    public void Beyond_a_border_that_only_the_standard_prices_have_those_apply()
    {
        ModelPricing line = s_plain with
        {
            Tiers = [new PriceTier(100, false, new BucketPrices { Input = Lines.PerMillion(4), Output = Lines.PerMillion(16) })],
            ServiceTiers = [new ServiceTierPrice(ServiceTier.Flex, new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(4) })],
        };
        Assert.Equal((new Usd(100_000), CostCaveats.None), Cost(line, LlmUsage.Of(100, 0), s_flex));
        Assert.Equal((new Usd(404_000), CostCaveats.TermFallback), Cost(line, LlmUsage.Of(101, 0), s_flex));
        ModelPricing own = line with { ServiceTiers = [line.ServiceTiers[0] with { Tiers = [new PriceTier(100, false, new BucketPrices { Input = Lines.PerMillion(2) })] }] };
        Assert.Equal((new Usd(202_000), CostCaveats.None), Cost(own, LlmUsage.Of(101, 0), s_flex));
        Assert.Equal((new Usd(202_000 + 160_000), CostCaveats.TermFallback), Cost(own, LlmUsage.Of(101, 10), s_flex));
    }

    [Fact]
    public void A_batch_without_prices_of_its_own_costs_half_of_input_cache_read_and_output()
    {
        Assert.Equal((new Usd(1_000_000 + 250_000 + 4_000_000), CostCaveats.HalvedForBatch), Cost(s_plain, new LlmUsage { Input = 1_000, CacheRead = 1_000, Output = 1_000 }, s_batch));
        Assert.Equal((new Usd(2_500_000), CostCaveats.TermFallback), Cost(s_plain, new LlmUsage { CacheWrite5m = 1_000 }, s_batch));
    }

    [Fact]
    public void A_batch_with_prices_of_its_own_charges_all_input_at_its_input_price()
    {
        ModelPricing line = s_plain with { ServiceTiers = [new ServiceTierPrice(ServiceTier.Batch, new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(4) })] };
        Assert.Equal((new Usd(3_000_000), CostCaveats.BucketFallback), Cost(line, new LlmUsage { Input = 1_000, CacheRead = 1_000, CacheWrite5m = 1_000 }, s_batch));
    }

    [Fact]
    public void Multipliers_are_on_tokens_not_on_fees_and_multiply_each_other()
    {
        ModelPricing line = s_plain with { Multipliers = [new PriceMultiplier(11, 10) { InferenceGeo = "us" }, new PriceMultiplier(6, 1) { Speed = "fast" }] };
        LlmUsage usage = new() { Input = 1_000, CacheRead = 1_000, WebSearches = 1 };
        Assert.Equal((new Usd(2_750_000 + 10_000_000), CostCaveats.None), Cost(line, usage, new CallTerms { InferenceGeo = "US" }));
        Assert.Equal((new Usd(16_500_000 + 10_000_000), CostCaveats.None), Cost(line, usage, new CallTerms { InferenceGeo = "us", Speed = "fast" }));
        Assert.Equal((new Usd(12_500_000), CostCaveats.TermFallback), Cost(s_plain, usage, new CallTerms { Speed = "fast" }));

        // 7 tokens x 1,000,001 pico-dollars x 11/10 is 7,700.0077 nano-dollars: one rounding, up.
        ModelPricing odd = Lines.Of(new BucketPrices { Input = new UnitPrice(1_000_001) }) with { Multipliers = line.Multipliers };
        Assert.Equal(new Usd(7_701), odd.CostOf(LlmUsage.Of(7, 0), new CallTerms { InferenceGeo = "us" })!.Value.Amount);
    }

    [Fact]
    public void Searches_cost_by_the_context_that_they_bring()
    {
        ModelPricing line = Lines.Of(new BucketPrices { WebSearch = UnitPrice.FromDollars(0.035m), WebSearchLow = UnitPrice.FromDollars(0.03m) });
        Assert.Equal((new Usd(60_000_000), CostCaveats.None), Cost(line, new LlmUsage { WebSearches = 2, SearchContextSize = SearchContextSize.Low }, CallTerms.Standard));
        Assert.Equal((new Usd(70_000_000), CostCaveats.BucketFallback), Cost(line, new LlmUsage { WebSearches = 2, SearchContextSize = SearchContextSize.High }, CallTerms.Standard));
        Assert.Equal((new Usd(35_000_000), CostCaveats.None), Cost(line with { WebSearchPerCall = true }, new LlmUsage { WebSearches = 2 }, CallTerms.Standard));
        Assert.Equal(new Usd(35_000_000), (line with { WebSearchPerCall = true }).CostOf(new LlmUsage { WebSearches = 2 })!.Value.Amount);
    }

    [Fact]
    public void Time_is_priced_by_the_second_and_never_shorter_than_the_minimum()
    {
        ModelPricing line = Lines.Of(new BucketPrices { AudioTime = UnitPrice.FromDollars(0.111m, 3_600) }) with { MinimumSeconds = 10 };
        Assert.Equal(new Usd(308_334), line.CostOf(new LlmUsage { AudioMilliseconds = 1_500 })!.Value.Amount);
        Assert.Equal(new Usd(18_500_001), line.CostOf(new LlmUsage { AudioMilliseconds = 600_000 })!.Value.Amount);
        Assert.Null(line.CostOf(new LlmUsage { AudioMilliseconds = 600_000, Characters = 5 }));
    }

    [Fact]
    public void Time_and_pictures_without_a_price_are_what_their_tokens_are_for()
    {
        Assert.Equal(new Usd(2_000), s_plain.CostOf(new LlmUsage { Input = 1, AudioMilliseconds = 5_000, Images = 3 })!.Value.Amount);
        Assert.Null(s_plain.CostOf(new LlmUsage { AudioMilliseconds = 5_000 }));
        Assert.Null(s_plain.CostOf(new LlmUsage { Images = 1 }));
    }

    [Fact]
    public void A_fee_per_request_is_charged_where_nobody_counted_requests()
    {
        ModelPricing line = s_plain with { Price = s_plain.Price with { Request = UnitPrice.FromDollars(0.005m) } };
        Assert.Equal(new Usd(5_002_000), line.CostOf(LlmUsage.Of(1, 0))!.Value.Amount);
        Assert.Equal(new Usd(15_002_000), line.CostOf(LlmUsage.Of(1, 0) with { Requests = 3 })!.Value.Amount);

        // A token may be one that is written to a cache.
        Assert.Equal(new Usd(5_002_500), line.WorstCase(1, 0));
    }

    [Fact]
    public void Buckets_without_a_price_take_that_of_their_nearest_relative()
    {
        ModelPricing line = s_plain with { Price = s_plain.Price with { InputAudio = Lines.PerMillion(30) } };
        (LlmUsage Usage, long Nanos)[] cases =
        [
            (new() { CacheReadAudio = 1_000 }, 500_000), (new() { CacheReadImage = 1_000 }, 500_000), (new() { InputVideo = 1_000 }, 2_000_000), (new() { OutputVideo = 1_000 }, 8_000_000),
            (new() { Citation = 1_000 }, 8_000_000),
        ];
        foreach ((LlmUsage usage, long nanos) in cases)
            Assert.Equal((new Usd(nanos), CostCaveats.BucketFallback), Cost(line, usage, CallTerms.Standard));

        // Cached audio is never dearer than cached text would suggest only if there is a price for cached text.
        ModelPricing uncached = line with { Price = line.Price with { CacheRead = null } };
        Assert.Equal(new Usd(30_000_000), uncached.CostOf(new LlmUsage { CacheReadAudio = 1_000 })!.Value.Amount);
    }

    [Fact]
    public void Hours_of_the_day_replace_the_price_also_across_midnight_and_on_weekdays()
    {
        var night = new TimeOfDay("UTC", [(new TimeOnly(16, 30), new TimeOnly(0, 30))]);
        ModelPricing day = Lines.Named("test", "m", 2), cheap = Lines.Named("test", "m", 1) with { Id = "test/m:night", Conditions = new PriceConditions { TimeOfDay = night } };
        var prices = new PricingRegistry(new PriceBook("b", "1", day, cheap));
        Assert.Equal(new Usd(2_000), At("2026-11-20T16:29:59Z"));
        Assert.Equal(new Usd(1_000), At("2026-11-20T16:30:00Z"));
        Assert.Equal(new Usd(1_000), At("2026-11-21T00:29:59Z"));
        Assert.Equal(new Usd(2_000), At("2026-11-21T00:30:00Z"));

        var fridays = new TimeOfDay("Asia/Shanghai", [(new TimeOnly(22, 0), new TimeOnly(2, 0))], [DayOfWeek.Friday]);
        Assert.True(fridays.Contains(Instant("2026-11-20T14:00:00Z")));
        Assert.True(fridays.Contains(Instant("2026-11-20T17:59:59Z")));
        Assert.False(fridays.Contains(Instant("2026-11-20T18:00:00Z")));
        Assert.False(fridays.Contains(Instant("2026-11-21T14:00:00Z")));

        Usd At(string instant) => prices.CalculateLlmCost("m", LlmUsage.Of(1, 0), new CallTerms { At = Instant(instant) })!.Value.Amount;
        static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_region_or_endpoint_that_a_line_is_for_comes_before_a_line_for_all()
    {
        ModelPricing all = Lines.Named("test", "m", 2), europe = Lines.Named("test", "m", 3) with { Id = "test/m:eu", Conditions = new PriceConditions { Region = "eu" } };
        var prices = new PricingRegistry(new PriceBook("b", "1", all, europe));
        Assert.Equal("test/m:eu", prices.Find("m", new CallTerms { Region = "EU" })!.Value.Line.Id);
        Assert.Equal("test/m", prices.Find("m", new CallTerms { Region = "us" })!.Value.Line.Id);
        Assert.Equal("test/m", prices.Find("m")!.Value.Line.Id);
        Assert.Equal("override", prices.WithOverride(Lines.Named("test", "m", 9) with { Id = "override" }).Find("m", new CallTerms { Region = "eu" })!.Value.Line.Id);
    }

    [Theory]
    [InlineData("1024x1024", "standard", 40)]
    [InlineData("1024x1024", null, 40)]
    [InlineData("1024x1792", "hd", 120)]
    [InlineData("1792x1024", "STANDARD", 80)]
    [InlineData("77x77", "hd", null)]
    [InlineData(null, "hd", null)]
    public void Pictures_cost_by_size_and_quality_and_an_unknown_size_has_no_price(string? size, string? quality, int? millis)
    {
        Usd? expected = millis is { } known ? new Usd(known * 2_000_000L) : null;
        Assert.Equal(expected, PricingRegistry.Embedded.CalculateImageCost("dall-e-3", size, quality, 2));
    }

    [Fact]
    public void Everything_that_is_not_a_chat_has_its_cost_too()
    {
        PricingRegistry book = PricingRegistry.Embedded;
        Assert.Equal(Usd.FromDollars(0.006m), book.CalculateAudioCost("whisper-1", TimeSpan.FromSeconds(60)));
        Assert.Equal(Usd.FromDollars(0.015m), book.CalculateSpeechCost("tts-1", 1_000));
        Assert.Equal(Usd.FromDollars(0.8m), book.CalculateVideoCost("sora-2", TimeSpan.FromSeconds(8)));
        Assert.Equal(Usd.FromDollars(0.00013m), book.CalculateEmbeddingCost("text-embedding-3-large", 1_000));
        Assert.Equal(Usd.FromDollars(0.006m), book.CalculateLlmCost("rerank-v3.5", new LlmUsage { SearchUnits = 3 })!.Value.Amount);
        Assert.Equal(Usd.FromDollars(0.148m), book.CalculateLlmCost("mistral-ocr-latest", new LlmUsage { Pages = 37 })!.Value.Amount);
        Assert.Null(book.CalculateAudioCost("gpt-4o", TimeSpan.FromSeconds(60)));
        Assert.Equal(Usd.FromDollars(0.24m), book.WorstCase("dall-e-3", new LlmUsage { Images = 2 }));
        Assert.Equal(Usd.FromDollars(0.08m), book.WorstCase("dall-e-3", new LlmUsage { Images = 1, ImageSize = "1024x1024" }));
    }

    [Theory]
    [InlineData(null, ServiceTier.Standard)]
    [InlineData("auto", ServiceTier.Standard)]
    [InlineData("default", ServiceTier.Standard)]
    [InlineData("fast", ServiceTier.Priority)]
    [InlineData("Flex", ServiceTier.Flex)]
    [InlineData("batch", ServiceTier.Batch)]
    [InlineData("scale", null)]
    public void Knows_the_providers_words_for_service_tiers(string? word, ServiceTier? tier) => Assert.Equal(tier, CallTerms.TierOf(word));

    private static (Usd, CostCaveats) Cost(ModelPricing line, LlmUsage usage, CallTerms terms)
    {
        CallCost cost = line.CostOf(usage, terms)!.Value;
        return (cost.Amount, cost.Flags);
    }
}
