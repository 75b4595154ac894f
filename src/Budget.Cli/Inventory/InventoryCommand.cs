using System.CommandLine;
using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen inventory</c>: every LLM call that builds found, what a change added, and whether enough of them are tracked and cheap.</summary>
internal static class InventoryCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = $"{InventoryReport.FileName} files, or folders and projects to look for them in; without any, the current folder.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var format = new Option<string>("--format") { Description = "text (a table), json, csv, markdown or sarif.", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "table", Formats.Json, "csv", "markdown", "sarif");
        var compare = new Option<string?>("--compare") { Description = "An earlier inventory: shows what was added, removed and changed since. Moved lines are no change." };
        var input = new Option<long>("--input-tokens") { Description = "Tokens of input that a call is estimated with.", DefaultValueFactory = static _ => CallAssumptions.Usual.InputTokens };
        var output = new Option<long>("--output-tokens") { Description = "Tokens of output that a call is estimated with, if its request does not allow fewer.", DefaultValueFactory = static _ => CallAssumptions.Usual.OutputTokens };
        var source = new PriceSource();
        var gate = new InventoryGate();
        var command = new Command("inventory", "Every LLM call that builds found: where, which model, who pays, tracked or not, and what it costs.") { paths, format, compare, input, output };
        gate.AddTo(command);
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            gate.Check(parsed, parsed.GetValue(compare) is not null);
            var assumptions = new CallAssumptions(Count("--input-tokens", parsed.GetValue(input)), Count("--output-tokens", parsed.GetValue(output)));
            var prices = new InventoryPrices(source.Registry(parsed), assumptions);
            string[] named = parsed.GetValue(paths) ?? [];
            var files = InventoryFiles.Load(named.Length == 0 ? ["."] : named);
            InventoryReport report = prices.Apply(files.Report);
            InventoryComparison? comparison = parsed.GetValue(compare) is { } earlier ? InventoryComparison.Of(prices.Apply(InventoryFiles.Load([earlier]).Report), report) : null;
            Write(parsed.GetValue(format)!, report, comparison, files);
            return gate.Judge(parsed, report, comparison) ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    private static void Write(string format, InventoryReport report, InventoryComparison? comparison, InventoryFiles files)
    {
        switch (format)
        {
            case Formats.Json:
                Console.Out.Write(comparison is null ? InventoryJson.Write(report) : ComparisonJson.Write(comparison));
                break;
            case "sarif":
                Console.Out.Write(InventorySarif.Write(report, files.PathOf, comparison is null ? null : comparison.StateOf));
                break;
            case "csv":
                InventoryCsv.Write(Console.Out, report, comparison);
                break;
            case "markdown":
                InventoryMarkdown.Write(Console.Out, report, comparison);
                break;
            default:
                InventoryText.Write(Console.Out, report, comparison);
                break;
        }
    }

    private static long Count(string option, long value) => value < 0 ? throw new CliException($"{option} is {value}; a whole number of 0 or more is needed.") : value;
}
