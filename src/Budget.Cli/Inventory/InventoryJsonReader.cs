using System.Text.Json;
using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary>Reads <c>llm-calls.json</c>. Fields that it does not know are passed over: they may be added within a version.</summary>
internal static class InventoryJsonReader
{
    public static InventoryReport Read(string file)
    {
        using JsonDocument document = Parse(file);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out JsonElement version) || !root.TryGetProperty("calls", out JsonElement calls) || calls.ValueKind != JsonValueKind.Array)
            throw new CliException($"{file}: this is no inventory of LLM calls; 'version' and 'calls' are needed.");
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number != InventoryReport.Version)
            throw new CliException($"{file}: its version is {version.GetRawText()}, and this tool reads version {InventoryReport.Version}. Use the tool of the same release as the library.");

        InventoryCall[] all = [.. calls.EnumerateArray().Select((call, at) => Call(call, $"{file}: calls[{at}]"))];
        return new InventoryReport(Projects(root), all, CallAssumptions.Usual, JsonFields.Text(root, "prices") ?? "");
    }

    private static IEnumerable<InventoryProject> Projects(JsonElement root) =>
        root.TryGetProperty("projects", out JsonElement projects) && projects.ValueKind == JsonValueKind.Array
            ? [.. projects.EnumerateArray().Where(static project => project.ValueKind == JsonValueKind.Object).Select(static project => new InventoryProject(JsonFields.Text(project, "name") ?? "", JsonFields.Text(project, "target_framework") ?? ""))]
            : [];

    private static InventoryCall Call(JsonElement json, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new CliException($"{place} is no object.");

        string status = Needed(json, "status", place);
        return new InventoryCall
        {
            Project = JsonFields.Text(json, "project") ?? "",
            File = Needed(json, "file", place),
            Line = (int)(Number(json, "line") ?? 0),
            Column = (int)(Number(json, "column") ?? 0),
            Member = Needed(json, "member", place),
            Called = Needed(json, "called", place),
            Library = JsonFields.Text(json, "library") ?? "",
            Kind = JsonFields.Text(json, "kind") ?? "",
            Status = CallStatusText.Parse(status) ?? throw new CliException($"{place}.status is '{status}', which is none."),
            Why = JsonFields.Text(json, "why"),
            Diagnostic = JsonFields.Text(json, "diagnostic"),
            Model = Binding(json, "model"),
            User = Binding(json, "user"),
            PaidBy = Binding(json, "paid_by"),
            Provider = JsonFields.Text(json, "provider"),
            Operation = JsonFields.Text(json, "operation"),
            Tags = json.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Array ? [.. tags.EnumerateArray().Where(static tag => tag.ValueKind == JsonValueKind.String).Select(static tag => tag.GetString()!)] : [],
            MaxCost = JsonFields.Text(json, "max_cost_usd"),
            MaxOutputTokens = Number(json, "max_output_tokens"),
        };
    }

    private static CallBinding Binding(JsonElement json, string key) =>
        json.TryGetProperty(key, out JsonElement binding) && binding.ValueKind == JsonValueKind.Object
            ? new CallBinding(JsonFields.Text(binding, "binding") ?? CallBinding.Unknown, JsonFields.Text(binding, "value"), JsonFields.Text(binding, "template"))
            : new CallBinding(CallBinding.Unknown, null, null);

    private static string Needed(JsonElement json, string key, string place) => JsonFields.Text(json, key) ?? throw new CliException($"{place}: '{key}' is missing.");

    private static long? Number(JsonElement json, string key) =>
        json.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;

    private static JsonDocument Parse(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return JsonDocument.Parse(stream);
        }
        catch (JsonException broken)
        {
            throw new CliException($"{file}: this is not valid JSON: {broken.Message}");
        }
    }
}
