namespace BudgetGen.Pricing.Tests.Optimization;

public class ModelCatalogueTests
{
    private const string Minimal = """
        { "schema": "budgetgen-models/1", "version": "1", "specialised": ["audio"],
          "models": [{ "family": ["acme", "large"], "class": "top", "context": 1000, "capabilities": ["tools"], "assumed": "ours" }],
          "batch": [{ "provider": "acme", "percent": 25, "source": "https://acme.example", "checked": "2026-11-20" }] }
        """;

    [Fact]
    public void Every_line_says_who_says_so_or_what_is_assumed()
    {
        Assert.True(ModelCatalogue.Embedded.Models.Count > 60);
        Assert.All(ModelCatalogue.Embedded.Models, static line =>
        {
            Assert.NotEqual(ModelClass.Unknown, line.Class);
            Assert.True(line.Context >= 8_000, string.Join(' ', line.Family));
            Assert.True(line.Assumed is not null || (line.Checked is not null && Uri.TryCreate(line.Source, UriKind.Absolute, out _)), string.Join(' ', line.Family));
        });
        Assert.All(ModelCatalogue.Embedded.Batch, static discount => Assert.True(Uri.TryCreate(discount.Source, UriKind.Absolute, out _) && discount.Percent == 50));
    }

    [Fact]
    public void No_line_is_hidden_by_one_before_it()
    {
        IReadOnlyList<ModelCapabilities> lines = ModelCatalogue.Embedded.Models;
        for (int i = 0; i < lines.Count; i++)
            Assert.DoesNotContain(lines.Take(i), before => before.Family.All(lines[i].Family.Contains));
    }

    [Theory]
    [InlineData("gpt-4o-mini", ModelClass.Small, true, true, false)]
    [InlineData("openrouter/openai/gpt-4o-mini-2024-07-18", ModelClass.Small, true, true, false)]
    [InlineData("GPT-4o", ModelClass.Middle, true, true, false)]
    [InlineData("gpt-4", ModelClass.Middle, false, true, false)]
    [InlineData("o3-mini", ModelClass.Middle, false, true, true)]
    [InlineData("claude-3.5-sonnet", ModelClass.Middle, true, true, false)]
    [InlineData("claude-sonnet-5", ModelClass.Middle, true, true, true)]
    [InlineData("claude-opus-4-8", ModelClass.Top, true, true, true)]
    [InlineData("gemini-2.5-flash-lite", ModelClass.Small, true, true, true)]
    [InlineData("grok-3-fast", ModelClass.Middle, false, true, false)]
    public void Names_lead_to_their_family(string model, ModelClass expected, bool vision, bool tools, bool reasoning)
    {
        ModelCapabilities known = ModelCatalogue.Embedded.Find(model)!;
        Assert.Equal((expected, vision, tools, reasoning), (known.Class, known.Vision, known.Tools, known.Reasoning));
    }

    [Theory]
    [InlineData("gpt-4o-audio-preview")]
    [InlineData("ft:gpt-4o-2024-08-06:org::id")]
    [InlineData("a-model-of-ours")]
    [InlineData("text-embedding-3-small")]
    public void What_is_not_known_or_does_something_else_is_not_in_it(string model) => Assert.Null(ModelCatalogue.Embedded.Find(model));

    [Fact]
    public void A_catalogue_of_one_s_own_takes_its_place()
    {
        var table = new Dictionary<string, (decimal Input, decimal Output)> { ["acme-large"] = (0.001m, 0.001m), ["gpt-4o"] = (0.0001m, 0.0001m) };
        var optimizer = new CostOptimizer(table) { Catalogue = ModelCatalogue.Parse(Minimal) };
        Assert.Null(optimizer.SelectModel("classification", new ModelNeeds(Vision: true)));
        Assert.Equal("acme-large", optimizer.SelectModel("classification", new ModelNeeds(Tools: true)));
        Assert.Null(optimizer.SelectModel("summarization"));
        Assert.Equal("acme-large", optimizer.SelectModel("summarization", new ModelNeeds(Context: 1_000)));
        Assert.Null(optimizer.SelectModel("summarization", new ModelNeeds(Context: 1_001)));
    }

    [Theory]
    [InlineData("budgetgen-models/1", "budgetgen-models/2", "the catalogue: 'schema' is \"budgetgen-models/2\": it must be")]
    [InlineData("\"tools\"", "\"tulz\"", "'models[0].capabilities[0]' is \"tulz\": known capabilities are")]
    [InlineData("\"top\"", "\"huge\"", "'models[0].class' is \"huge\": known classes are")]
    [InlineData("1000", "0", "'models[0].context' is 0: a whole number above 0")]
    [InlineData(", \"assumed\": \"ours\"", "", "'models[0].source' is absent: add it")]
    [InlineData("\"assumed\": \"ours\"", "\"source\": \"https://acme.example\"", "'models[0].checked' is absent: this field is required")]
    [InlineData("\"assumed\"", "\"assuming\"", "'models[0].assuming' is \"ours\": this field is not known")]
    [InlineData("2026-11-20", "20.11.2026", "'batch[0].checked' is \"20.11.2026\": a day is needed")]
    [InlineData("25", "101", "'batch[0].percent' is 101: 100 is the most")]
    [InlineData("[\"acme\", \"large\"]", "[]", "'models[0].family' is []: at least one word")]
    [InlineData("[\"acme\", \"large\"]", "\"acme\"", "'models[0].family' is \"acme\": an array is needed")]
    [InlineData("[\"audio\"]", "[7]", "'specialised[0]' is 7: a text is needed")]
    [InlineData("{ \"schema\"", "[ \"schema\"", "no JSON")]
    public void What_it_does_not_understand_it_refuses(string part, string wrong, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => ModelCatalogue.Parse(Minimal.Replace(part, wrong, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
}
