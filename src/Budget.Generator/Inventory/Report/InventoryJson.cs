namespace BudgetGen.Inventory;

/// <summary>Writes <c>llm-calls.json</c>. Every field is always there; what is not known is null.</summary>
internal static class InventoryJson
{
    private const string Schema = "https://github.com/budgetgen/budgetgen/blob/main/docs/schemas/llm-calls.schema.json";

    /// <summary>The text of the file.</summary>
    public static string Write(InventoryReport report)
    {
        JsonWriter json = new JsonWriter().Open('{').Text("$schema", Schema).Number("version", InventoryReport.Version);
        Projects(json, report);
        json.Text("prices", report.PriceBook);
        Assumptions(json, report.Assumptions);
        Totals(json, "summary", report.Totals);
        json.Open('[', "calls");
        foreach (InventoryCall call in report.Calls)
            Write(json, null, call);
        return json.Close(']').Close('}').ToString();
    }

    /// <summary>Writes one call.</summary>
    public static void Write(JsonWriter json, string? name, InventoryCall call)
    {
        json.Open('{', name)
            .Text("project", call.Project)
            .Text("file", call.File)
            .Number("line", call.Line)
            .Number("column", call.Column)
            .Text("member", call.Member)
            .Text("called", call.Called)
            .Text("library", call.Library)
            .Text("kind", call.Kind)
            .Text("status", CallStatusText.Of(call.Status))
            .Text("why", call.Why)
            .Text("diagnostic", call.Diagnostic);
        Binding(json, "model", call.Model);
        Binding(json, "user", call.User);
        Binding(json, "paid_by", call.PaidBy);
        json.Text("provider", call.Provider).Text("operation", call.Operation).Open('[', "tags");
        foreach (string tag in call.Tags)
            json.Text(null, tag);
        json.Close(']').Text("max_cost_usd", call.MaxCost).Number("max_output_tokens", call.MaxOutputTokens)
            .Text("input_usd_per_million", call.Prices?.Input)
            .Text("output_usd_per_million", call.Prices?.Output)
            .Text("estimated_usd", call.EstimatedCost is { } cost ? CallPrices.Text(cost) : null)
            .Text("unpriced", call.Unpriced)
            .Close('}');
    }

    /// <summary>Writes the counts.</summary>
    public static void Totals(JsonWriter json, string name, InventoryTotals totals)
    {
        json.Open('{', name).Number("calls", totals.All);
        foreach (CallStatus status in (CallStatus[])[CallStatus.Tracked, CallStatus.Untracked, CallStatus.Refused, CallStatus.Unmetered, CallStatus.Ignored])
            json.Number(CallStatusText.Of(status), totals.Of(status));
        json.Number("coverage_percent", totals.Coverage).Close('}');
    }

    /// <summary>Writes how large calls are taken to be.</summary>
    public static void Assumptions(JsonWriter json, CallAssumptions assumptions) =>
        json.Open('{', "assumptions").Number("input_tokens", assumptions.InputTokens).Number("output_tokens", assumptions.OutputTokens).Close('}');

    private static void Projects(JsonWriter json, InventoryReport report)
    {
        json.Open('[', "projects");
        foreach (InventoryProject project in report.Projects)
            json.Open('{').Text("name", project.Name).Text("target_framework", project.TargetFramework.Length == 0 ? null : project.TargetFramework).Close('}');
        json.Close(']');
    }

    private static void Binding(JsonWriter json, string name, CallBinding binding) =>
        json.Open('{', name).Text("binding", binding.Source).Text("value", binding.Value).Text("template", binding.Template).Close('}');
}
