namespace BudgetGen.Pricing.Tests;

public class EmbeddedBookTests
{
    private static readonly PricingRegistry Book = PricingRegistry.Embedded;

    [Theory]
    [InlineData("gpt-4o", "openai/gpt-4o")]
    [InlineData("gpt-4o-mini", "openai/gpt-4o-mini")]
    [InlineData("gpt-4", "openai/gpt-4")]
    [InlineData("gpt-4-turbo", "openai/gpt-4-turbo")]
    [InlineData("gpt-3.5-turbo", "openai/gpt-3.5-turbo")]
    [InlineData("o1", "openai/o1")]
    [InlineData("o1-mini", "openai/o1-mini")]
    [InlineData("dall-e-3", "openai/dall-e-3")]
    [InlineData("text-embedding-3-small", "openai/text-embedding-3-small")]
    [InlineData("text-embedding-3-large", "openai/text-embedding-3-large")]
    [InlineData("whisper-1", "openai/whisper-1")]
    [InlineData("claude-sonnet-4-20250514", "anthropic/claude-sonnet-4-20250514")]
    [InlineData("claude-3-5-sonnet-20241022", "anthropic/claude-3-5-sonnet-20241022")]
    [InlineData("claude-3-5-haiku-20241022", "anthropic/claude-3-5-haiku-20241022")]
    [InlineData("claude-3-opus", "anthropic/claude-3-opus-20240229")]
    [InlineData("claude-3-sonnet", "anthropic/claude-3-sonnet-20240229")]
    [InlineData("claude-3-haiku", "anthropic/claude-3-haiku-20240307")]
    [InlineData("gemini-2.5-pro", "google/gemini-2.5-pro")]
    [InlineData("gemini-2.5-flash", "google/gemini-2.5-flash")]
    [InlineData("gemini-2.0-flash", "google/gemini-2.0-flash")]
    [InlineData("gemini-1.5-pro", "google/gemini-1.5-pro")]
    [InlineData("gemini-1.5-flash", "google/gemini-1.5-flash")]
    [InlineData("mistral-large", "mistral/mistral-large-2411")]
    [InlineData("ministral", "mistral/ministral-14b-2512")]
    [InlineData("pixtral-12b", "mistral/pixtral-12b-2409")]
    [InlineData("pixtral-12b-2409", "mistral/pixtral-12b-2409")]
    [InlineData("pixtral-large", "mistral/pixtral-large-2411")]
    [InlineData("pixtral", "mistral/pixtral-large-2411")]
    [InlineData("codestral", "mistral/codestral-2508")]
    [InlineData("llama-3.3-70b-versatile", "groq/llama-3.3-70b-versatile")]
    [InlineData("llama-3.1-8b-instant", "groq/llama-3.1-8b-instant")]
    [InlineData("mixtral-8x7b-32768", "groq/mixtral-8x7b-32768")]
    [InlineData("grok-2", "xai/grok-2-1212")]
    [InlineData("grok-2-1212", "xai/grok-2-1212")]
    [InlineData("grok-3", "xai/grok-3")]
    [InlineData("grok-3-mini", "xai/grok-3-mini")]
    [InlineData("openrouter/openai/gpt-4o-mini-2024-07-18", "openrouter/openai/gpt-4o-mini")]
    [InlineData("anthropic/claude-3.5-sonnet", "openrouter/anthropic/claude-3.5-sonnet")]
    [InlineData("anthropic/claude-3-haiku", "openrouter/anthropic/claude-3-haiku")]
    [InlineData("openai/gpt-4-turbo", "openai/gpt-4-turbo")]
    public void Knows_every_model_that_the_reference_documents_name(string name, string line)
    {
        ModelPricing pricing = Book.GetModelPricing(name)!;
        Assert.Equal(line, pricing.Id);
        Assert.NotEqual(default, pricing.Checked);
        Assert.StartsWith("https://", pricing.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_the_price_of_the_reference_documents_for_the_models_that_they_price()
    {
        Assert.Equal(Usd.FromDollars(0.003m + 0.015m), Book.CalculateLlmCost("anthropic/claude-3.5-sonnet", 1_000, 1_000));
        Assert.Equal(Usd.FromDollars(0.00025m + 0.00125m), Book.CalculateLlmCost("anthropic/claude-3-haiku", 1_000, 1_000));
        Assert.Equal(Usd.FromDollars(0.01m + 0.03m), Book.CalculateLlmCost("openai/gpt-4-turbo", 1_000, 1_000));

        // 800 x $2.50/M + 200 x $1.25/M + 500 x $10/M
        Assert.Equal(Usd.FromDollars(0.00725m), Book.CalculateLlmCost("gpt-4o", inputTokens: 1_000, outputTokens: 500, cachedTokens: 200));
        Assert.Equal(Usd.FromDollars(0.0002m), Book.CalculateEmbeddingCost("text-embedding-3-small", 10_000));
        Assert.Null(Book.CalculateLlmCost("no-such-model", 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Book.CalculateLlmCost("gpt-4o", 10, 0, cachedTokens: 11));
    }

    [Fact]
    public void Has_no_zero_that_means_unknown()
    {
        foreach (ModelPricing line in PriceBook.Embedded.Lines)
        {
            foreach (BucketPrices price in line.Tiers.Concat(line.ServiceTiers.SelectMany(tier => tier.Tiers)).Select(tier => tier.Price).Concat(line.ServiceTiers.Select(tier => tier.Price)).Prepend(line.Price))
            {
                UnitPrice?[] all = [.. typeof(BucketPrices).GetProperties().Select(bucket => bucket.GetValue(price)).OfType<UnitPrice>()];
                Assert.DoesNotContain(all, one => one is { Picos: 0 });
            }
        }
    }

    [Fact]
    public void Has_a_price_for_input_and_output_of_every_chat_model_and_no_odd_ratio()
    {
        foreach (ModelPricing line in PriceBook.Embedded.Lines.Where(line => line.Mode == ModelMode.Chat))
        {
            foreach (BucketPrices price in line.Tiers.Select(tier => tier.Price).Prepend(line.Price))
            {
                decimal input = price.Input!.Value.Picos, output = price.Output!.Value.Picos;
                Assert.True(output / input is >= 1 and <= 15, $"{line.Id}: output costs {output / input} times the input");
                Assert.True(price.CacheRead is not { } read || read.Picos / input is > 0.005m and <= 0.51m, $"{line.Id}: cache read {price.CacheRead}");
                Assert.True(price.CacheWrite5m is not { } write || write.Picos / input is >= 1.1m and <= 1.26m, $"{line.Id}: cache write {price.CacheWrite5m}");
                Assert.True(price.CacheWrite1h is not { } long1h || long1h.Picos == 2 * input, $"{line.Id}: one-hour cache write {price.CacheWrite1h}");
            }

            foreach (PriceTier tier in line.Tiers)
                Assert.True(tier.Price.Input > line.Price.Input && tier.Price.Output > line.Price.Output, line.Id);
        }
    }

    [Fact]
    public void Knows_the_output_limit_of_nearly_every_chat_model_because_holds_need_it()
    {
        string[] unknown = [.. PriceBook.Embedded.Lines.Where(line => line.Mode == ModelMode.Chat && line.Limits.MaxOutput is null && line.Provider != "openrouter").Select(line => line.Id)];
        Assert.Equal(["openai/gpt-4-32k", "xai/grok-build-0.1"], unknown);
        Assert.Equal(16_384, Book.GetMaxTokens("gpt-4o"));
        Assert.Null(Book.GetMaxTokens("no-such-model"));
    }

    [Theory]
    [InlineData("deepseek-v4-pro", "2026-08-16T15:59:59Z", "deepseek/deepseek-v4-pro:until-2026-08-16", "0.87")] // a Sunday
    [InlineData("deepseek-v4-pro", "2026-08-16T16:00:00Z", "deepseek/deepseek-v4-pro", "1.98")]
    [InlineData("deepseek-v4-pro", "2026-08-22T01:00:00Z", "deepseek/deepseek-v4-pro:peak-until-2026-08-22", "3.96")] // a Saturday, before weekends were spared
    [InlineData("deepseek-v4-pro", "2026-08-23T01:00:00Z", "deepseek/deepseek-v4-pro", "1.98")]
    [InlineData("deepseek-v4-pro", "2026-08-24T00:59:59Z", "deepseek/deepseek-v4-pro", "1.98")]
    [InlineData("deepseek-v4-pro", "2026-08-24T01:00:00Z", "deepseek/deepseek-v4-pro:peak", "3.96")]
    [InlineData("deepseek-v4-pro", "2026-08-24T04:00:00Z", "deepseek/deepseek-v4-pro", "1.98")]
    [InlineData("deepseek-v4-pro", "2026-11-20T09:59:59Z", "deepseek/deepseek-v4-pro:peak", "3.96")]
    [InlineData("deepseek-v4-pro", "2026-11-20T10:00:00Z", "deepseek/deepseek-v4-pro", "1.98")]
    [InlineData("deepseek-v4-flash", "2026-09-10T03:59:59Z", "deepseek/deepseek-v4-flash:peak-until-2026-09-10", "1.32")]
    [InlineData("deepseek-v4-flash", "2026-09-10T04:00:00Z", "deepseek/deepseek-flash", "0.60")]
    [InlineData("deepseek-v4-flash", "2026-09-10T06:00:00Z", "deepseek/deepseek-flash:peak", "1.20")]
    [InlineData("deepseek-flash", "2026-09-12T06:00:00Z", "deepseek/deepseek-flash", "0.60")]
    public void Knows_the_hours_of_DeepSeek(string model, string at, string line, string output)
    {
        ModelPricing found = Book.Find(model, "deepseek", DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))!.Value.Line;
        Assert.Equal((line, UnitPrice.PerMillion(decimal.Parse(output, System.Globalization.CultureInfo.InvariantCulture))), (found.Id, found.Price.Output!.Value));
    }

    [Fact]
    public void Resolves_every_name_in_it()
    {
        int names = 0;
        foreach (ModelPricing line in PriceBook.Embedded.Lines)
        {
            DateTimeOffset at = line.EffectiveFrom ?? line.EffectiveTo?.AddDays(-1) ?? DateTimeOffset.UnixEpoch;
            foreach (string name in line.Aliases.Prepend(line.Model))
            {
                PriceMatch match = Book.Find(name, line.Provider, at)!.Value;
                if (line.Conditions == default)
                    Assert.Equal((line.Id, name == line.Model ? PriceMatchKind.Exact : PriceMatchKind.Alias), (match.Line.Id, match.Kind));
                names++;
            }
        }

        Assert.True(names >= 300, $"{names} names");
    }

    [Fact]
    public void Lists_providers_and_their_models()
    {
        Assert.Equal(["anthropic", "azure", "bedrock", "cohere", "deepseek", "google", "groq", "mistral", "openai", "openrouter", "xai"], Book.GetAllProviders());
        Assert.Contains("gpt-4o", Book.GetProviderModels("OpenAI"));
        Assert.Empty(Book.GetProviderModels("nobody"));
    }
}
