using System.Globalization;
using BudgetGen.Generator.Inventory;
using BudgetGen.Inventory;

namespace BudgetGen.Generator.Tests.Inventory;

/// <summary>The generator's table of prices is the runtime's book, written down. <c>UPDATE_SNAPSHOTS=1</c> writes it anew.</summary>
public class PriceTableTests
{
    private static readonly string s_file = Path.Combine(Repository.Root, "src", "Budget.Generator", "Inventory", "prices.tsv");

    // The day in the book's version: which of a model's dated prices is in effect must not depend on today.
    private static readonly DateTimeOffset s_day = new(DateTime.ParseExact(PriceBook.Embedded.Version[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeSpan.Zero);

    [Fact]
    public void It_is_written_from_the_book()
    {
        string expected = Table();
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(s_file, expected);
        Assert.Equal(expected, File.ReadAllText(s_file));
        Assert.Equal($"embedded {PriceBook.Embedded.Version}", PriceTable.Embedded.Book);
    }

    [Fact]
    public void Every_name_of_it_costs_what_the_registry_says()
    {
        int checkedNames = 0;
        foreach ((string provider, string model) in PriceTable.Embedded.Names)
        {
            foreach (string name in (string[])[model, $" {model.ToUpperInvariant()} ", model + "-2025-06-30", model + "-20250630", model + "-9999"])
            {
                CallPrices? prices = PriceTable.Embedded.Find(name, provider.Length == 0 ? null : provider);
                if (prices is null)
                    continue;

                PriceMatch match = PricingRegistry.Embedded.Find(name, provider.Length == 0 ? null : provider, s_day)!.Value;
                Assert.Equal((name, match.CostOf(Usage(match))!.Value.Amount.ToDollars()), (name, prices.Cost(1000, 500)));
                checkedNames++;
            }
        }

        Assert.True(checkedNames > 1000, $"{checkedNames} names were compared");
    }

    [Theory]
    [InlineData("gpt-4o-mini", null, "0.15", "0.6")]
    [InlineData("gpt-4o-mini", "openai", "0.15", "0.6")]
    [InlineData("claude-sonnet-4-20250514", "anthropic", "3", "15")]
    [InlineData("text-embedding-3-small", "openai", "0.02", "0")]
    public void Well_known_models_are_in_it(string model, string? provider, string input, string output)
    {
        CallPrices prices = PriceTable.Embedded.Find(model, provider)!;
        Assert.Equal((input, output), (prices.Input, prices.Output));
    }

    [Theory]
    [InlineData("gpt-4o-mimi", null)]
    [InlineData("gpt-4o-mini", "anthropic")]
    [InlineData("dall-e-3", "openai")]
    [InlineData("", null)]
    public void What_it_does_not_know_has_no_price(string model, string? provider) => Assert.Null(PriceTable.Embedded.Find(model, provider));

    private static string Table()
    {
        var names = from line in PriceBook.Embedded.Lines
                    from name in line.Aliases.Prepend(line.Model)
                    from provider in (string?[])[line.Provider, null]
                    select (Provider: provider, Name: ModelNames(name));
        IEnumerable<string> rows = names.Distinct().Select(one => Row(one.Provider, one.Name)).OfType<string>().Order(StringComparer.Ordinal);
        return $"embedded {PriceBook.Embedded.Version}\n" + string.Concat(rows.Select(row => row + "\n"));
    }

    private static string? Row(string? provider, string name)
    {
        if (PricingRegistry.Embedded.Find(name, provider, s_day) is not { } match || match.Line.Price.Input is not { } input)
            return null;

        if (match.Line.Price.Output is null && match.Line.Mode != ModelMode.Embedding)
            return null;

        long output = match.Line.Price.Output?.Picos ?? 0;
        bool isDated = match.Line.DatedSame && match.Kind == PriceMatchKind.Exact;

        // What is not a matter of tokens alone, such as a fee for the request, is left to the registry.
        return match.CostOf(Usage(match))?.Amount.ToDollars() == new CallPrices(input.Picos, output).Cost(1000, 500)
            ? string.Join('\t', provider ?? "", name, input.Picos, output, isDated ? "dated" : "")
            : null;
    }

    /// <summary>A usual call; one for vectors has no output.</summary>
    private static LlmUsage Usage(PriceMatch match) => LlmUsage.Of(1000, match.Line.Mode == ModelMode.Embedding ? 0 : 500);

    private static string ModelNames(string name) => name.Trim().ToLowerInvariant();
}
