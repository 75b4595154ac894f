namespace BudgetGen.Pricing.Tests;

public class WorstCaseTests
{
    [Fact]
    public void Is_never_below_the_cost_of_a_usage_within_its_bounds()
    {
        var cases = new RandomCases(3);
        for (int i = 0; i < 10_000; i++)
        {
            ModelPricing line = cases.Line();
            LlmUsage usage = cases.Usage(200_000);
            if (line.CostOf(usage) is not { } cost)
                continue;
            long input = usage.TotalInput + cases.Next(0, 100);
            int choices = (int)cases.Next(1, 4);
            long output = ((usage.TotalOutput + choices - 1) / choices) + cases.Next(0, 100);
            Assert.True(line.WorstCase(input, output, choices) >= cost.Amount, $"case {i}: {line.WorstCase(input, output, choices)} < {cost.Amount} for {usage}");
        }
    }

    [Fact]
    public void Covers_fees_too_in_every_mode()
    {
        var cases = new RandomCases(5);
        int compared = 0;
        for (int i = 0; i < 20_000; i++)
        {
            ModelPricing line = cases.Line() with { Mode = (ModelMode)cases.Next(0, Enum.GetValues<ModelMode>().Length) };
            LlmUsage usage = cases.Usage(200_000) with { WebSearches = cases.Next(0, 5) };
            if (line.CostOf(usage) is not { } cost)
                continue;
            compared++;
            long searches = usage.WebSearches!.Value + cases.Next(0, 3);
            Usd? worst = line.WorstCase(usage.TotalInput + cases.Next(0, 100), usage.TotalOutput + cases.Next(0, 100), webSearches: searches);
            Assert.True(worst >= cost.Amount, $"case {i}: {worst} < {cost.Amount} for {usage} by a line of {line.Mode}");
            if (usage.InputAudio is null && usage.InputImage is null)
                Assert.True(line.WorstCase(usage.TotalInput, usage.TotalOutput, textOnly: true, webSearches: searches) >= cost.Amount);
        }

        Assert.True(compared > 5_000, $"{compared} usages were compared");
    }

    [Fact]
    public void Holds_a_fee_for_each_search_that_is_allowed_at_the_tier_that_is_dearest_in_all()
    {
        ModelPricing line = Lines.Of(
            new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(1), WebSearch = Fee(0.01m) },
            new PriceTier(1_000, false, new BucketPrices { Input = Lines.PerMillion(2), Output = Lines.PerMillion(2), WebSearch = Fee(0.002m) }));
        Assert.Equal(Usd.FromDollars(0.00001m + 0.03m), line.WorstCase(10, 0, webSearches: 3));
        Assert.Equal(Usd.FromDollars(0.001m + 0.03m), line.WorstCase(2_000, 0, webSearches: 3));
        Assert.Equal(Usd.FromDollars(0.004m), line.WorstCase(2_000, 0));
        Assert.Equal(line.WorstCase(2_000, 5), (line with { Price = line.Price with { WebSearch = null }, Tiers = [line.Tiers[0] with { Price = line.Tiers[0].Price with { WebSearch = null } }] }).WorstCase(2_000, 5, webSearches: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => line.WorstCase(1, 1, webSearches: -1));
        Assert.Equal(Usd.FromDollars(0.00001m + 0.03m), PricingRegistry.Embedded.WorstCase(line, 10, 0, webSearches: 3));

        static UnitPrice Fee(decimal dollars) => UnitPrice.PerMillion(dollars * 1_000_000m);
    }

    [Theory]
    [InlineData(ModelMode.Transcription, true)]
    [InlineData(ModelMode.Image, true)]
    [InlineData(ModelMode.Video, true)]
    [InlineData(ModelMode.Ocr, true)]
    [InlineData(ModelMode.Chat, false)]
    [InlineData(ModelMode.Speech, false)]
    public void Of_a_mode_that_takes_sound_or_pictures_is_never_that_of_text(ModelMode mode, bool takesOther)
    {
        ModelPricing line = Lines.Of(new BucketPrices { Input = Lines.PerMillion(1), InputAudio = Lines.PerMillion(9), Output = Lines.PerMillion(1) }) with { Mode = mode };
        Assert.Equal(new Usd(takesOther ? 90_000 : 10_000), line.WorstCase(10, 0, textOnly: true));
    }

