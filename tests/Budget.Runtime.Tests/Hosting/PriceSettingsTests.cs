using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BudgetGen.Tests.Hosting;

/// <summary>The layers of prices that a host's configuration lays over the embedded book.</summary>
public sealed class PriceSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Files_lie_over_the_embedded_book_and_single_models_over_the_files()
    {
        File.WriteAllText(_file, """
            { "schema": "budgetgen-prices/1", "version": "1", "prices": [
              { "id": "acme/a", "provider": "acme", "model": "a", "unit": "1M tokens", "price": { "input": "1", "output": "2" }, "source": "https://acme.example/pricing", "checked": "2026-11-20" },
              { "id": "acme/b", "provider": "acme", "model": "b", "unit": "1M tokens", "price": { "input": "1", "output": "2" }, "source": "https://acme.example/pricing", "checked": "2026-11-20" } ] }
            """);
        BudgetOptions options = Apply(
            ("Prices:Files:0", _file), ("Prices:Models:0:Model", "b"), ("Prices:Models:0:Provider", "acme"), ("Prices:Models:0:InputPerMillion", "7.5"), ("Prices:Models:0:Aliases:0", "b-latest"),
            ("Prices:Models:1:Model", "gpt-4o"), ("Prices:Models:1:InputPerMillion", "9"), ("Prices:Models:1:OutputPerMillion", "11"), ("Prices:Models:1:Source", "our contract"));
        PricingRegistry prices = options.Prices!;
        Assert.Equal(new Usd(1_000), prices.CalculateLlmCost("a", 1, 0));
        Assert.Equal(new Usd(7_500), prices.CalculateLlmCost("b-latest", 1, 0));

        // The line is replaced whole: nothing of the embedded line is inherited, so cached input costs the new input price.
        Assert.Equal(("openai/gpt-4o", "our contract"), (prices.GetModelPricing("gpt-4o")!.Id, prices.GetModelPricing("gpt-4o")!.Source));
        Assert.Equal(new Usd(9_000), prices.CalculateLlmCost("gpt-4o", 1, 0, cachedTokens: 1));
        Assert.Equal(PricingRegistry.Embedded.CalculateLlmCost("gpt-4.1", 5, 5), prices.CalculateLlmCost("gpt-4.1", 5, 5));
    }

    [Fact]
    public void Without_the_section_the_prices_are_those_of_the_options() => Assert.Null(Apply(("MaxBudget", "5")).Prices);

    [Theory]
    [InlineData("Files:0", "no-such-file.json", "no-such-file.json")]
    [InlineData("Models:0:Model", "m", "InputPerMillion")]
    [InlineData("Models:0:InputPerMillion", "cheap", "cheap")]
    [InlineData("Models:0:Price", "5", "Price")]
    [InlineData("Url", "https://example.com", "Url")]
    public void What_cannot_be_read_is_refused_with_its_place(string key, string value, string named)
    {
        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(() => Apply(("Prices:" + key, value)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deployment_costs_what_its_model_costs_and_goes_on_to_when_prices_change()
    {
        PricingRegistry prices = Apply(
            ("Deployments:Prod-Chat", "gpt-4o"), ("Deployments:gpt-4o", "gpt-4o-mini"), ("Deployments:own", "acme-large"),
            ("Prices:Models:0:Model", "acme-large"), ("Prices:Models:0:Provider", "acme"), ("Prices:Models:0:InputPerMillion", "7")).Prices!;
        Assert.Equal(("gpt-4o", PriceMatchKind.Alias), Match("prod-chat", "azure"));
        Assert.Equal(("gpt-4o", PriceMatchKind.Alias), Match("prod-chat", "azure.ai.openai"));

        // What an adapter says of Azure, or nobody says.
        Assert.Equal(("gpt-4o", PriceMatchKind.Alias), Match("prod-chat", "openai"));
        Assert.Equal(("gpt-4o", PriceMatchKind.Alias), Match("prod-chat", null));

        // On Azure a name is a deployment's; elsewhere it is the model's, and no other provider has either.
        Assert.Equal("gpt-4o-mini", Match("gpt-4o", "azure").Model);
        Assert.Equal(("gpt-4o", PriceMatchKind.Exact), Match("gpt-4o", "openai"));
        Assert.Equal(("gpt-4o", PriceMatchKind.Exact), Match("gpt-4o", null));
        Assert.Equal(("acme-large", PriceMatchKind.Upstream), Match("own", "azure"));
        Assert.Null(prices.Find("prod-chat-2", "azure"));

        ModelPricing line = prices.Find("gpt-4o", "openai")!.Value.Line;
        PricingRegistry dearer = prices.WithOverride(prices.Find("prod-chat", "azure")!.Value.Line with { Price = line.Price with { Input = UnitPrice.PerMillion(99) } });
        Assert.Equal(Usd.FromDollars(99), dearer.CalculateLlmCost("prod-chat", new LlmUsage { Input = 1_000_000 }, "azure")!.Value.Amount);

        (string Model, PriceMatchKind Kind) Match(string name, string? provider) => prices.Find(name, provider) is { } match ? (match.Line.Model, match.Kind) : default;
    }

    [Fact]
    public void A_later_file_says_what_a_deployment_serves_now()
    {
        BudgetOptions options = Apply(("Deployments:prod-chat", "gpt-4o"), ("Deployments:test-chat", "gpt-4o"));
        Apply(options, ("Deployments:prod-chat", "gpt-4.1"));
        Assert.Equal(("gpt-4.1", "gpt-4o"), (options.Prices!.Find("prod-chat", "azure")!.Value.Line.Model, options.Prices.Find("test-chat", "azure")!.Value.Line.Model));

        // In YAML as well, and with a price that only the options have.
        string file = Path.ChangeExtension(_file, ".yaml");
        File.WriteAllText(file, "budget:\n  deployments: {prod-chat: mine}\n");
        options.Prices = options.Prices.WithOverride(options.Prices.GetModelPricing("gpt-4o")! with { Id = "acme/mine", Provider = "acme", Model = "mine", Aliases = [] });
        options.UseYaml(file);
        File.Delete(file);
        Assert.Equal("mine", options.Prices!.Find("prod-chat", "azure")!.Value.Line.Model);
        Assert.Equal("mine", options.Prices.Find("prod-chat")!.Value.Line.Model);
    }

    [Theory]
    [InlineData("Deployments:prod-chat", "gpt-4oo", "Budget:Deployments:prod-chat is 'gpt-4oo'. It must be the model that the deployment serves, one that has a price: gpt-4o, ")]
    [InlineData("Deployments:prod-chat", "the big model", "Budget:Deployments:prod-chat is 'the big model'. It must be the model that the deployment serves, one that has a price such as gpt-4o, or of Prices.")]
    [InlineData("Deployments:prod-chat", " ", "Budget:Deployments:prod-chat is empty. Remove it, or set it to a text.")]
    [InlineData("Deployments:prod-chat:Model", "gpt-4o", "Budget:Deployments:prod-chat is a section. It must be one value.")]
    [InlineData("Deployments: ", "gpt-4o", "has no name. Write the deployment's name")]
    [InlineData("Deployments", "gpt-4o", "Budget:Deployments is not a section. It must have keys of its own.")]
    public void A_deployment_that_cannot_be_priced_is_refused(string key, string value, string complaint)
    {
        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(() => Apply((key, value)));
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deployment_from_code_needs_a_model_with_a_price()
    {
        Assert.Equal("gpt-4o", PricingRegistry.Embedded.WithDeployment(" PROD-chat ", "GPT-4o").Find("prod-chat", "azure")!.Value.Line.Model);
        Assert.Contains("'gpt-4oo' has no price", Assert.Throws<ArgumentException>(() => PricingRegistry.Embedded.WithDeployment("prod-chat", "gpt-4oo")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PricingRegistry.Embedded.WithDeployment(" ", "gpt-4o"));
        Assert.Null(PricingRegistry.Embedded.Find("prod-chat", "azure"));
    }

    private static void Apply(BudgetOptions options, params (string Key, string Value)[] settings) => BudgetConfiguration.Apply(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create("Budget:" + one.Key, (string?)one.Value))).Build().GetSection("Budget"), options);

    private static BudgetOptions Apply(params (string Key, string Value)[] settings)
    {
        var options = new BudgetOptions();
        Apply(options, settings);
        return options;
    }
}
