using System.Globalization;

namespace BudgetGen.Generator.Prices;

/// <summary>
/// Reads the names out of price books: files of the form <c>budgetgen-prices/1</c>, and the sections <c>Budget:Prices:Models</c> and <c>Budget:Deployments</c> of an appsettings.json.
/// Whatever is not understood is left out here; the runtime refuses it loudly.
/// </summary>
internal static class PriceBookText
{
    private const string Schema = "budgetgen-prices/1";

    /// <summary>The lines of a file; empty if it is no price book.</summary>
    public static PriceLine[] Read(string text) =>
        (text.IndexOf(Schema, StringComparison.Ordinal) >= 0 || text.IndexOf("\"Prices\"", StringComparison.OrdinalIgnoreCase) >= 0 || text.IndexOf("\"Deployments\"", StringComparison.OrdinalIgnoreCase) >= 0)
        && JsonText.TryRead(text, out object? value) && value is Dictionary<string, object?> root
            ? [.. Lines(root).OfType<PriceLine>()]
            : [];

    /// <summary>The day that begins a book's version, such as <c>2026-11-22.1</c>.</summary>
    public static DateTimeOffset DateOf(string text) =>
        JsonText.TryRead(text, out object? value) && value is Dictionary<string, object?> root && Text(root, "version") is { Length: >= 10 } version
            ? DateTimeOffset.ParseExact(version.Substring(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            : throw new InvalidOperationException("The version of the embedded price book does not begin with a day.");

    private static IEnumerable<PriceLine?> Lines(Dictionary<string, object?> root)
    {
        if (root.TryGetValue("schema", out object? schema) && schema is Schema)
            return Items(root, "prices").Select(Line);

        Dictionary<string, object?>? budget = Member(root, "Budget");
        IEnumerable<PriceLine?> models = Member(budget, "Prices") is { } prices ? Items(prices, "Models").Select(Setting) : [];
        return Member(budget, "Deployments") is { } deployments ? models.Concat(deployments.Where(static one => one.Value is string).Select(static one => Named("azure", one.Key))) : models;
    }

    private static PriceLine? Line(Dictionary<string, object?> line)
    {
        if (Text(line, "id") is not { } id || Text(line, "provider") is not { } provider || Text(line, "model") is not { } model)
            return null;

        Dictionary<string, object?> match = Member(line, "match") ?? [];
        return new PriceLine(
            ModelNames.Normalise(id),
            ProviderNames.Normalise(provider),
            ModelNames.Normalise(model),
            Aliases(match),
            Text(match, "dated") == "same",
            NameShape.Of(match),
            Member(line, "conditions")?.Count ?? 0,
            Instant(line, "effective_from"),
            Instant(line, "effective_to"),
            Instant(line, "retired"));
    }

    private static PriceLine? Setting(Dictionary<string, object?> model)
    {
        if (Find(model, "Model") is not string name)
            return null;

        return Named(ProviderNames.Normalise(Find(model, "Provider") as string ?? ""), name);
    }

    private static PriceLine Named(string provider, string name)
    {
        string normal = ModelNames.Normalise(name);
        return new PriceLine($"{provider}/{normal}", provider, normal, [], false, null, 0, null, null, null);
    }

    private static string[] Aliases(Dictionary<string, object?> match) => Find(match, "equals") switch
    {
        string one => [ModelNames.Normalise(one)],
        List<object?> all => [.. all.OfType<string>().Select(ModelNames.Normalise)],
        _ => [],
    };

    private static IEnumerable<Dictionary<string, object?>> Items(Dictionary<string, object?> parent, string name) =>
        Find(parent, name) is List<object?> items ? items.OfType<Dictionary<string, object?>>() : [];

    private static Dictionary<string, object?>? Member(Dictionary<string, object?>? parent, string name) =>
        parent is null ? null : Find(parent, name) as Dictionary<string, object?>;

    private static string? Text(Dictionary<string, object?> parent, string name) => Find(parent, name) as string is { } text && text.Trim().Length > 0 ? text : null;

    // Configuration does not tell upper from lower case.
    private static object? Find(Dictionary<string, object?> parent, string name) =>
        parent.TryGetValue(name, out object? value) ? value : parent.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static DateTimeOffset? Instant(Dictionary<string, object?> line, string name) =>
        Text(line, name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant : null;
}
