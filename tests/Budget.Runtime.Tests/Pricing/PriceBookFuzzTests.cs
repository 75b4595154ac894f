namespace BudgetGen.Tests;

/// <summary>F-FUZZ-1: mutated price books are read or refused, as a layer too; and what is read can be calculated with.</summary>
public sealed class PriceBookFuzzTests
{
    private static readonly LlmUsage[] s_usages =
    [
        LlmUsage.Of(0, 0), LlmUsage.Of(1_000, 1_000), LlmUsage.Of(300_000, 1), new() { CacheRead = 7, CacheWrite1h = 9, Reasoning = 11, WebSearches = 2 },
        LlmUsage.Of(long.MaxValue, long.MaxValue), LlmUsage.Of(-1, 5),
    ];

    [Fact]
    public void A_price_book_is_read_or_refused()
    {
        Fuzzer fuzzer = NewFuzzer();
        string? finding = fuzzer.Run(static bytes => Load(bytes) is not null, 20_000, Soak.Fuzz);
        Assert.True(finding is null, finding);
        Assert.InRange(fuzzer.Accepted, fuzzer.Tried / 100, fuzzer.Tried * 9 / 10);
        SoakReport.Add("F-FUZZ-1 price books", fuzzer.Figures);
    }

    [Fact]
    public void A_planted_bug_is_found()
    {
        // A table that was made for the prices of its day, behind everything that refuses: nobody has written such a price into the corpus.
        bool[] table = new bool[8];
        string? finding = NewFuzzer().Run(bytes => Load(bytes) is { } book && table[Digits(book)], 20_000);
        Assert.Contains(nameof(IndexOutOfRangeException), finding, StringComparison.Ordinal);
    }

    private static int Digits(PriceBook book) => book.Lines.Max(static line => (int)Math.Log10((line.Price.Input?.Picos ?? 0) + 1));

    private static Fuzzer NewFuzzer() => new(new Mutations(CorpusFiles.All("Pricing", "*.json")).Make);

    private static PriceBook? Load(byte[] bytes)
    {
        PriceBook book;
        try
        {
            book = PriceBook.Parse(bytes, "fuzz.json");
        }
        catch (PriceBookException refusal)
        {
            Assert.StartsWith("fuzz.json", refusal.Message, StringComparison.Ordinal);
            return null;
        }

        // As a layer of a user's over the prices that come with the library; the whole index is made anew, so not for each.
        var layered = new PricingRegistry(bytes.Length % 16 == 0 ? PriceBook.Embedded : new PriceBook("empty", ""), book);
        foreach (ModelPricing line in book.Lines)
        {
            _ = layered.Find(line.Model, line.Provider);
            foreach (LlmUsage usage in s_usages)
                Price(line, usage);
        }

        foreach (string provider in layered.GetAllProviders())
            Assert.NotEmpty(layered.GetProviderModels(provider));
        _ = layered.Suggest("large-latst");
        return book;
    }

    private static void Price(ModelPricing line, in LlmUsage usage)
    {
        try
        {
            if (line.CostOf(usage) is { } cost)
                Assert.True(cost.Amount >= Usd.Zero, $"{line.Id}: {cost}");

            // An embedding has no output, so none is bounded.
            long input = usage.Input ?? 0, output = line.Mode == ModelMode.Embedding ? 0 : usage.Output ?? 0;
            if (line.WorstCase(input, output) is { } worst && line.CostOf(LlmUsage.Of(input, output)) is { } exact)
                Assert.True(worst >= exact.Amount, $"{line.Id}: {worst} is no bound for {exact}");
        }
        catch (OverflowException)
        {
            // Documented: beyond what 64 bits can count.
        }
        catch (ArgumentOutOfRangeException)
        {
            Assert.True(usage.HasNegative);
        }
    }
}
