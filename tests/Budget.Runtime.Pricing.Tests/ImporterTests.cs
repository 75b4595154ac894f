using System.Text;
using System.Text.Json;

namespace BudgetGen.Pricing.Tests;

public class ImporterTests
{
    private static readonly PriceImportOptions s_options = new() { Checked = new DateOnly(2026, 8, 1) };

    [Theory]
    [InlineData("litellm-prices.json", PriceListFormat.LiteLlm, 2_600)]
    [InlineData("genai-prices-v2.json", PriceListFormat.GenaiPrices, 1_250)]
    [InlineData("openrouter-models.json", PriceListFormat.OpenRouter, 300)]
    public void Every_row_of_a_public_list_becomes_a_line_or_is_skipped_with_a_reason_and_twice_gives_the_same(string file, PriceListFormat format, int least)
    {
        byte[] json = File.ReadAllBytes(PublicData.Needed(file));
        PriceImport import = PriceImporter.Import(json, file, s_options), again = PriceImporter.Import(json, file, s_options);
        Assert.Equal(format, import.Format);
        Assert.True(import.Book.Lines.Count >= least, $"{import.Book.Lines.Count} lines");
        Assert.Equal(import.Book.ToJson(), again.Book.ToJson());
        Assert.Equal(import.Skipped, again.Skipped);
        Assert.Equal(import.Book.Notes, again.Book.Notes);
        Assert.All(import.Skipped, static row => Assert.NotEqual("", row.Reason));

        // A history has several lines for one row; each is named after the first.
        int lines = import.Book.Lines.Count(static line => !line.Id.Split('/')[^1].Contains("@20", StringComparison.Ordinal) && line.Conditions.TimeOfDay is null);
        if (format != PriceListFormat.LiteLlm)
            Assert.Equal(Rows(json, format), lines + import.Skipped.Count);
        else
            Assert.Equal(Rows(json, format), import.Book.Lines.Count + import.Skipped.Count);

        // What was imported is a book of our own format, line by line.
        PriceBook read = PriceBook.Parse(import.Book.ToJson(), "again");
        Assert.Empty(PriceBookDiff.Of(import.Book, read).Changes);
        Assert.Equal(import.Book.ToJson(), read.ToJson());
    }

    [Fact]
    public void The_embedded_book_survives_being_written_and_read()
    {
        PriceBook read = PriceBook.Parse(PriceBook.Embedded.ToJson(), "again");
        Assert.Empty(PriceBookDiff.Of(PriceBook.Embedded, read).Changes);
        Assert.Equal(PriceBook.Embedded.ToJson(), read.ToJson());
    }

    [Fact]
    public void Litellm_numbers_are_read_from_their_digits_and_rounded_up_to_a_pico_dollar()
    {
        PriceImport import = Import("""{ "m": { "litellm_provider": "p", "mode": "chat", "input_cost_per_token": 0.0000029999900000000002, "output_cost_per_token": 1.5e-05, "max_output_tokens": 4096.0 } }""");
        ModelPricing line = Assert.Single(import.Book.Lines);
        Assert.Equal((new UnitPrice(2_999_991), new UnitPrice(15_000_000), 4_096L), (line.Price.Input!.Value, line.Price.Output!.Value, line.Limits.MaxOutput!.Value));
        Assert.Contains(import.Book.Notes, static note => note.Contains("'m'", StringComparison.Ordinal) && note.Contains("finer than a pico-dollar", StringComparison.Ordinal));
    }

    [Fact]
    public void Litellm_pictures_per_pixel_become_a_line_per_size_and_quality()
    {
        PriceImport import = Import("""
            { "hd/1024-x-1792/dall-e-3": { "litellm_provider": "openai", "mode": "image_generation", "input_cost_per_pixel": 6.539e-08, "output_cost_per_pixel": 0.0 },
              "dall-e-3": { "litellm_provider": "openai", "mode": "image_generation", "input_cost_per_image": 0.04 },
              "n/flux": { "litellm_provider": "n", "mode": "image_generation", "input_cost_per_pixel": 1e-09 } }
            """);
        var prices = new PricingRegistry(import.Book);
        Assert.Equal(new Usd(119_991_174), prices.CalculateImageCost("dall-e-3", "1024x1792", "hd"));
        Assert.Equal(new Usd(40_000_000), prices.CalculateLlmCost("dall-e-3", new LlmUsage { Images = 1 })!.Value.Amount);
        Assert.Null(prices.CalculateImageCost("dall-e-3", "512x512", "hd"));
        Assert.Equal("n/flux", Assert.Single(import.Skipped).Row);
    }

