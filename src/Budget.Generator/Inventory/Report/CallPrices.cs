using System.Globalization;

namespace BudgetGen.Inventory;

/// <summary>What a token costs.</summary>
/// <param name="InputPicos">Pico-dollars for a token of input.</param>
/// <param name="OutputPicos">Pico-dollars for a token of output; 0 for a model that answers with vectors.</param>
internal sealed record CallPrices(long InputPicos, long OutputPicos)
{
    private const decimal PicosInDollar = 1_000_000_000_000m;
    private const decimal Million = 1_000_000m;
    private const decimal PicosInNano = 1_000m;
    private const decimal NanosInDollar = 1_000_000_000m;

    /// <summary>USD for a million tokens of input, as a plain decimal.</summary>
    public string Input => PerMillion(InputPicos);

    /// <summary>USD for a million tokens of output, as a plain decimal.</summary>
    public string Output => PerMillion(OutputPicos);

    /// <summary>What so many tokens cost, USD: rounded up once to a nano-dollar, as costs of calls are.</summary>
    public decimal Cost(long input, long output) =>
        decimal.Ceiling((((decimal)InputPicos * input) + ((decimal)OutputPicos * output)) / PicosInNano) / NanosInDollar;

    /// <summary>The pico-dollars for a token of a price per million; null if it is none.</summary>
    public static long? ParsePerMillion(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal dollars) && dollars < Million ? (long)(dollars * PicosInDollar / Million) : null;

    /// <summary>An amount of USD as a plain decimal that loses nothing.</summary>
    public static string Text(decimal dollars) => dollars.ToString("0.#########", CultureInfo.InvariantCulture);

    private static string PerMillion(long picos) => (picos * Million / PicosInDollar).ToString("0.############", CultureInfo.InvariantCulture);
}
