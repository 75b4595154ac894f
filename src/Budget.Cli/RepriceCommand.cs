using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen reprice</c>: what recorded calls would have cost by other prices. It changes nothing.</summary>
internal static class RepriceCommand
{
    public static Command Create()
    {
        var records = new Option<string>("--records") { Description = "A JSON file of records: cases as for cost, each with the 'usd' that it cost and the 'at' of its booking.", Required = true };
        var source = new PriceSource();
        var command = new Command("reprice", "What recorded calls would have cost by other prices. Only a report: settled costs stay as they are.") { records };
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            UsageRecord[] all = Read(parsed.GetValue(records)!);
            RepriceReport report = RepriceReport.Of(all, source.Registry(parsed));
            foreach (RepricedModel row in report.Rows)
                Console.Out.WriteLine($"{row.Model}  {row.Calls} calls  recorded ${Amounts.Exact(row.Recorded)}  by these prices ${Amounts.Exact(row.Repriced)}  difference {Difference(row.Repriced - row.Recorded)}{(row.Unpriced > 0 ? $"  {row.Unpriced} without a price" : "")}");
            Console.Out.WriteLine($"total  {all.Length} calls  recorded ${Amounts.Exact(report.Recorded)}  by these prices ${Amounts.Exact(report.Repriced)}  difference {Difference(report.Repriced - report.Recorded)}  {report.Unpriced} without a price");
            return report.Unpriced == 0 ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    private static string Difference(Usd amount) => (amount < Usd.Zero ? "-$" : "+$") + Amounts.Exact(amount < Usd.Zero ? -amount : amount);

    private static UsageRecord[] Read(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement root = document.RootElement;
            JsonElement list = root.ValueKind == JsonValueKind.Array ? root : root.TryGetProperty("records", out JsonElement inner) ? inner : throw new CliException($"{file}: there are no 'records'.");
            return [.. list.EnumerateArray().Select(Record)];
        }
        catch (JsonException broken)
        {
            throw new CliException($"{file}: this is not valid JSON: {broken.Message}");
        }
    }

    private static UsageRecord Record(JsonElement json)
    {
        CostCase call = CostCase.Read(json);
        string usd = Text(json, "usd") ?? throw new CliException($"Record '{call.Id}' has no 'usd', a decimal in quotes.");
        string at = Text(json, "at") ?? throw new CliException($"Record '{call.Id}' has no 'at', an instant such as 2026-09-01T16:00:00Z.");
        return new UsageRecord
        {
            Model = call.Model,
            Provider = call.Provider,
            Usage = call.Usage,
            InputTokens = call.Usage.TotalInput,
            OutputTokens = call.Usage.TotalOutput,
            Cost = decimal.TryParse(usd, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal dollars) ? Usd.FromDollars(dollars) : throw new CliException($"Record '{call.Id}': 'usd' is '{usd}'."),
            Timestamp = DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
                ? instant
                : throw new CliException($"Record '{call.Id}': 'at' is '{at}'."),
        };
    }

    private static string? Text(JsonElement json, string key) => json.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
