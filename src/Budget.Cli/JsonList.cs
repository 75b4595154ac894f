using System.Text.Json;

namespace BudgetGen.Cli;

/// <summary>A file that lists objects: an array, or an object that has one under a name.</summary>
internal static class JsonList
{
    /// <summary>Reads each object of a file.</summary>
    public static T[] Read<T>(string file, string name, Func<JsonElement, T> read)
    {
        using JsonDocument document = Parse(file);
        JsonElement root = document.RootElement, list = root;
        if (root.ValueKind == JsonValueKind.Object && !root.TryGetProperty(name, out list))
            throw new CliException($"{file}: there are no '{name}'.");
        if (list.ValueKind != JsonValueKind.Array)
            throw new CliException($"{file}: an array of {name} is needed, and this is {Kind(list)}.");
        return [.. list.EnumerateArray().Select((one, at) => one.ValueKind == JsonValueKind.Object ? read(one) : throw new CliException($"{file}: [{at}] of the {name} is {Kind(one)}; each must be an object."))];
    }

    private static string Kind(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => json.GetRawText(),
    };

    private static JsonDocument Parse(string file)
    {
        try
        {
            // From a stream, because that passes over a byte order mark.
            using FileStream stream = File.OpenRead(file);
            return JsonDocument.Parse(stream);
        }
        catch (JsonException broken)
        {
            throw new CliException($"{file}: this is not valid JSON: {broken.Message}");
        }
    }
}
