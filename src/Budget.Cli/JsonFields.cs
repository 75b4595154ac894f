using System.Text.Json;

namespace BudgetGen.Cli;

/// <summary>What files of cases and records say, field by field.</summary>
internal static class JsonFields
{
    /// <summary>A text; null where there is none.</summary>
    public static string? Text(JsonElement json, string key)
    {
        if (!json.TryGetProperty(key, out JsonElement value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new CliException($"'{key}' is {value.GetRawText()}, which is no text: it has half of a surrogate pair, or bytes that are not UTF-8.");
        }
    }
}
