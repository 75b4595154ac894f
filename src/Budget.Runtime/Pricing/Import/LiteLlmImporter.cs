using System.Globalization;
using System.Text.Json;

namespace BudgetGen;

/// <summary>Reads LiteLLM's list: one object, a row for each model.</summary>
internal static class LiteLlmImporter
{
    private const string Page = "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json";

    private static readonly Dictionary<string, ModelMode> s_modes = new(StringComparer.Ordinal)
    {
        ["chat"] = ModelMode.Chat,
        ["responses"] = ModelMode.Chat,
        ["completion"] = ModelMode.Chat,
        ["realtime"] = ModelMode.Chat,
        ["embedding"] = ModelMode.Embedding,
        ["image_generation"] = ModelMode.Image,
        ["image_edit"] = ModelMode.Image,
        ["audio_transcription"] = ModelMode.Transcription,
        ["audio_speech"] = ModelMode.Speech,
        ["rerank"] = ModelMode.Rerank,
        ["search"] = ModelMode.Search,
        ["video_generation"] = ModelMode.Video,
        ["ocr"] = ModelMode.Ocr,
        ["moderation"] = ModelMode.Moderation,
    };

    public static PriceImport Import(JsonElement root, string file, PriceImportOptions options)
    {
        var lines = new ImportedLines(PriceListFormat.LiteLlm, file, "litellm " + options.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        foreach (JsonProperty row in root.EnumerateObject())
        {
            if (row.Name is "sample_spec" or "fallback_generalizations")
                lines.Skip(row.Name, "not a model");
            else if (row.Value.ValueKind != JsonValueKind.Object)
                lines.Skip(row.Name, "not an object");
            else
                Add(lines, row, options);
        }

        return lines.Finish();
    }

    private static void Add(ImportedLines lines, JsonProperty row, PriceImportOptions options)
    {
        LiteLlmName name = LiteLlmName.Of(row.Name, ListJson.Text(row.Value, "litellm_provider"));
        if (name.Provider.Length == 0)
        {
            lines.Skip(row.Name, "no provider");
            return;
        }

        string word = ListJson.Text(row.Value, "mode") ?? (row.Name.Contains("embedding", StringComparison.Ordinal) ? "embedding" : "chat");
        if (!s_modes.TryGetValue(word, out ModelMode mode))
        {
            lines.Skip(row.Name, $"mode '{word}' is not known");
            return;
        }

        var prices = new LiteLlmPrices(lines, row, mode, name, options.ZeroIsFree);
        prices.Read();
        if (!prices.Any)
        {
            lines.Skip(row.Name, prices.WhyNone);
            return;
        }

        string key = ModelNames.Normalise(row.Name);
        lines.Add(row.Name, prices.Complete(new ModelPricing
        {
            Id = name.Id,
            Provider = name.Provider,
            Model = name.Model,
            Aliases = key == name.Model ? [] : [key],
            Mode = mode,
            Price = new BucketPrices(),
            Conditions = new PriceConditions(name.Size, name.Quality),
            Limits = new ModelLimits(ListJson.Count(row.Value, "max_input_tokens"), ListJson.Count(row.Value, "max_output_tokens")),
            Retired = Day(row.Value, "deprecation_date"),
            Source = Source(row.Value),
            Checked = options.Checked,
        }));
    }

    private static string Source(JsonElement row) =>
        ListJson.Text(row, "source") is { } source && Uri.TryCreate(source, UriKind.Absolute, out Uri? uri) && uri.Scheme is "https" or "http" ? source : Page;

    private static DateTimeOffset? Day(JsonElement row, string key) =>
        DateOnly.TryParseExact(ListJson.Text(row, key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : null;
}
