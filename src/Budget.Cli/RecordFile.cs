using System.Globalization;
using System.Text.Json;

namespace BudgetGen.Cli;

/// <summary>A file of recorded calls: cases as for <c>cost</c>, each with what it cost and when it was booked, and who made it if that is known.</summary>
internal static class RecordFile
{
    public static UsageRecord[] Read(string file) => JsonList.Read(file, "records", Record);

    private static UsageRecord Record(JsonElement json)
    {
        CostCase call = CostCase.Read(json);
        string usd = JsonFields.Text(json, "usd") ?? throw new CliException($"Record '{call.Id}' has no 'usd', a decimal in quotes.");
        string at = JsonFields.Text(json, "at") ?? throw new CliException($"Record '{call.Id}' has no 'at', an instant such as 2026-09-01T16:00:00Z.");
        return new UsageRecord
        {
            Model = call.Model,
            Provider = call.Provider,
            Usage = call.Usage,
            ServiceTier = call.Terms.ServiceTier,
            InputTokens = call.Usage.TotalInput,
            OutputTokens = call.Usage.TotalOutput,
            Cost = decimal.TryParse(usd, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal dollars) ? Usd.FromDollars(dollars) : throw new CliException($"Record '{call.Id}': 'usd' is '{usd}'."),
            Timestamp = DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
                ? instant
                : throw new CliException($"Record '{call.Id}': 'at' is '{at}'."),
            User = JsonFields.Text(json, "user"),
            Operation = JsonFields.Text(json, "operation"),
            Endpoint = JsonFields.Text(json, "endpoint"),
            RequestId = JsonFields.Text(json, "request_id") ?? call.Id,
        };
    }
}
