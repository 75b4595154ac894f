using System.Globalization;
using System.Text.Json;

namespace BudgetGen.Pricing.Tests;

/// <summary>Holds the embedded book against a public price list, where one is at hand. What differs is known, and docs/pricing.md says why.</summary>
public class PublicListTests
{
    /// <summary>Names whose input or output price differs on purpose.</summary>
    private static readonly string[] KnownDifferences =
    [
        "claude-sonnet-5",
        "codestral-latest", "mistral-small", "mistral-small-latest", "mistral-small-3-2-2506", "open-mistral-nemo", "open-mistral-nemo-2407",
        "gemini-3.6-flash", "gemini-3.1-flash-image", "gemini-3.1-flash-image-preview",
        "gemini-2.5-flash-native-audio-latest", "gemini-2.5-flash-native-audio-preview-09-2025", "gemini-2.5-flash-native-audio-preview-12-2025",
        "gpt-realtime-2", "gpt-4o-mini-tts", "gpt-4o-mini-tts-2025-03-20", "gpt-4o-mini-tts-2025-12-15", "gpt-image-2", "gpt-image-2-2026-04-21",
    ];

    [Fact]
    public void The_embedded_prices_are_those_of_the_list_except_where_we_know_better()
    {
        using JsonDocument? list = Open("litellm-prices.json");
        Assert.SkipWhen(list is null, "The list is not here.");

        var differences = new List<string>();
        int compared = 0;
        foreach (JsonProperty row in list!.RootElement.EnumerateObject())
        {
            string provider = row.Value.TryGetProperty("litellm_provider", out JsonElement named) ? named.GetString()! : "";
            if (provider is not ("openai" or "anthropic" or "gemini" or "mistral" or "groq" or "xai"))
                continue;
            string name = row.Name.StartsWith(provider + "/", StringComparison.Ordinal) ? row.Name[(provider.Length + 1)..] : row.Name;
            if (PerMillion(row.Value, "input_cost_per_token") is not { } input || input == 0 || PricingRegistry.Embedded.Find(name, provider) is not { } match)
                continue;

            compared++;
            decimal? output = PerMillion(row.Value, "output_cost_per_token");
            if (match.Line.Price.Input != UnitPrice.PerMillion(input) || (output > 0 && match.Line.Price.Output != UnitPrice.PerMillion(output.Value)))
                differences.Add(name);
        }

        Assert.True(compared > 200, $"Only {compared} rows were compared.");
        Assert.Equal(string.Join("\n", KnownDifferences.Order()), string.Join("\n", differences.Distinct().Order()));
    }

    [Fact]
    public void Every_current_text_model_of_the_list_has_a_price()
    {
        using JsonDocument? list = Open("litellm-prices.json");
        Assert.SkipWhen(list is null, "The list is not here.");

        string[] leftOut = ["gemini-exp", "gemini-gemma", "gemma-", "learnlm", "lyria", "robotics", "preview-tts", "gemini-live-2.5", "lite-preview-06-17", "gemma-7b", "ft:gpt-4-0613", "ft:davinci", "ft:babbage", "vision-beta", "container"];
        var missing = new List<string>();
        foreach (JsonProperty row in list!.RootElement.EnumerateObject())
        {
            string provider = row.Value.TryGetProperty("litellm_provider", out JsonElement named) ? named.GetString()! : "";
            string mode = row.Value.TryGetProperty("mode", out JsonElement does) ? does.GetString()! : "";
            string name = row.Name.StartsWith(provider + "/", StringComparison.Ordinal) ? row.Name[(provider.Length + 1)..] : row.Name;
            if (provider is "openai" or "anthropic" or "gemini" or "mistral" or "groq" or "xai" && mode is "chat" or "responses" or "embedding" && PricingRegistry.Embedded.Find(name, provider) is null)
                missing.Add(name);
        }

        Assert.Equal([], missing.Distinct().Where(name => !leftOut.Any(part => name.Contains(part, StringComparison.Ordinal))));
    }

    [Fact]
    public void The_prices_of_OpenRouter_are_those_of_its_own_list()
    {
        using JsonDocument? list = Open("openrouter-models.json");
        Assert.SkipWhen(list is null, "The list is not here.");

        var differences = new List<string>();
        int compared = 0;
        foreach (JsonElement model in list!.RootElement.GetProperty("data").EnumerateArray())
        {
            string id = model.GetProperty("id").GetString()!;
            if (PricingRegistry.Embedded.Find(id, "openrouter") is not { Kind: PriceMatchKind.Exact } match)
                continue;
            compared++;
            if (match.Line.Price.Input != PerToken(model, "prompt") || match.Line.Price.Output != PerToken(model, "completion") || (match.Line.Price.CacheRead is { } read && read != PerToken(model, "input_cache_read")))
                differences.Add(id);
        }

        Assert.True(compared > 40, $"Only {compared} models were compared.");
        Assert.Equal([], differences);

        static UnitPrice? PerToken(JsonElement model, string key) =>
            model.GetProperty("pricing").TryGetProperty(key, out JsonElement price) ? UnitPrice.FromDollars(decimal.Parse(price.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)) : null;
    }

    private static decimal? PerMillion(JsonElement row, string key) => row.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number
        ? decimal.Round(decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture) * 1_000_000m, 6)
        : null;

    private static JsonDocument? Open(string file)
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "BudgetGen.sln")))
            root = root.Parent;
        string path = Path.Combine(root?.FullName ?? "", "..", "shared", "data", file);
        return File.Exists(path) ? JsonDocument.Parse(File.ReadAllBytes(path)) : null;
    }
}
