using System.Globalization;
using System.Text.RegularExpressions;
using BudgetGen.Generator.Prices;

namespace BudgetGen.Analyzers.Tests;

/// <summary>The analyzers know the same models as the runtime, which prices them.</summary>
public partial class ModelIndexTests
{
    private static readonly DateTimeOffset _at = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] _providers = ["openai", "azure", "vertex", "openrouter", "anthropic", "google", "groq", "nobody"];

    [Fact]
    public void Every_name_of_the_book_means_the_same()
    {
        string[] names =
        [
            .. PriceBook.Embedded.Lines
                // A line for certain hours or regions is a price to a rule, and to a call only if it is one of those.
                .SelectMany(line => (string[])[line.Conditions == default ? line.Id : line.Model, line.Model, .. line.Aliases])
                .Distinct()
                .SelectMany(name => (string[])[name, name.ToUpperInvariant() + " ", name + "-2026-01-31", name + "-0613", name + "x", "openai/" + name, "openrouter/" + name, "ft:" + name + ":acme::1"]),
        ];
        Assert.True(names.Length > 5_000);
        Same(names.Select(name => (name, (string?)null)), PricingRegistry.Embedded, ModelIndex.Embedded);
        Same(PriceBook.Embedded.Lines.SelectMany(line => line.Aliases.Append(line.Model)).Distinct().SelectMany(name => _providers.Select(provider => (name, (string?)provider))), PricingRegistry.Embedded, ModelIndex.Embedded);
    }

    [Fact]
    public void Every_name_that_people_use_means_the_same()
    {
        (string, string?)[] rows = [.. Rows()];
        Assert.True(rows.Length >= 450);
        Same(rows, PricingRegistry.Embedded, ModelIndex.Embedded);
    }

    [Fact]
    public void Books_of_a_project_lie_over_the_embedded_one_alike()
    {
        const string Lower = """
            { "schema": "budgetgen-prices/1", "version": "1", "prices": [
              { "id": "acme/large", "provider": "acme", "model": "large", "match": { "equals": ["large-latest"], "dated": "same", "or": [{ "starts_with": "large-" }, { "regex": "lg[0-9]+" }] },
                "unit": "1M tokens", "price": { "input": "2.50" }, "source": "https://acme.example/pricing", "checked": "2026-11-20" },
              { "id": "openai/gpt-4o", "provider": "openai", "model": "gpt-4o", "retired": "2026-01-01", "unit": "1M tokens", "price": { "input": "2.50" }, "source": "https://acme.example/pricing", "checked": "2026-11-20" },
              { "id": "acme/old", "provider": "acme", "model": "old", "effective_to": "2026-01-01", "unit": "1M tokens", "price": { "input": "2.50" }, "source": "https://acme.example/pricing", "checked": "2026-11-20" } ] }
            """;
        const string Upper = """
            { "schema": "budgetgen-prices/1", "version": "1", "prices": [
              { "id": "globex/large", "provider": "globex", "model": "large", "match": { "and": [{ "contains": "\u0067lob" }, { "ends_with": "x" }] }, "unit": "1M tokens", "price": { "input": "1" }, "source": "https://globex.example", "checked": "2026-11-20" } ] }
            """;
        var registry = new PricingRegistry(PriceBook.Embedded, PriceBook.Parse(Lower, "lower"), PriceBook.Parse(Upper, "upper"));
        ModelIndex index = ModelIndex.With([PriceBookText.Read(Lower), PriceBookText.Read(Upper)]);
        string[] names = ["large", "large-latest", "LARGE-9", "large-2026-01-31", "lg7", "lg", "xlarge", "glob-x", "glob-y", "old", "gpt-4o", "gpt-4o-2024-08-06", "acme/large", "globex/large", "acme/lg1"];
        Same(names.SelectMany(name => (IEnumerable<(string, string?)>)[(name, null), (name, "acme"), (name, "globex"), (name, "openai")]), registry, index);
    }

    [Fact]
    public void The_book_is_of_the_day_that_its_version_says() => Assert.StartsWith(ModelIndex.BookDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), PriceBook.Embedded.Version, StringComparison.Ordinal);

    [Fact]
    public void Suggestions_are_those_of_the_runtime() =>
        Assert.All((string[])["gpt-4o-mni", "claud-sonnet-4-5", "gemini-2.5-flsh", "nothing like it", ""], name => Assert.Equal(PricingRegistry.Embedded.Suggest(name), ModelIndex.Embedded.Suggest(name)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":}")]
    [InlineData("[1,]")]
    [InlineData("{} x")]
    [InlineData("\"\\q\"")]
    [InlineData("\"open")]
    [InlineData("nul")]
    public void What_is_not_JSON_is_refused(string text) => Assert.False(JsonText.TryRead(text, out _));

    [Fact]
    public void Texts_are_read_with_their_escapes()
    {
        Assert.True(JsonText.TryRead("\uFEFF { \"a\\n\\u0041\" : [ 1.5e3 , true , false , null , \"\\\"\\\\\\/\\b\\f\\r\\t\" , {} , [] ] } ", out object? value));
        var root = Assert.IsType<Dictionary<string, object?>>(value);
        var items = Assert.IsType<List<object?>>(root["a\nA"]);
        Assert.Equal(["1.5e3", true, false, null, "\"\\/\b\f\r\t"], items.Take(5));
        Assert.False(JsonText.TryRead(new string('[', 100_000), out _));
    }

    private static void Same(IEnumerable<(string Name, string? Provider)> names, PricingRegistry registry, ModelIndex index)
    {
        var wrong = new List<string>();
        foreach ((string name, string? provider) in names)
        {
            PriceMatch? theirs = registry.Find(name, provider, _at);
            PriceLine? ours = index.Resolve(name, provider).FirstOrDefault(line => line.IsInEffect(_at));
            if ((theirs?.Line.Provider, theirs?.Line.Model, theirs?.Line.Retired) != (ours?.Provider, ours?.Model, ours?.Retired))
                wrong.Add($"{name} ({provider ?? "any provider"}): {theirs?.Line.Id ?? "unknown"} there, {ours?.Id ?? "unknown"} here");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(20)));
    }

    private static IEnumerable<(string Name, string? Provider)> Rows()
    {
        foreach (string row in File.ReadLines(Path.Combine(CatalogueTests.Root, "tests", "Budget.Runtime.Pricing.Tests", "Names", "model-names.txt")))
        {
            if (row.Length == 0 || row[0] == '#')
                continue;
            string[] cells = [.. row.Split('|').Select(cell => cell.Trim())];
            yield return (Character().Replace(cells[0].Trim('"'), code => ((char)int.Parse(code.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()), cells[1].Length == 0 ? null : cells[1]);
        }
    }

    [GeneratedRegex(@"\\u[0-9a-f]{4}")]
    private static partial Regex Character();
}