    [Fact]
    public void Of_text_is_never_below_the_cost_of_text()
    {
        var cases = new RandomCases(4);
        for (int i = 0; i < 10_000; i++)
        {
            ModelPricing line = cases.Line();
            LlmUsage usage = cases.Usage(200_000) with { InputAudio = null, InputImage = null };
            if (line.CostOf(usage) is { } cost)
                Assert.True(line.WorstCase(usage.TotalInput, usage.TotalOutput, textOnly: true) >= cost.Amount);
        }
    }

    [Fact]
    public void Takes_the_dearest_input_and_output()
    {
        ModelPricing claude = PricingRegistry.Embedded.GetModelPricing("claude-haiku-4-5")!;

        // 1,000 tokens written to the cache of an hour at $2 and 100 out at $5.
        Assert.Equal(Usd.FromDollars(0.0025m), PricingRegistry.Embedded.WorstCase(claude, 1_000, 100));
        ModelPricing audio = PricingRegistry.Embedded.GetModelPricing("gpt-4o-audio-preview")!;
        Assert.Equal(Usd.FromDollars(0.04m), audio.WorstCase(1_000, 0));
        Assert.Equal(Usd.FromDollars(0.0025m), audio.WorstCase(1_000, 0, textOnly: true));
    }

    [Theory]
    [InlineData(false, 200_000, 200_000)]
    [InlineData(false, 200_001, 400_002)]
    [InlineData(true, 199_999, 199_999)]
    [InlineData(true, 200_000, 400_000)]
    public void Looks_at_each_tier_that_can_be_reached(bool inclusive, long inputBound, long micros)
    {
        ModelPricing line = Lines.Of(
            new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(1) },
            new PriceTier(200_000, inclusive, new BucketPrices { Input = Lines.PerMillion(2), Output = Lines.PerMillion(1) }));
        Assert.Equal(new Usd(micros * 1_000), line.WorstCase(inputBound, 0));
    }

    [Fact]
    public void Stays_with_a_lower_tier_that_is_dearer()
    {
        ModelPricing line = Lines.Of(
            new BucketPrices { Input = Lines.PerMillion(10), Output = Lines.PerMillion(1) },
            new PriceTier(100, false, new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(1) }));
        Assert.Equal(new Usd(1_000_000), line.WorstCase(150, 0));
    }

    [Fact]
    public void Counts_every_answer_that_is_asked_for()
    {
        ModelPricing line = Lines.Of(new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(4) });
        Assert.Equal(new Usd(10_000 + (3 * 20_000)), line.WorstCase(10, 5, choices: 3));
    }

    [Fact]
    public void Of_an_embedding_has_no_output()
    {
        ModelPricing line = PricingRegistry.Embedded.GetModelPricing("text-embedding-3-small")!;
        Assert.Equal(new Usd(20_000), line.WorstCase(1_000, 4_096));
    }

    [Fact]
    public void Of_an_embedding_has_output_where_its_line_prices_some()
    {
        ModelPricing line = Lines.Of(new BucketPrices { Input = Lines.PerMillion(1), Output = Lines.PerMillion(4) }) with { Mode = ModelMode.Embedding };
        Assert.Equal(new Usd(10_000 + 20_000), line.WorstCase(10, 5));
        Assert.True(line.WorstCase(10, 5) >= line.CostOf(LlmUsage.Of(10, 5))!.Value.Amount);
        Assert.Equal(new Usd(10_000), (line with { Price = line.Price with { Output = null } }).WorstCase(10, 5));
    }

    [Fact]
    public void Of_a_line_without_token_prices_is_unknown_and_not_zero()
    {
        ModelPricing line = PricingRegistry.Embedded.GetModelPricing("dall-e-3")!;
        Assert.Null(line.WorstCase(10, 0));
        Assert.Null(line.WorstCase(0, 10));
        Assert.Throws<InvalidOperationException>(() => PricingRegistry.Embedded.WorstCase(line, 10, 10));
    }
}
