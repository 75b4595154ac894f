namespace BudgetGen.Tests;

/// <summary>F-FUZZ-1: mutated price lists of other people are imported or refused, and what is imported is a book that can be written and read.</summary>
public sealed class PriceListFuzzTests
{
    private static readonly PriceImportOptions s_options = new() { Checked = new DateOnly(2026, 8, 1) };

    [Fact]
    public void A_price_list_is_imported_or_refused()
    {
        byte[][] lists = CorpusFiles.All("Pricing", "*.json", "Lists");
        Assert.Equal(3, lists.Length);
        var fuzzer = new Fuzzer(new Mutations(lists).Make);
        string? finding = fuzzer.Run(static bytes => Import(bytes), 20_000, Soak.Fuzz);
        Assert.True(finding is null, finding);
        Assert.InRange(fuzzer.Accepted, fuzzer.Tried / 100, fuzzer.Tried);
        SoakReport.Add("F-FUZZ-1 price lists", fuzzer.Figures);
    }

    private static bool Import(byte[] bytes)
    {
        PriceImport import;
        try
        {
            import = PriceImporter.Import(bytes, "fuzz.json", s_options);
        }
        catch (PriceBookException refusal)
        {
            Assert.StartsWith("fuzz.json", refusal.Message, StringComparison.Ordinal);
            return false;
        }

        string book = import.Book.ToJson();
        Assert.Equal(book, PriceBook.Parse(book, "again.json").ToJson());
        return import.Book.Lines.Count > 0;
    }
}
