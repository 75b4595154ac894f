using System.Globalization;

namespace BudgetGen.Inventory;

/// <summary>
/// Writes the calls that are not tracked as SARIF 2.1.0, which code hosts and editors show. Tracked calls are no results: viewers would list them as findings. Ignored calls are
/// results that are suppressed, with the reason.
/// </summary>
internal static class InventorySarif
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Site = "https://github.com/budgetgen/budgetgen";

    // What the file's paths are relative to; the reader knows where that is.
    private const string Base = "PROJECT";

    private static readonly (string Id, string Name, string Text, string Level)[] _rules =
    [
        ("BGN001", "UntrackedCall", "Untracked LLM call", "warning"),
        ("BGN003", "UninterceptableCall", "Tracked call that cannot be intercepted", "warning"),
        ("BGN004", "BaseCall", "Tracked method called through 'base.'", "error"),
        ("BGN006", "UnmeteredCall", "LLM call that cannot be metered yet", "warning"),
        ("BGN007", "UntrackedRequest", "Untracked HTTP request to an LLM provider", "warning"),
    ];

    /// <summary>The text of the file: one run for all projects.</summary>
    /// <param name="report">The calls.</param>
    /// <param name="path">Where a call's file is; null: in its project's directory.</param>
    /// <param name="state">How a call compares with an earlier inventory, one of SARIF's words; null: it was not compared.</param>
    public static string Write(InventoryReport report, Func<InventoryCall, string>? path = null, Func<InventoryCall, string?>? state = null)
    {
        JsonWriter json = new JsonWriter().Open('{').Text("$schema", Schema).Text("version", "2.1.0").Open('[', "runs").Open('{');
        Tool(json);
        json.Text("columnKind", "utf16CodeUnits");
        if (path is null)
            json.Open('{', "originalUriBaseIds").Open('{', Base).Open('{', "description").Text("text", "The directory of the project.").Close('}').Close('}').Close('}');
        json.Open('[', "results");
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (InventoryCall call in report.Calls.Where(call => call.Status != CallStatus.Tracked))
            Result(json, call, path, state?.Invoke(call), seen);
        json.Close(']').Open('{', "properties");
        InventoryJson.Totals(json, "summary", report.Totals);
        return json.Close('}').Close('}').Close(']').Close('}').ToString();
    }

    private static void Tool(JsonWriter json)
    {
        json.Open('{', "tool").Open('{', "driver").Text("name", "BudgetGen").Text("informationUri", Site).Open('[', "rules");
        foreach ((string id, string name, string text, string level) in _rules)
        {
            json.Open('{').Text("id", id).Text("name", name)
                .Open('{', "shortDescription").Text("text", text + ".").Close('}')
                .Text("helpUri", $"{Site}/blob/main/docs/diagnostics/{id}.md")
                .Open('{', "defaultConfiguration").Text("level", level).Close('}').Close('}');
        }

        json.Close(']').Close('}').Close('}');
    }

    private static void Result(JsonWriter json, InventoryCall call, Func<InventoryCall, string>? path, string? state, Dictionary<string, int> seen)
    {
        // An ignored call is what it would be without the attribute: an untracked one.
        string id = call.Diagnostic ?? (call.Kind == InventoryCall.HttpKind ? "BGN007" : "BGN001");
        int rule = Math.Max(0, Array.FindIndex(_rules, known => known.Id == id));
        json.Open('{').Text("ruleId", _rules[rule].Id).Number("ruleIndex", rule).Text("level", _rules[rule].Level)
            .Open('{', "message").Text("text", $"{call.Member} {(call.Kind == InventoryCall.HttpKind ? "requests by hand with" : "calls")} {call.Called}, and its cost is in no budget{(call.Why is null ? "" : ": " + call.Why)}.").Close('}');
        json.Open('[', "locations").Open('{').Open('{', "physicalLocation").Open('{', "artifactLocation").Text("uri", Uri(path is null ? call.File : path(call)));
        if (path is null)
            json.Text("uriBaseId", Base);
        json.Close('}').Open('{', "region").Number("startLine", call.Line).Number("startColumn", call.Column).Close('}').Close('}').Close('}').Close(']');
        json.Open('{', "partialFingerprints").Text("budgetgenCall/v1", Fingerprint(call, seen)).Close('}');
        if (state is not null)
            json.Text("baselineState", state);
        if (call.Status == CallStatus.Ignored)
        {
            json.Open('[', "suppressions").Open('{').Text("kind", "inSource");
            if (call.Why is not null)
                json.Text("justification", call.Why);
            json.Close('}').Close(']');
        }

        json.Open('{', "properties").Text("project", call.Project).Text("status", CallStatusText.Of(call.Status)).Text("kind", call.Kind).Text("model", call.Model.ToString()).Close('}').Close('}');
    }

    /// <summary>The same call after lines moved: what it is, and the how manieth of those that are the same in its member.</summary>
    private static string Fingerprint(InventoryCall call, Dictionary<string, int> seen)
    {
        string what = string.Join("|", call.Project, call.File, call.Member, call.Called);
        seen[what] = seen.TryGetValue(what, out int before) ? before + 1 : 1;

        // FNV-1a: stable, unlike the hash codes of strings.
        ulong hash = 14_695_981_039_346_656_037;
        foreach (char c in what + "|" + seen[what].ToString(CultureInfo.InvariantCulture))
            hash = unchecked((hash ^ c) * 1_099_511_628_211);
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static string Uri(string path) => string.Join("/", path.Split('/').Select(System.Uri.EscapeDataString));
}
