using System.Globalization;
using System.Text.Json;

namespace BudgetGen;

/// <summary>Reads <c>budgetgen-models/1</c>. What it does not know it refuses: a misspelt capability would be one that nobody has.</summary>
internal static class ModelCatalogueReader
{
    private const string Schema = "budgetgen-models/1";

    public static ModelCatalogue Read(byte[] utf8Json)
    {
        using JsonDocument document = Open(utf8Json);
        JsonElement root = document.RootElement;
        Only(root, "the catalogue", "schema", "version", "specialised", "models", "batch");
        if (Text(root, "schema", "the catalogue") != Schema)
            throw Refused("the catalogue", $"'schema' must be \"{Schema}\"");
        return new ModelCatalogue(
            Text(root, "version", "the catalogue"),
            [.. Items(root, "models", "the catalogue").Select(Model)],
            [.. Items(root, "batch", "the catalogue").Select(Discount)],
            Texts(root, "specialised", "the catalogue"));
    }

    private static ModelCapabilities Model(JsonElement line, int index)
    {
        string where = $"models[{index}]";
        Only(line, where, "family", "class", "context", "capabilities", "source", "checked", "assumed");
        string[] family = [.. Texts(line, "family", where)];
        if (family.Length == 0)
            throw Refused(where, "'family' needs at least one word");
        string[] capabilities = [.. Texts(line, "capabilities", where)];
        if (capabilities.FirstOrDefault(static name => name is not ("vision" or "tools" or "reasoning")) is { } odd)
            throw Refused(where, $"'{odd}' is no capability; known are vision, tools and reasoning");
        (string? source, string? assumed) = (OptionalText(line, "source", where), OptionalText(line, "assumed", where));
        if (source is null && assumed is null)
            throw Refused(where, "needs a 'source' with the day on which it was 'checked', or says what is 'assumed'");
        return new ModelCapabilities
        {
            Family = family,
            Class = Text(line, "class", where) switch
            {
                "small" => ModelClass.Small,
                "middle" => ModelClass.Middle,
                "top" => ModelClass.Top,
                string other => throw Refused(where, $"'{other}' is no class; known are small, middle and top"),
            },
            Context = Count(line, "context", where),
            Vision = capabilities.Contains("vision"),
            Tools = capabilities.Contains("tools"),
            Reasoning = capabilities.Contains("reasoning"),
            Source = source,
            Checked = source is null ? null : Day(line, where),
            Assumed = assumed,
        };
    }

    private static BatchDiscount Discount(JsonElement line, int index)
    {
        string where = $"batch[{index}]";
        Only(line, where, "provider", "percent", "source", "checked", "assumed");
        long percent = Count(line, "percent", where);
        if (percent > 100)
            throw Refused(where, "'percent' is at most 100");
        return new BatchDiscount(Text(line, "provider", where), (int)percent, Text(line, "source", where), Day(line, where), OptionalText(line, "assumed", where));
    }

    private static JsonDocument Open(byte[] utf8Json)
    {
        try
        {
            return JsonDocument.Parse(utf8Json);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The catalogue of models is no JSON: {exception.Message}", exception);
        }
    }

    private static void Only(JsonElement element, string where, params ReadOnlySpan<string> keys)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Refused(where, "must be an object");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!keys.Contains(property.Name))
                throw Refused(where, $"the field '{property.Name}' is not known; known are {string.Join(", ", keys)}");
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, string key, string where) =>
        element.TryGetProperty(key, out JsonElement items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : throw Refused(where, $"'{key}' must be an array");

    private static IEnumerable<string> Texts(JsonElement element, string key, string where) => Items(element, key, where).Select(item =>
        item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 } text ? text : throw Refused(where, $"'{key}' must hold texts"));

    private static string Text(JsonElement element, string key, string where) =>
        OptionalText(element, key, where) ?? throw Refused(where, $"'{key}' is required");

    private static string? OptionalText(JsonElement element, string key, string where)
    {
        if (!element.TryGetProperty(key, out JsonElement value))
            return null;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : throw Refused(where, $"'{key}' must be a text");
    }

    private static long Count(JsonElement element, string key, string where) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count) && count > 0
            ? count
            : throw Refused(where, $"'{key}' must be a whole number above 0");

    private static DateOnly Day(JsonElement element, string where) =>
        DateOnly.TryParseExact(Text(element, "checked", where), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw Refused(where, "'checked' must be a day, such as \"2026-11-20\"");

    private static FormatException Refused(string where, string why) => new($"Catalogue of models: {where}: {why}.");
}
