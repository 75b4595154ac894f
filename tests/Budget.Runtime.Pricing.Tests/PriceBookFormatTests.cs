namespace BudgetGen.Pricing.Tests;

public class PriceBookFormatTests
{
    private const string Good = """
        { "id": "acme/large", "provider": "acme", "model": "large", "match": { "equals": ["large-latest"], "dated": "same" }, "mode": "chat", "unit": "1M tokens",
          "price": { "input": "2.50", "cache_read": "1.25", "cache_write_5m": "3", "cache_write_1h": "4", "input_audio": "5", "input_image": "6", "output": "10.00",
                     "reasoning": "11", "output_audio": "12", "output_image": "13", "web_search": "0.01" },
          "tiers": [{ "above": 200000, "inclusive": true, "price": { "input": "5.00", "output": "15.00" } }],
          "effective_from": "2026-01-02", "effective_to": "2026-09-01T16:00:00Z", "retired": null,
          "limits": { "max_input": 128000, "max_output": 16384 }, "source": "https://example.com/pricing", "checked": "2026-08-01" }
        """;

    public static TheoryData<string, string, string[]> Refusals => new()
    {
        { "\"price\": {", "\"price\": { \"inptu\": \"1\",", ["price.inptu", "\"1\"", "not known"] },
        { "\"mode\": \"chat\"", "\"mod\": \"chat\"", ["'mod'", "not known"] },
        { "\"mode\": \"chat\"", "\"mode\": \"telepathy\"", ["'mode'", "telepathy", "known are"] },
        { "\"unit\": \"1M tokens\"", "\"unit\": \"1B tokens\"", ["'unit'", "1B tokens", "known are"] },
        { "\"unit\": \"1M tokens\"", "\"unit\": \"image\"", ["price.input", "not known"] },
        { "\"2.50\"", "2.50", ["price.input", "2.50", "in quotes"] },
        { "\"2.50\"", "\"-2.50\"", ["price.input", "-2.50", "plain decimal"] },
        { "\"2.50\"", "\"NaN\"", ["price.input", "NaN", "plain decimal"] },
        { "\"2.50\"", "\"2.5e3\"", ["price.input", "2.5e3", "plain decimal"] },
        { "\"2.50\"", "\"2,50\"", ["price.input", "2,50", "plain decimal"] },
        { "\"2.50\"", "\"2.50\\n\"", ["price.input", "plain decimal"] },
        { "\"2.50\"", "\"\"", ["price.input", "plain decimal"] },
        { "\"source\": \"https://example.com/pricing\",", "", ["'source'", "absent", "required"] },
        { "https://example.com/pricing", "somebody told me", ["'source'", "somebody told me", "address"] },
        { ", \"checked\": \"2026-08-01\"", "", ["'checked'", "absent", "required"] },
        { "\"checked\": \"2026-08-01\"", "\"checked\": \"last week\"", ["'checked'", "last week", "2026-11-20"] },
        { "\"effective_from\": \"2026-01-02\"", "\"effective_from\": \"2026-01-02T00:00:00\"", ["'effective_from'", "UTC"] },
        { "\"effective_from\": \"2026-01-02\"", "\"effective_from\": \"2027-01-02\"", ["'effective_to'", "after"] },
        { "\"above\": 200000", "\"above\": -1", ["tiers[0].above", "-1", "above 0"] },
        { "\"tiers\": [", "\"tiers\": [{ \"above\": 300000, \"price\": { \"input\": \"1\" } },", ["'tiers'", "ascend"] },
        { "\"max_output\": 16384", "\"max_output\": 16384.5", ["limits.max_output", "16384.5", "whole number"] },
        { "\"equals\": [\"large-latest\"]", "\"starts_with\": \"\"", ["match.starts_with", "not empty"] },
        { "\"equals\": [\"large-latest\"]", "\"equals\": [\"Large\"]", ["match.equals[0]", "Large", "lower case"] },
        { "\"dated\": \"same\"", "\"dated\": \"cheaper\"", ["match.dated", "cheaper", "same"] },
        { "\"provider\": \"acme\"", "\"provider\": \"gemini\"", ["'provider'", "gemini", "google"] },
        { "\"retired\": null", "\"conditions\": { \"weather\": \"eu\" }", ["conditions.weather", "eu", "not known"] },
        { "\"mode\": \"chat\"", "\"mode\": \"chat\", \"mode\": \"chat\"", ["not valid JSON", "mode"] },
    };

