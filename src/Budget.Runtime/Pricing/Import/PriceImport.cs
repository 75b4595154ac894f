namespace BudgetGen;

/// <summary>What an importer made of somebody else's price list: a book, and everything that is not in it. Importing a list twice gives the same.</summary>
/// <param name="Format">The list's format.</param>
/// <param name="Book">The lines; the book's notes say what was rounded, left out of a row, or looks odd.</param>
/// <param name="Skipped">The rows that became no line, each with the reason, in the order of the list.</param>
public sealed record PriceImport(PriceListFormat Format, PriceBook Book, IReadOnlyList<SkippedRow> Skipped);

/// <summary>A row of a price list that became no line.</summary>
/// <param name="Row">The row's key in its list.</param>
/// <param name="Reason">Why.</param>
public readonly record struct SkippedRow(string Row, string Reason);

/// <summary>The formats of price lists.</summary>
public enum PriceListFormat
{
    /// <summary>BudgetGen's own, <c>budgetgen-prices/1</c>.</summary>
    BudgetGen,

    /// <summary>LiteLLM's <c>model_prices_and_context_window.json</c>.</summary>
    LiteLlm,

    /// <summary>genai-prices, version 2.</summary>
    GenaiPrices,

    /// <summary>OpenRouter's list of models.</summary>
    OpenRouter,
}

/// <summary>What a list does not say about itself.</summary>
public sealed record PriceImportOptions
{
    /// <summary>The day of the list: the evidence of rows that state none.</summary>
    public required DateOnly Checked { get; init; }

    /// <summary>True: a price of 0 is free. False: it is unknown, because lists write 0 for both.</summary>
    public bool ZeroIsFree { get; init; }
}