    [Fact]
    public void Litellm_transcription_takes_the_rate_that_is_not_zero_and_only_once()
    {
        PriceImport import = Import("""
            { "a": { "litellm_provider": "p", "mode": "audio_transcription", "input_cost_per_second": 0.0001, "output_cost_per_second": 0.0 },
              "b": { "litellm_provider": "p", "mode": "audio_transcription", "input_cost_per_second": 0.0001, "output_cost_per_second": 0.0001 } }
            """);
        Assert.All(import.Book.Lines, static line => Assert.Equal(new Usd(1_000_000), line.CostOf(new LlmUsage { AudioMilliseconds = 10_000 })!.Value.Amount));
        Assert.Equal(2, import.Book.Lines.Count);
    }

    [Fact]
    public void Litellm_zeros_are_unknown_unless_the_user_says_free()
    {
        const string list = """{ "z": { "litellm_provider": "p", "mode": "chat", "input_cost_per_token": 0.0, "output_cost_per_token": 0 }, "n": { "litellm_provider": "p", "mode": "chat" }, "sample_spec": {} }""";
        PriceImport import = Import(list);
        Assert.Empty(import.Book.Lines);
        Assert.Equal(["z", "n", "sample_spec"], import.Skipped.Select(static row => row.Row));
        ModelPricing free = Assert.Single(Import(list, zeroIsFree: true).Book.Lines);
        Assert.Equal(Usd.Zero, free.CostOf(LlmUsage.Of(5, 5))!.Value.Amount);
    }

    [Fact]
    public void Litellm_context_borders_service_tiers_ranges_and_multipliers_are_understood()
    {
        PriceImport import = Import("""
            { "xai/g": { "litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06, "input_cost_per_token_above_128k_tokens": 2e-06, "output_cost_per_token_above_128k_tokens": 4e-06,
                         "input_cost_per_token_priority": 2e-06, "input_cost_per_token_above_128k_tokens_priority": 5e-06, "output_cost_per_token_batches": 1e-06, "input_cost_per_token_batches": 5e-07 },
              "d": { "litellm_provider": "dashscope", "mode": "chat", "tiered_pricing": [{ "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06, "range": [0, 32000.0] }, { "input_cost_per_token": 3e-06, "output_cost_per_token": 1e-06, "range": [32000.0, 128000.0] }] },
              "c": { "litellm_provider": "anthropic", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06, "provider_specific_entry": { "us": 1.1, "fast": 6.0 }, "regional_processing_uplift_multiplier_eu": 1.1, "mystery_cost": 5 } }
            """);
        var prices = new PricingRegistry(import.Book);
        Assert.Equal(new Usd(127_999_000), Cost("xai/g", 127_999));
        Assert.Equal(new Usd(256_000_000), Cost("xai/g", 128_000));
        Assert.Equal(new Usd(640_000_000), Cost("xai/g", 128_000, new CallTerms { ServiceTier = ServiceTier.Priority }));
        Assert.Equal(new Usd(500_000), Cost("xai/g", 1_000, new CallTerms { ServiceTier = ServiceTier.Batch }));
        Assert.Equal(new Usd(32_000_000), Cost("d", 32_000));
        Assert.Equal(new Usd(96_003_000), Cost("d", 32_001));
        Assert.Equal(new Usd(600_000_000), Cost("d", 200_000));
        Assert.Equal(new Usd(6_600_000), Cost("c", 1_000, new CallTerms { InferenceGeo = "us", Speed = "fast" }));
        Assert.Equal(new Usd(1_100_000), Cost("c", 1_000, new CallTerms { Region = "eu" }));
        Assert.Contains(import.Book.Notes, static note => note.Contains("mystery_cost", StringComparison.Ordinal));

        Usd Cost(string model, long input, CallTerms? terms = null) => prices.CalculateLlmCost(model, LlmUsage.Of(input, 0), terms ?? CallTerms.Standard)!.Value.Amount;
    }

    [Fact]
    public void Odd_ratios_are_reported()
    {
        PriceImport import = Import("""{ "nano": { "litellm_provider": "p", "mode": "chat", "input_cost_per_token": 5e-08, "output_cost_per_token": 4e-07, "input_cost_per_token_priority": 2.5e-06, "cache_creation_input_token_cost_above_1hr": 1.2e-06 } }""");
        Assert.Equal(2, import.Book.Notes.Count(static note => note.Contains("odd ratio", StringComparison.Ordinal)));
        Assert.Single(import.Book.Lines);
    }

