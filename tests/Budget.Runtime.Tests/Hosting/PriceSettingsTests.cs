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

    private static BudgetOptions Apply(params (string Key, string Value)[] settings)
    {
        IConfigurationRoot root = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create("Budget:" + one.Key, (string?)one.Value))).Build();
        var options = new BudgetOptions();
        BudgetConfiguration.Apply(root.GetSection("Budget"), options);
        return options;
    }
}
