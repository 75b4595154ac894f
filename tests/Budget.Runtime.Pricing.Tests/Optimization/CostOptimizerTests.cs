namespace BudgetGen.Pricing.Tests.Optimization;

public class CostOptimizerTests
{
    /// <summary>USD per 1,000 tokens, as in the table of the reference documents, with the models that the mini project's test expects.</summary>
    private static readonly Dictionary<string, (decimal Input, decimal Output)> Table = new()
    {
        ["gpt-4-turbo"] = (0.01m, 0.03m),
        ["gpt-4o"] = (0.0025m, 0.01m),
        ["gpt-4o-mini"] = (0.00015m, 0.0006m),
        ["claude-3.5-sonnet"] = (0.003m, 0.015m),
        ["claude-3-opus"] = (0.015m, 0.075m),
        ["claude-3-haiku"] = (0.00025m, 0.00125m),
    };

    private static readonly CostOptimizer Optimizer = new(Table);

    [Fact]
    public void Selects_a_small_model_for_a_summary_within_a_cent() =>
        Assert.Contains(Optimizer.SelectModel("summarization", maxCost: 0.01m), new[] { "gpt-4o-mini", "claude-3-haiku" });

    [Fact]
    public void Selects_from_the_reference_table_as_it_stands()
    {
        var optimizer = new CostOptimizer(new Dictionary<string, (decimal Input, decimal Output)>
        {
            ["anthropic/claude-3.5-sonnet"] = (0.003m, 0.015m),
            ["anthropic/claude-3-haiku"] = (0.00025m, 0.00125m),
            ["openai/gpt-4-turbo"] = (0.01m, 0.03m),
        });
        Assert.Equal("anthropic/claude-3-haiku", optimizer.SelectModel("summarization", maxCost: 0.01m));
        Assert.Equal("anthropic/claude-3.5-sonnet", optimizer.SelectModel("code"));
    }

    [Theory]
    [InlineData("classification", "low", "gpt-4o-mini")]
    [InlineData("summarization", "high", "gpt-4o")]
    [InlineData("Code", "medium", "gpt-4o")]
    [InlineData("code", "LOW", "gpt-4o-mini")]
    [InlineData("code", "high", "claude-3-opus")]
    [InlineData("reasoning", "high", "claude-3-opus")]
    [InlineData("something else", "medium", "gpt-4o")]
    public void Selects_the_cheapest_that_is_capable_enough(string task, string quality, string expected) =>
        Assert.Equal(expected, Optimizer.SelectModel(task, quality: quality));

    [Fact]
    public void Selects_none_rather_than_one_that_is_too_dear_or_too_weak()
    {
        Assert.Null(Optimizer.SelectModel("reasoning", maxCost: 0.01m));
        Assert.Throws<ArgumentException>(() => Optimizer.SelectModel("code", quality: "superb"));
    }

    [Fact]
    public void Selects_no_retired_model_and_only_from_the_providers_named()
    {
        foreach (string provider in new[] { "openai", "anthropic", "google", "mistral", "xai" })
        {
            foreach (string task in new[] { "summarization", "chat", "reasoning" })
            {
                string model = new CostOptimizer(PricingRegistry.Embedded, provider).SelectModel(task)!;
                ModelPricing line = PricingRegistry.Embedded.GetModelPricing(model, provider)!;
                Assert.True(line.Retired is null || line.Retired > DateTimeOffset.UtcNow, model);
            }
        }

        Assert.NotNull(new CostOptimizer(PricingRegistry.Embedded).SelectModel("summarization", maxCost: 0.01m));
    }

