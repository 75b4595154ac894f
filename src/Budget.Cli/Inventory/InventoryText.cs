using System.Globalization;
using BudgetGen.Inventory;
using Spectre.Console;

namespace BudgetGen.Cli;

/// <summary>An inventory for people: a table, and what it comes to.</summary>
internal static class InventoryText
{
    public static void Write(TextWriter output, InventoryReport report, InventoryComparison? comparison)
    {
        InventoryRow[] rows = [.. InventoryRow.Of(report, comparison)];
        if (rows.Length > 0)
            Terminal.Open().Write(Table(rows, report.Projects.Count(static project => project.Name.Length > 0) > 1, comparison is not null));
        foreach (string line in Summary(report, comparison))
            output.WriteLine(line);
    }

    /// <summary>What it comes to, in sentences.</summary>
    public static IEnumerable<string> Summary(InventoryReport report, InventoryComparison? comparison)
    {
        if (comparison is not null)
            yield return $"{comparison.Added.Count} added, {comparison.Removed.Count} removed, {comparison.Changed.Count} changed; coverage {Percent(comparison.Before)} -> {Percent(comparison.After)}.";

        yield return $"{Counted.Of(report.Totals.All, "call")}: {string.Join(", ", Counts(report.Totals))}; coverage {Percent(report)}.";
        if (report.Calls.Any(static call => call.EstimatedCost is not null))
            yield return $"Estimates are of {Counted.Of(report.Assumptions.InputTokens, "token")} in and {report.Assumptions.OutputTokens} out, or as many as the request allows; prices of {report.PriceBook}, USD per 1M tokens.";
    }

    /// <summary>File and line.</summary>
    public static string Place(InventoryCall call) => string.Create(CultureInfo.InvariantCulture, $"{call.File}:{call.Line}");

    private static Table Table(InventoryRow[] rows, bool hasProjects, bool isCompared)
    {
        var table = new Table { Border = TableBorder.Simple };
        string[] columns = [.. isCompared ? [""] : Array.Empty<string>(), .. hasProjects ? ["project"] : Array.Empty<string>(), "where", "calls", "kind", "model", "user", "status", "in", "out", "a call"];
        foreach (string column in columns)
            table.AddColumn(new TableColumn(column) { NoWrap = true, Alignment = column is "in" or "out" or "a call" ? Justify.Right : Justify.Left });
        foreach ((string change, InventoryCall call, string what) in rows)
        {
            IEnumerable<string> cells =
            [
                .. isCompared ? [change] : Array.Empty<string>(), .. hasProjects ? [call.Project] : Array.Empty<string>(), Place(call), call.Called, call.Kind, call.Model.ToString(), call.User.ToString(), Status(call, what),
                call.Prices?.Input ?? "", call.Prices?.Output ?? "", call.EstimatedCost is { } cost ? "$" + CallPrices.Text(cost) : "?",
            ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        return table;
    }

    private static string Status(InventoryCall call, string what) =>
        CallStatusText.Of(call.Status) + (call.Diagnostic is null ? "" : " " + call.Diagnostic) + (what.Length > 0 ? $" ({what})" : call is { Status: CallStatus.Ignored, Why: { } why } ? $" ({why})" : "");

    private static IEnumerable<string> Counts(InventoryTotals totals) =>
        Enum.GetValues<CallStatus>().Where(status => status == CallStatus.Tracked || totals.Of(status) > 0).Select(status => $"{totals.Of(status)} {CallStatusText.Of(status)}");

    private static string Percent(InventoryReport report) => report.Totals.Coverage.ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
