using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary>An inventory as a table of Markdown, such as for a comment on a pull request.</summary>
internal static class InventoryMarkdown
{
    public static void Write(TextWriter output, InventoryReport report, InventoryComparison? comparison)
    {
        InventoryRow[] rows = [.. InventoryRow.Of(report, comparison)];
        if (rows.Length > 0)
        {
            output.Write("| | where | member | calls | model | user | status | a call |\n|---|---|---|---|---|---|---|---|\n");
            foreach ((string change, InventoryCall call, string what) in rows)
            {
                string status = CallStatusText.Of(call.Status) + (call.Diagnostic is null ? "" : " " + call.Diagnostic);
                string[] cells =
                [
                    change, InventoryText.Place(call), call.Member, call.Called, call.Model.ToString(), call.User.ToString(), what.Length > 0 ? $"{status} ({what})" : status,
                    call.EstimatedCost is { } cost ? "$" + CallPrices.Text(cost) : "?",
                ];
                output.Write($"| {string.Join(" | ", cells.Select(Escape))} |\n");
            }

            output.Write('\n');
        }

        foreach (string line in InventoryText.Summary(report, comparison))
            output.Write(line + "\n\n");
    }

    // Whatever stands in code and templates stays what it is.
    private static string Escape(string text) => string.Concat(text.Select(static c => c switch
    {
        '|' or '\\' or '`' or '*' or '_' or '[' or ']' => Escaped(c),
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        '\r' or '\n' => " ",
        _ => c.ToString(),
    }));

    private static string Escaped(char c) => "\\" + c;
}
