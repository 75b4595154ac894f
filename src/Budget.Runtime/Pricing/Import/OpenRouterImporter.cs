using System.Globalization;
using System.Text.Json;

namespace BudgetGen;

/// <summary>Reads OpenRouter's list of models: decimal texts per token, per picture and per search.</summary>
internal static class OpenRouterImporter
{
    private const string Page = "https://openrouter.ai/models";

    private static readonly Dictionary<string, int> s_buckets = new(StringComparer.Ordinal)
    {
        ["prompt"] = Bucket.Input,
        ["completion"] = Bucket.Output,
        ["input_cache_read"] = Bucket.CacheRead,
        ["input_cache_write"] = Bucket.CacheWrite5m,
        ["audio"] = Bucket.InputAudio,
        ["image"] = Bucket.InputImage,
        ["internal_reasoning"] = Bucket.Reasoning,
        ["web_search"] = Bucket.WebSearch,
        ["request"] = Bucket.Request,
    };

    public static PriceImport Import(JsonElement root, string file, PriceImportOptions options)
    {
        var lines = new ImportedLines(PriceListFormat.OpenRouter, file, "openrouter " + options.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        int number = 0;
        foreach (JsonElement model in root.GetProperty("data").EnumerateArray())
        {
            number++;
            string? id = model.TryGetProperty("id", out JsonElement named) ? named.GetString() : null;
            if (id is null || !model.TryGetProperty("pricing", out JsonElement pricing) || pricing.ValueKind != JsonValueKind.Object)
                lines.Skip(id ?? string.Create(CultureInfo.InvariantCulture, $"model {number}"), "no id or no prices");
            else
                Add(lines, id, model, pricing, options);
        }

        return lines.Finish();
    }

    private static void Add(ImportedLines lines, string id, JsonElement model, JsonElement pricing, PriceImportOptions options)
    {
        if (id.StartsWith('~'))
        {
            lines.Skip(id, "an alias that moves from model to model");
            return;
        }

        var prices = new Dictionary<string, UnitPrice>(StringComparer.Ordinal);
        foreach (JsonProperty field in pricing.EnumerateObject())
        {
            if (ExactNumber.Read(field.Value) is not { } price)
                lines.Note(id, $"'{field.Name}' is no number and was left out");
            else if (price.IsNegative)
            {
                lines.Skip(id, "its price is decided by routing");
                return;
            }
            else if (!s_buckets.TryGetValue(field.Name, out int bucket))
                lines.Note(id, $"'{field.Name}' is not known and was left out");
            else if (lines.Price(id, field.Name, price, 1, options.ZeroIsFree) is { } known)
                prices[Bucket.Name(bucket)] = known;
        }

        if (prices.Count == 0)
        {
            lines.Skip(id, "all its prices are 0, which may mean free or unknown");
            return;
        }

        string name = ModelNames.Normalise(id);
        lines.Add(id, new ModelPricing
        {
            Id = "openrouter/" + name,
            Provider = "openrouter",
            Model = name,
            Aliases = Slug(model) is { } slug && slug != name ? [slug] : [],
            Price = Bucket.PricesOf(bucket => prices.TryGetValue(bucket, out UnitPrice price) ? price : null),
            Limits = new ModelLimits(ListJson.Count(model, "context_length"), model.TryGetProperty("top_provider", out JsonElement top) ? ListJson.Count(top, "max_completion_tokens") : null),
            Source = Page,
            Checked = options.Checked,
        });
    }

    /// <summary>The dated name of a model. Variants such as <c>:free</c> share it with the model itself, which costs otherwise, so they do not get it.</summary>
    private static string? Slug(JsonElement model) =>
        model.TryGetProperty("canonical_slug", out JsonElement slug) && slug.GetString() is { Length: > 0 } text && model.GetProperty("id").GetString() is { } id
        && !id.Contains(':', StringComparison.Ordinal) && !id.EndsWith("-fast", StringComparison.Ordinal)
            ? ModelNames.Normalise(text)
            : null;
}
