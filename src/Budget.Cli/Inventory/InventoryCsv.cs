using System.Globalization;
using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary>An inventory as comma-separated values (RFC 4180).</summary>
internal static class InventoryCsv
{
    private static readonly string[] s_columns =
    [
        "project", "file", "line", "column", "member", "called", "library", "kind", "status", "diagnostic", "why", "model", "model_binding", "user", "user_binding", "paid_by", "provider",
        "max_cost_usd", "max_output_tokens", "input_usd_per_million", "output_usd_per_million", "estimated_usd",
    ];

    public static void Write(TextWriter output, InventoryReport report, InventoryComparison? comparison)
    {
        Row(output, comparison is null ? s_columns : ["change", .. s_columns, "what"]);
        foreach ((string change, InventoryCall call, string what) in InventoryRow.Of(report, comparison))
        {
            string?[] cells =
            [
                call.Project, call.File, Text(call.Line), Text(call.Column), call.Member, call.Called, call.Library, call.Kind, CallStatusText.Of(call.Status), call.Diagnostic, call.Why,
                call.Model.Value ?? call.Model.Template, call.Model.Source, call.User.Value ?? call.User.Template, call.User.Source, call.PaidBy.Value ?? call.PaidBy.Template, call.Provider,
                call.MaxCost, call.MaxOutputTokens is { } bound ? Text(bound) : null, call.Prices?.Input, call.Prices?.Output, call.EstimatedCost is { } cost ? CallPrices.Text(cost) : null,
            ];
            Row(output, comparison is null ? cells : [Word(change), .. cells, what]);
        }
    }

    private static string Word(string change) => change switch
    {
        "+" => "added",
        "-" => "removed",
        _ => "changed",
    };

    private static void Row(TextWriter output, IEnumerable<string?> cells) => output.Write(string.Join(',', cells.Select(Quote)) + "\r\n");

    private static string Quote(string? cell) =>
        cell is null ? "" : cell.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
