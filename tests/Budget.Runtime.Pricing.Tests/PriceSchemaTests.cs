namespace BudgetGen.Pricing.Tests;

/// <summary>The parts of the schema that state on what a price depends.</summary>
public class PriceSchemaTests
{
    private const string Full = """
        { "schema": "budgetgen-prices/1", "version": "1", "prices": [
          { "id": "acme/a", "provider": "acme", "model": "a",
            "match": { "equals": "b", "starts_with": "a-", "or": [{ "regex": "x[0-9]+" }, { "and": [{ "contains": "y" }, { "ends_with": "z" }] }] },
            "unit": "1M tokens", "price": { "input": "1", "output": "2", "citation": "3", "web_search": "0.01", "web_search_low": "0.005", "request": "0.001" },
            "tiers": [{ "above": 100, "inclusive": true, "price": { "input": "2", "output": "4" } }],
            "service_tiers": { "flex": { "price": { "input": "0.5", "output": "1" }, "tiers": [{ "above": 100, "price": { "input": "1" } }] }, "batch": { "price": { "input": "0.5" } } },
            "multipliers": [{ "ratio": "11/10", "region": "eu" }, { "ratio": "6/1", "speed": "fast", "inference_geo": "us" }],
            "minimum": 10, "web_search_per": "call",
            "conditions": { "region": "eu", "endpoint": "realtime", "time_of_day": { "zone": "Asia/Shanghai", "windows": ["16:30-00:30"], "weekdays": ["monday"] } },
            "source": "https://acme.example/pricing", "checked": "2026-11-20" },
          { "id": "acme/r", "provider": "acme", "model": "r", "unit": "1k tokens",
            "tiers": [{ "from": 0, "to": 32000, "price": { "input": "1" } }, { "from": 32000, "to": 64000, "price": { "input": "2" } }, { "from": 64000, "price": { "input": "3" } }],
            "conditions": { "service_tier": "standard" }, "source": "https://acme.example/pricing", "checked": "2026-11-20" },
          { "id": "acme/p", "provider": "acme", "model": "p", "mode": "ocr", "unit": "page", "price": { "page": "0.004" }, "source": "https://acme.example/pricing", "checked": "2026-11-20" } ] }
        """;

    [Fact]
    public void Everything_is_read_and_written_again()
    {
        var book = PriceBook.Parse(Full, "full.json");
        ModelPricing line = book.Lines[0];
        Assert.Equal(["b"], line.Aliases);
        Assert.Equal("or(starts_with 'a-', or(regex 'x[0-9]+', and(contains 'y', ends_with 'z')))", line.Pattern!.ToString());
        Assert.Equal(2, line.ServiceTiers.Count);
        Assert.Equal("region eu, endpoint realtime, time_of_day 16:30-00:30 Asia/Shanghai on Monday", line.Conditions.ToString());
        Assert.Equal((10, true), (line.MinimumSeconds, line.WebSearchPerCall));
        Assert.Equal(["11/10 (region eu)", "6/1 (inference_geo us, speed fast)"], line.Multipliers.Select(static one => one.ToString()));
        Assert.Equal(new UnitPrice(1_000_000_000), line.Price.Request);
        var again = PriceBook.Parse(book.ToJson(), "again.json");
        Assert.Equal(book.ToJson(), again.ToJson());
        Assert.Empty(PriceBookDiff.Of(book, again).Changes);
    }

    [Theory]
    [InlineData(32_000, 32)]
    [InlineData(32_001, 65)]
    [InlineData(64_000, 128)]
    [InlineData(64_001, 193)]
    [InlineData(9_000_000, 27_000)]
    public void A_table_of_ranges_prices_the_whole_request_and_its_last_range_goes_on(long input, long dollars)
    {
        ModelPricing line = PriceBook.Parse(Full, "full.json").Lines[1];
        Assert.Equal(dollars, (long)decimal.Ceiling(line.CostOf(LlmUsage.Of(input, 0))!.Value.Amount.ToDollars()));
        Assert.Equal(default, line.Conditions);
    }

