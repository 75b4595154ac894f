using System.Globalization;
using System.Text.Json;

namespace BudgetGen.Cli;

/// <summary>What could have been saved, for machines.</summary>
internal static class OptimizationJson
{
    public static void Write(OptimizationReport report) => Formats.Write(indented: true, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("calls", report.Calls);
        json.WriteString("usd", Amounts.Exact(report.Cost));
        json.WriteString("best_together_usd", Amounts.Exact(report.BestTogether));
        json.WriteNumber("calls_without_price", report.CallsWithoutPrice);
        json.WriteNumber("left_out", report.LeftOut);
        json.WriteStartArray("recommendations");
        foreach (OptimizationRecommendation advice in report.Recommendations)
            Write(json, advice);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, OptimizationRecommendation advice)
    {
        json.WriteStartObject();
        json.WriteString("kind", advice.Kind.ToString());
        json.WriteString("model", advice.Model);
        json.WriteString("provider", advice.Provider);
        json.WriteString("operation", advice.Operation);
        json.WriteString("saving_usd", Amounts.Exact(advice.Saving));
        json.WriteString("usd", Amounts.Exact(advice.Cost));
        json.WriteNumber("calls", advice.Calls);
        json.WriteString("instead", advice.Instead);
        json.WriteString("instead_provider", advice.InsteadProvider);
        json.WriteBoolean("in_best_together", advice.IsInBestTogether);
        json.WriteString("explanation", advice.Explanation);
        json.WriteString("assumption", advice.Assumption);
        json.WriteStartArray("sample");
        foreach (UsageRecord call in advice.Sample)
        {
            json.WriteStartObject();
            json.WriteString("request_id", call.RequestId);
            json.WriteString("at", call.Timestamp.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));
            json.WriteString("user", call.User);
            json.WriteNumber("input_tokens", call.InputTokens);
            json.WriteNumber("output_tokens", call.OutputTokens);
            json.WriteString("usd", Amounts.Exact(call.Cost));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
