using System.Text.Json;

namespace BudgetGen;

/// <summary>Values of a public price list. Lists are not ours: what is not there, or of another kind, is unknown.</summary>
internal static class ListJson
{
    /// <summary>The text of a key, or null.</summary>
    public static string? Text(JsonElement json, string key) => Value(json, key) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The whole number above 0 of a key, also written as a text or with an exponent; or null.</summary>
    public static long? Count(JsonElement json, string key) => Value(json, key) is { } value ? ExactNumber.Read(value)?.AsCount() : null;

    private static JsonElement? Value(JsonElement json, string key) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out JsonElement value) ? value : null;
}
