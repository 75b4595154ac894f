using System.Globalization;
using System.Text.RegularExpressions;
using BudgetGen.Inventory;

namespace BudgetGen.Generator.Inventory;

/// <summary>
/// What tokens cost by the runtime's embedded book, of the day that the book has in its version: the generator sees neither the runtime nor a clock. A test writes the table
/// from the book and holds it to <c>PricingRegistry</c>. Names that only a pattern of the book knows are not in it.
/// </summary>
internal sealed class PriceTable
{
    private static readonly Lazy<PriceTable> _embedded = new(() => Read(Resource()));
    private static readonly Regex _date = new(@"-(\d{4}-\d{2}-\d{2}|20\d{6})$", RegexOptions.CultureInvariant);

    private readonly Dictionary<(string Provider, string Model), (CallPrices Prices, bool DatedSame)> _lines;

    private PriceTable(string book, Dictionary<(string Provider, string Model), (CallPrices Prices, bool DatedSame)> lines) => (Book, _lines) = (book, lines);

    /// <summary>The table that comes with the generator.</summary>
    public static PriceTable Embedded => _embedded.Value;

    /// <summary>Name and version of the book.</summary>
    public string Book { get; }

    /// <summary>All names with their providers; of a name without one, the provider is empty.</summary>
    public IEnumerable<(string Provider, string Model)> Names => _lines.Keys;

    /// <summary>What a model's tokens cost; null: the table does not say.</summary>
    /// <param name="model">The model as a request has it.</param>
    /// <param name="provider">The provider; null: the name alone decides.</param>
    public CallPrices? Find(string model, string? provider)
    {
        string name = Normalise(model), owner = Normalise(provider ?? "");
        if (_lines.TryGetValue((owner, name), out (CallPrices Prices, bool DatedSame) line))
            return line.Prices;

        string undated = _date.Replace(name, "");
        return undated.Length < name.Length && _lines.TryGetValue((owner, undated), out line) && line.DatedSame ? line.Prices : null;
    }

    /// <summary>Reads a table: a line with the book, then provider, model, pico-dollars for a token of input and of output, and <c>dated</c> or nothing.</summary>
    public static PriceTable Read(string text)
    {
        string[] rows = text.Split(['\n'], StringSplitOptions.RemoveEmptyEntries);
        var lines = new Dictionary<(string, string), (CallPrices, bool)>();
        foreach (string[] row in rows.Skip(1).Select(row => row.TrimEnd('\r').Split('\t')))
            lines.Add((row[0], row[1]), (new CallPrices(long.Parse(row[2], CultureInfo.InvariantCulture), long.Parse(row[3], CultureInfo.InvariantCulture)), row[4] == "dated"));
        return new PriceTable(rows[0].TrimEnd('\r'), lines);
    }

    private static string Normalise(string name) => name.Trim().ToLowerInvariant();

    private static string Resource()
    {
        using Stream stream = typeof(PriceTable).Assembly.GetManifestResourceStream("prices.tsv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
