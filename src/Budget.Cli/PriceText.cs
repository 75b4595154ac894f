using System.Globalization;
using Spectre.Console;

namespace BudgetGen.Cli;

/// <summary>Price lines for people.</summary>
internal static class PriceText
{
    public static void List(IEnumerable<ModelPricing> lines)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in (ReadOnlySpan<string>)["line", "mode", "input /1M", "output /1M", "other", "checked"])
            table.AddColumn(new TableColumn(column) { NoWrap = true });
        foreach (ModelPricing line in lines)
        {
            table.AddRow(
                Markup.Escape(line.Id), line.Mode.ToString(), Million(line.Price.Input), Million(line.Price.Output), Markup.Escape(Other(line)),
                line.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        Terminal.Open().Write(table);
    }

    /// <summary>That a name leads to no line, and which names do that are like it.</summary>
    public static string Unknown(PricingRegistry prices, string model)
    {
        IReadOnlyList<string> near = prices.Suggest(model);
        return $"nobody knows the price of '{model}'" + (near.Count == 0 ? "" : $"; similar names: {string.Join(", ", near)}");
    }

    public static char Sign(PriceChangeKind kind) => kind switch
    {
        PriceChangeKind.Added => '+',
        PriceChangeKind.Removed => '-',
        _ => '~',
    };

    private static string Million(UnitPrice? price) => price is { } known ? known.ToDollarsPerMillion().ToString("0.00####", CultureInfo.InvariantCulture) : "";

    private static string Other(ModelPricing line)
    {
        (string Unit, UnitPrice? Price)[] each =
        [
            ("picture", line.Price.Image), ("s audio", line.Price.AudioTime), ("s video", line.Price.VideoTime), ("character", line.Price.Character), ("page", line.Price.Page),
            ("search unit", line.Price.SearchUnit), ("query", line.Price.Query), ("request", line.Price.Request), ("search", line.Price.WebSearch),
        ];
        IEnumerable<string> parts = each.Where(static one => one.Price is not null)
            .Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Price!.Value.Picos / 1_000_000_000_000m:0.############}/{one.Unit}"));
        return string.Join(" ", parts.Concat(new[] { line.Conditions.ToString(), line.Tiers.Count > 0 ? "tiers" : "", line.Retired is null ? "" : "retired" }.Where(static text => text.Length > 0)));
    }
}