    [Fact]
    public void A_choice_says_whose_model_it_is()
    {
        ModelChoice azure = new CostOptimizer(PricingRegistry.Embedded, "azure").ChooseModel("chat")!;
        Assert.Equal("azure", azure.Provider);
        Assert.Equal(azure.Model, new CostOptimizer(PricingRegistry.Embedded, "azure").SelectModel("chat"));

        // One name at one price from two providers: the one that the name alone means, in whichever order they are named.
        ModelChoice both = new CostOptimizer(Sold("acme", "1"), "broker", "acme").ChooseModel("chat")!;
        Assert.Equal(("gpt-4o", "acme", "acme/gpt-4o"), (both.Model, both.Provider, both.ToString()));
        Assert.Equal(both, new CostOptimizer(Sold("acme", "1"), "acme", "broker").ChooseModel("chat"));

        // The broker is cheaper, or alone.
        Assert.Equal("broker", new CostOptimizer(Sold("acme", "2"), "acme", "broker").ChooseModel("chat")!.Provider);
        Assert.Equal("broker", new CostOptimizer(Sold("acme", "1"), "broker").ChooseModel("chat")!.Provider);

        // A table of one's own names nobody.
        ModelChoice own = Optimizer.ChooseModel("summarization", maxCost: 0.01m)!;
        Assert.Equal((Optimizer.SelectModel("summarization", maxCost: 0.01m), null, own.Model), (own.Model, own.Provider, own.ToString()));
        Assert.Null(Optimizer.ChooseModel("reasoning", maxCost: 0.01m));

        static PricingRegistry Sold(string maker, string input) => new(PriceBook.Parse($$"""
            { "schema": "budgetgen-prices/1", "version": "1", "prices": [
              { "id": "{{maker}}/gpt-4o", "provider": "{{maker}}", "model": "gpt-4o", "mode": "chat", "unit": "1M tokens", "price": { "input": "{{input}}", "output": "2" }, "limits": { "max_input": 128000 }, "source": "https://acme.example/pricing", "checked": "2026-11-20" },
              { "id": "broker/gpt-4o", "provider": "broker", "model": "gpt-4o", "mode": "chat", "unit": "1M tokens", "price": { "input": "1", "output": "2" }, "limits": { "max_input": 128000 }, "source": "https://broker.example/pricing", "checked": "2026-11-20" } ] }
            """, "sold.json"));
    }

    [Fact]
    public void Estimates_a_request_from_its_text()
    {
        // Eight of these letters are a token, so 50: 50 x $0.15/M + 500 x $0.60/M.
        Assert.Equal(Usd.FromDollars(0.0003075m), Optimizer.EstimateCost("gpt-4o-mini", new string('a', 400)));
        Assert.Equal(Usd.FromDollars(0.0000075m), Optimizer.EstimateCost("gpt-4o-mini", new string('a', 400), expectedOutputTokens: 0));
        Assert.Equal(Usd.FromDollars(0.000001m), new CostOptimizer(PricingRegistry.Embedded).EstimateCost("text-embedding-3-small", new string('a', 400)));
    }

    [Fact]
    public void Does_not_estimate_what_nobody_prices() =>
        Assert.Contains("did you mean gpt-4o-mini", Assert.Throws<ArgumentException>(() => Optimizer.EstimateCost("gpt-4o-mni", "text")).Message, StringComparison.Ordinal);

    [Fact]
    public void Recommends_a_cheaper_model_with_the_money_it_would_have_saved()
    {
        UsageRecord[] records = [.. Enumerable.Range(0, 100).Select(i => Record("claude-3.5-sonnet", 1_000 + i, 500, 0.0105m))];
        string advice = Assert.Single(Optimizer.RecommendOptimizations(records));

        // gpt-4o: 104,950 x $2.50/M + 50,000 x $10/M = $0.762375 instead of $1.05.
        Assert.StartsWith("claude-3.5-sonnet: 100 calls cost $1.05. gpt-4o, a model of the same class, would have cost $0.762375: $0.287625 less.", advice, StringComparison.Ordinal);
        Assert.Empty(Optimizer.RecommendOptimizations([Record("gpt-4o", 1_000, 500, 0.0075m)]));
        Assert.Empty(Optimizer.RecommendOptimizations([Record("a-model-of-ours", 1_000, 500, 9)]));
        Assert.Empty(Optimizer.RecommendOptimizations([]));
    }

    [Fact]
    public void Says_that_a_model_was_retired() => Assert.Contains(
        new CostOptimizer(PricingRegistry.Embedded).RecommendOptimizations([Record("claude-3-opus", 10, 10, 0.0009m)]),
        text => text.Contains("retired it on 2026-01-05", StringComparison.Ordinal));

    private static UsageRecord Record(string model, long input, long output, decimal dollars) => new()
    {
        Model = model,
        InputTokens = input,
        OutputTokens = output,
        Cost = Usd.FromDollars(dollars),
        Timestamp = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
    };
}
