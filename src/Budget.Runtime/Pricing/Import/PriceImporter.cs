using System.Text.Json;

namespace BudgetGen;

/// <summary>Reads price lists of several formats. Whatever a list has becomes a line, a skipped row with a reason, or a note.</summary>
public static class PriceImporter
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a list; its format is told from its shape.</summary>
    /// <param name="utf8Json">The list, UTF-8.</param>
    /// <param name="fileName">What to call it in messages.</param>
    /// <param name="options">What the list does not say about itself; a list of our own format needs none of it.</param>
    /// <param name="format">The format; null: find out.</param>
    /// <exception cref="PriceBookException">It is no list of a known format.</exception>
    public static PriceImport Import(ReadOnlyMemory<byte> utf8Json, string fileName, PriceImportOptions options, PriceListFormat? format = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(options);
        if (utf8Json.Span.StartsWith("\uFEFF"u8))
            utf8Json = utf8Json["\uFEFF"u8.Length..];
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8Json, s_strict);
            JsonElement root = document.RootElement;
            return (format ?? FormatOf(root)) switch
            {
                PriceListFormat.BudgetGen => new PriceImport(PriceListFormat.BudgetGen, PriceBookReader.Read(utf8Json, fileName), []),
                PriceListFormat.LiteLlm => LiteLlmImporter.Import(root, fileName, options),
                PriceListFormat.GenaiPrices => GenaiPricesImporter.Import(root, fileName, options),
                PriceListFormat.OpenRouter => OpenRouterImporter.Import(root, fileName, options),
                _ => throw new PriceBookException($"{fileName}: this is no price list of a known format: {PriceBookReader.Schema}, LiteLLM, genai-prices v2, or OpenRouter's models."),
            };
        }
        catch (JsonException broken)
        {
            throw new PriceBookException($"{fileName}: this is not valid JSON: {broken.Message}", broken);
        }
        catch (Exception broken) when (broken is InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new PriceBookException($"{fileName}: this is no price list of the format that it seems to be: {broken.Message}", broken);
        }
    }

    private static PriceListFormat? FormatOf(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return root.EnumerateArray().All(static provider => Has(provider, "models") && Has(provider, "id")) ? PriceListFormat.GenaiPrices : null;
        if (Has(root, "schema"))
            return PriceListFormat.BudgetGen;
        if (Has(root, "data") && root.GetProperty("data").ValueKind == JsonValueKind.Array)
            return PriceListFormat.OpenRouter;
        return root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(static row => Has(row.Value, "litellm_provider")) ? PriceListFormat.LiteLlm : null;
    }

    private static bool Has(JsonElement json, string key) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out _);
}