    [Fact]
    public void Genai_histories_hours_tiers_and_shapes_are_understood()
    {
        PriceImport import = Import("""
            [{ "id": "deepseek", "name": "D", "pricing_urls": ["https://d.example/pricing"], "models": [
              { "id": "chat", "match": { "or": [{ "starts_with": "Chat" }, { "equals": "Talk" }] }, "prices": [
                { "prices": { "input_mtok": 1, "output_mtok": 2 } }, { "constraint": { "start_time": "00:30:00Z", "end_time": "16:30:00Z" }, "prices": { "input_mtok": 2, "output_mtok": 4 } }] },
              { "id": "late", "match": { "regex": "late-\\d+$" }, "prices": [
                { "prices": { "input_mtok": 1 } }, { "constraint": { "start_date": "2026-03-13" }, "prices": { "input_mtok": { "base": 3, "tiers": [{ "start": 200000, "price": 6 }] }, "requests_kcount": 5 } }] },
              { "id": "strange", "match": { "equals": "strange" }, "prices": { "input_mtok": 1, "moonlight_mtok": 2 } },
              { "id": "free", "match": { "equals": "free" }, "prices": { "input_mtok": 0, "output_mtok": 0 } } ] }]
            """);
        Assert.Equal(PriceListFormat.GenaiPrices, import.Format);
        var prices = new PricingRegistry(import.Book);
        Assert.Equal(["deepseek/strange", "deepseek/free"], import.Skipped.Select(static row => row.Row));
        Assert.Equal((new Usd(1_000), PriceMatchKind.Pattern), Cost("chatty", "2026-11-20T20:00:00Z"));
        Assert.Equal((new Usd(2_000), PriceMatchKind.Alias), Cost("talk", "2026-11-20T10:00:00Z"));
        Assert.Equal((new Usd(1_000), PriceMatchKind.Pattern), Cost("much-late-7", "2026-03-12T23:59:59Z"));
        Assert.Equal((new Usd(5_003_000), PriceMatchKind.Pattern), Cost("late-12", "2026-03-13T00:00:00Z"));
        Assert.Null(prices.Find("late-x"));

        (Usd, PriceMatchKind) Cost(string model, string at)
        {
            var terms = new CallTerms { At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) };
            PriceMatch match = prices.Find(model, terms)!.Value;
            return (match.CostOf(LlmUsage.Of(1, 0), terms)!.Value.Amount, match.Kind);
        }
    }

    [Fact]
    public void Openrouter_leaves_out_routers_moving_aliases_and_zeros()
    {
        PriceImport import = Import("""
            { "data": [ { "id": "a/b", "canonical_slug": "a/b-20260101", "context_length": 1000, "pricing": { "prompt": "0.000001", "completion": "0.000002", "web_search": "0.01", "moonlight": "5" }, "top_provider": { "max_completion_tokens": 10 } },
                        { "id": "~a/latest", "pricing": { "prompt": "0.000001" } }, { "id": "openrouter/auto", "pricing": { "prompt": "-1", "completion": "-1" } }, { "id": "a/b:free", "pricing": { "prompt": "0", "completion": "0" } }, { "name": "x" } ] }
            """);
        ModelPricing line = Assert.Single(import.Book.Lines);
        Assert.Equal(("openrouter/a/b", "a/b-20260101", 10L, new Usd(10_003_000)), (line.Id, line.Aliases[0], line.Limits.MaxOutput!.Value, line.CostOf(LlmUsage.Of(1, 1) with { WebSearches = 1 })!.Value.Amount));
        Assert.Equal(["~a/latest", "openrouter/auto", "a/b:free", "model 5"], import.Skipped.Select(static row => row.Row));
        Assert.Contains(import.Book.Notes, static note => note.Contains("moonlight", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"id\": 5, \"models\": 7}]")]
    [InlineData("no")]
    [InlineData("{\"data\": [5]}")]
    [InlineData("{\"m\": {\"litellm_provider\": \"p\", \"tiered_pricing\": 5, \"input_cost_per_token\": 1}}")]
    public void What_is_no_list_is_refused_by_its_name(string json) =>
        Assert.StartsWith("list.json", Assert.Throws<PriceBookException>(() => Import(json)).Message, StringComparison.Ordinal);

    private static PriceImport Import(string json, bool zeroIsFree = false) => PriceImporter.Import(Encoding.UTF8.GetBytes(json), "list.json", s_options with { ZeroIsFree = zeroIsFree });

    private static int Rows(byte[] json, PriceListFormat format)
    {
        using JsonDocument list = JsonDocument.Parse(json);
        return format switch
        {
            PriceListFormat.LiteLlm => list.RootElement.EnumerateObject().Count(),
            PriceListFormat.OpenRouter => list.RootElement.GetProperty("data").GetArrayLength(),
            _ => list.RootElement.EnumerateArray().Sum(static provider => provider.GetProperty("models").GetArrayLength()),
        };
    }
}