    [Fact]
    public void A_full_line_is_read_to_the_last_field()
    {
        ModelPricing line = Parse(Good).Lines.Single();
        Assert.Equal(("acme/large", "acme", "large", ModelMode.Chat, true), (line.Id, line.Provider, line.Model, line.Mode, line.DatedSame));
        Assert.Equal(["large-latest"], line.Aliases);
        Assert.Equal(
            new BucketPrices
            {
                Input = Lines.PerMillion(2.5m), CacheRead = Lines.PerMillion(1.25m), CacheWrite5m = Lines.PerMillion(3), CacheWrite1h = Lines.PerMillion(4),
                InputAudio = Lines.PerMillion(5), InputImage = Lines.PerMillion(6), Output = Lines.PerMillion(10), Reasoning = Lines.PerMillion(11),
                OutputAudio = Lines.PerMillion(12), OutputImage = Lines.PerMillion(13), WebSearch = UnitPrice.FromDollars(0.01m),
            },
            line.Price);
        PriceTier tier = Assert.Single(line.Tiers);
        Assert.Equal((200_000, true, Lines.PerMillion(5)), (tier.Border, tier.Inclusive, tier.Price.Input));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), line.EffectiveFrom);
        Assert.Equal(new DateTimeOffset(2026, 9, 1, 16, 0, 0, TimeSpan.Zero), line.EffectiveTo);
        Assert.Null(line.Retired);
        Assert.Equal(new ModelLimits(128_000, 16_384), line.Limits);
        Assert.Equal(("https://example.com/pricing", new DateOnly(2026, 8, 1)), (line.Source, line.Checked));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_line_that_is_not_understood_is_refused_with_file_line_key_value_and_remedy(string good, string bad, string[] expected)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        PriceBookException refusal = Assert.Throws<PriceBookException>(() => Parse(Good.Replace(good, bad, StringComparison.Ordinal)));
        Assert.StartsWith("prices.json: ", refusal.Message, StringComparison.Ordinal);
        if (!refusal.Message.Contains("not valid JSON", StringComparison.Ordinal))
            Assert.Contains("line 'acme/large'", refusal.Message, StringComparison.Ordinal);
        foreach (string part in expected)
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[]", "object")]
    [InlineData("{ \"schema\": \"budgetgen-prices/2\", \"version\": \"1\", \"prices\": [] }", "budgetgen-prices/1")]
    [InlineData("{ \"version\": \"1\", \"prices\": [] }", "'schema' is absent")]
    [InlineData("{ \"schema\": \"budgetgen-prices/1\", \"prices\": [] }", "'version' is absent")]
    [InlineData("{ \"schema\": \"budgetgen-prices/1\", \"version\": \"1\" }", "'prices' is absent")]
    [InlineData("{ \"schema\": \"budgetgen-prices/1\", \"version\": \"1\", \"prices\": {} }", "array")]
    [InlineData("{ \"schema\": \"budgetgen-prices/1\", \"version\": \"1\", \"prices\": [7] }", "prices[0]")]
    [InlineData("{ \"schema\": \"budgetgen-prices/1\", \"version\": \"1\", \"prices\": [{}] }", "id' is absent")]
    [InlineData("{ \"schema\": \"budgetgen-prices/1\", \"version\": \"1\", \"prices\": [], \"note\": \"x\" }", "'note'")]
    [InlineData("{ \"schema\": \"budgetgen-prices/1\", \"version\": \"1\", \"prices\": [] } trailing", "not valid JSON")]
    public void A_file_that_is_no_price_book_is_refused(string json, string part) =>
        Assert.Contains(part, Assert.Throws<PriceBookException>(() => PriceBook.Parse(json, "prices.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_lines_for_one_name_at_one_time_are_refused_by_both_their_names()
    {
        string other = Good.Replace("acme/large", "acme/huge", StringComparison.Ordinal).Replace("\"model\": \"large\"", "\"model\": \"huge\"", StringComparison.Ordinal);
        string message = Assert.Throws<PriceBookException>(() => Parse(Good + "," + other)).Message;
        Assert.All(["acme/large", "acme/huge", "large-latest", "effective_from"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_lines_for_one_name_at_different_times_are_fine()
    {
        string later = Good.Replace("acme/large", "acme/large-2", StringComparison.Ordinal)
            .Replace("\"effective_from\": \"2026-01-02\", \"effective_to\": \"2026-09-01T16:00:00Z\"", "\"effective_from\": \"2026-09-01T16:00:00Z\"", StringComparison.Ordinal);
        Assert.Equal(2, Parse(Good + "," + later).Lines.Count);
    }

    [Fact]
    public void Two_lines_with_one_id_are_refused() =>
        Assert.Contains("two lines have the id 'acme/large'", Assert.Throws<PriceBookException>(() => Parse(Good + "," + Good)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("1M tokens", "input", "2.50", 2_500_000)]
    [InlineData("1k tokens", "input", "0.0025", 2_500_000)]
    [InlineData("1 token", "input", "0.0000025", 2_500_000)]
    [InlineData("image", "image", "0.04", 40_000_000_000)]
    [InlineData("second", "audio_time", "0.0001", 100_000_000)]
    [InlineData("minute", "audio_time", "0.006", 100_000_000)]
    [InlineData("hour", "audio_time", "0.36", 100_000_000)]
    [InlineData("character", "character", "0.000015", 15_000_000)]
    [InlineData("1M characters", "character", "15.00", 15_000_000)]
    [InlineData("1M tokens", "input", "0", 0)]
    public void Units_are_divided_exactly(string unit, string bucket, string price, long picos)
    {
        PriceBook book = Parse(Minimal(unit, bucket, price));
        BucketPrices read = book.Lines[0].Price;
        Assert.Equal(new UnitPrice(picos), read.Input ?? read.Image ?? read.AudioTime ?? read.Character);
        Assert.Empty(book.Notes);
    }

    [Fact]
    public void What_is_finer_than_a_pico_dollar_is_rounded_up_and_noted()
    {
        PriceBook book = Parse(Minimal("hour", "audio_time", "0.111"));
        Assert.Equal(new UnitPrice(30_833_334), book.Lines[0].Price.AudioTime);
        Assert.Contains("price.audio_time", Assert.Single(book.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_with_or_without_a_byte_order_mark()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");
        try
        {
            File.WriteAllText(path, Book(Good), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            Assert.Equal(Path.GetFileName(path), PriceBook.Load(path).Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Minimal(string unit, string bucket, string price) =>
        $$"""{ "id": "a/b", "provider": "a", "model": "b", "unit": "{{unit}}", "price": { "{{bucket}}": "{{price}}" }, "source": "https://example.com", "checked": "2026-08-01" }""";

    private static PriceBook Parse(string lines) => PriceBook.Parse(Book(lines), "prices.json");

    private static string Book(string lines) => $$"""{ "schema": "budgetgen-prices/1", "version": "1", "prices": [ {{lines}} ] }""";
}