    [Theory]
    [InlineData("a", PriceMatchKind.Exact)]
    [InlineData("b", PriceMatchKind.Alias)]
    [InlineData("A-9", PriceMatchKind.Pattern)]
    [InlineData("x12", PriceMatchKind.Pattern)]
    [InlineData("xx12", null)]
    [InlineData("x12x", null)]
    [InlineData("1y2z", PriceMatchKind.Pattern)]
    [InlineData("1y2", null)]
    public void Shapes_of_names_lead_to_their_line(string name, PriceMatchKind? kind)
    {
        var prices = new PricingRegistry(PriceBook.Parse(Full.Replace("\"conditions\": { \"region\": \"eu\", \"endpoint\": \"realtime\", \"time_of_day\": { \"zone\": \"Asia/Shanghai\", \"windows\": [\"16:30-00:30\"], \"weekdays\": [\"monday\"] } },", "", StringComparison.Ordinal), "full.json"));
        Assert.Equal(kind, prices.Find(name)?.Kind);
        Assert.Equal(kind, prices.Find(name, "acme")?.Kind);
    }

    [Fact]
    public void A_hostile_expression_does_not_match_and_does_not_hang()
    {
        var pattern = NamePattern.Matching("(a+)+b");
        Assert.False(pattern.Matches(new string('a', 200)));
        Assert.True(pattern.Matches("aab"));
    }

    [Theory]
    [InlineData("\"11/10\"", "\"1.1\"", "multipliers[0].ratio")]
    [InlineData("\"11/10\"", "\"0/10\"", "multipliers[0].ratio")]
    [InlineData(", \"region\": \"eu\" }", " }", "multipliers[0]")]
    [InlineData("\"flex\"", "\"slow\"", "service_tiers.slow")]
    [InlineData("\"minimum\": 10", "\"minimum\": -1", "minimum")]
    [InlineData("\"call\"", "\"day\"", "web_search_per")]
    [InlineData("Asia/Shanghai", "Mars/Olympus", "time_of_day")]
    [InlineData("Asia/Shanghai", "Asia/", "time_of_day")]
    [InlineData("Asia/Shanghai", "Asia", "time_of_day")]
    [InlineData("Asia/Shanghai", "../../passwd", "time_of_day")]
    [InlineData("16:30-00:30", "16:30", "time_of_day.windows[0]")]
    [InlineData("\"monday\"", "\"someday\"", "time_of_day.weekdays[0]")]
    [InlineData("x[0-9]+", "x[0-9", "regex")]
    [InlineData("{ \"contains\": \"y\" }", "{ \"contains\": \"y\", \"equals\": \"q\" }", "match.or[1].and[0]")]
    [InlineData("\"from\": 32000", "\"from\": 33000", "tiers[1].from")]
    [InlineData("\"to\": 32000, ", "", "tiers[0].to")]
    [InlineData("\"service_tier\": \"standard\"", "\"service_tier\": \"odd\"", "service_tier")]
    [InlineData("\"above\": 100, \"price\": { \"input\": \"1\" }", "\"above\": 0, \"price\": { \"input\": \"1\" }", "above")]
    public void What_cannot_be_is_refused_with_its_place(string good, string bad, string place)
    {
        Assert.Contains(good, Full, StringComparison.Ordinal);
        PriceBookException refused = Assert.Throws<PriceBookException>(() => PriceBook.Parse(Full.Replace(good, bad, StringComparison.Ordinal), "full.json"));
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("full.json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_lines_under_the_same_conditions_are_refused_and_under_different_ones_are_not()
    {
        ModelPricing one = Lines.Named("p", "m") with { Conditions = new PriceConditions { Region = "eu" } };
        Assert.Throws<PriceBookException>(() => new PriceBook("b", "1", one, one with { Id = "other" }));
        Assert.Equal(2, new PriceBook("b", "1", one, one with { Id = "other", Conditions = new PriceConditions { Region = "us" } }).Lines.Count);
        ModelPricing shape = Lines.Named("p", "s") with { Pattern = NamePattern.StartsWith("x") };
        Assert.Throws<PriceBookException>(() => new PriceBook("b", "1", shape, shape with { Id = "other", Model = "t" }));
    }
}
