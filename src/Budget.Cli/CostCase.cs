using System.Text.Json;
using static BudgetGen.Cli.JsonFields;

namespace BudgetGen.Cli;

/// <summary>One call to be priced, as a file of cases has it: totals that include their details.</summary>
/// <param name="Id">The case's id.</param>
/// <param name="Model">The model.</param>
/// <param name="Provider">The provider, or null.</param>
/// <param name="Usage">What was used.</param>
/// <param name="Terms">On which terms.</param>
internal sealed record CostCase(string Id, string Model, string? Provider, LlmUsage Usage, CallTerms Terms)
{
    private static readonly HashSet<string> s_known = new(StringComparer.Ordinal)
    {
        "prompt_tokens", "completion_tokens", "cached_tokens", "cache_creation_tokens", "cache_creation_5m", "cache_creation_1h", "reasoning_tokens", "xai_additive",
        "audio_input_tokens", "image_input_tokens", "video_input_tokens", "audio_output_tokens", "image_output_tokens", "video_output_tokens", "citation_tokens",
        "images", "size", "quality", "seconds", "characters", "pages", "search_units", "queries", "requests", "sessions", "total_tokens",
        "web_search_requests", "search_context_size", "service_tier", "inference_geo", "speed", "region", "endpoint",
    };

    public static CostCase Read(JsonElement json)
    {
        string id = Text(json, "id") ?? throw new CliException("A case has no 'id'.");
        string model = Text(json, "model") ?? throw new CliException($"Case '{id}' has no 'model'.");
        if (!json.TryGetProperty("usage", out JsonElement usage) || usage.ValueKind != JsonValueKind.Object)
            throw new CliException($"Case '{id}' has no 'usage'.");
        foreach (JsonProperty field in usage.EnumerateObject())
        {
            // Leaving out what is not understood would under-price.
            if (!s_known.Contains(field.Name))
                throw new CliException($"Case '{id}': usage '{field.Name}' is not known.");
        }

        string? provider = Text(json, "provider"), kind = Text(json, "kind");
        return new CostCase(id, model, provider, UsageOf(usage, provider, kind, id), TermsOf(usage, kind, id));
    }

    /// <summary>The row of the model's name, as the list of the cases is read: among the provider's first.</summary>
    public PriceMatch? Find(PricingRegistry prices) => (Provider is null ? null : prices.Find(Model, Terms, Provider)) ?? prices.Find(Model, Terms);

    private static LlmUsage UsageOf(JsonElement json, string? provider, string? kind, string id)
    {
        long? written = Count(json, "cache_creation_tokens") ?? Sum(Count(json, "cache_creation_5m"), Count(json, "cache_creation_1h"));
        LlmUsage usage = new LlmTotals
        {
            // A reranker that bills tokens reports one total, and it is input.
            Input = Count(json, "prompt_tokens") ?? Count(json, "total_tokens"),
            CacheRead = Count(json, "cached_tokens"),
            CacheWrite = written,
            CacheWrite1h = Count(json, "cache_creation_1h"),
            InputAudio = Count(json, "audio_input_tokens"),
            InputImage = Count(json, "image_input_tokens"),
            InputVideo = Count(json, "video_input_tokens"),
            Output = Count(json, "completion_tokens"),
            Reasoning = Count(json, "reasoning_tokens"),
            ReasoningOnTop = provider == "perplexity" || (json.TryGetProperty("xai_additive", out JsonElement additive) && additive.ValueKind == JsonValueKind.True),
            OutputAudio = Count(json, "audio_output_tokens"),
            OutputImage = Count(json, "image_output_tokens"),
            OutputVideo = Count(json, "video_output_tokens"),
        }.ToUsage();
        long? milliseconds = Milliseconds(json);
        SearchContextSize? size = Text(json, "search_context_size") is { } word
            ? Enum.TryParse(word, ignoreCase: true, out SearchContextSize known) ? known : throw new CliException($"Case '{id}': search_context_size '{word}' is not known.")
            : null;
        return usage with
        {
            Citation = Count(json, "citation_tokens"),
            Images = Count(json, "images"),
            ImageSize = Text(json, "size"),
            ImageQuality = Text(json, "quality"),
            AudioMilliseconds = kind == "video" ? null : milliseconds,
            VideoMilliseconds = kind == "video" ? milliseconds : null,
            Characters = Count(json, "characters"),
            Pages = Count(json, "pages"),
            SearchUnits = Count(json, "search_units"),
            Queries = Count(json, "queries"),
            Requests = Count(json, "requests"),
            Sessions = Count(json, "sessions"),

            // A call that says how much context its search is to bring did search.
            WebSearches = Count(json, "web_search_requests") ?? (size is null ? null : 1),
            SearchContextSize = size,
        };
    }

    private static CallTerms TermsOf(JsonElement json, string? kind, string id) => new()
    {
        ServiceTier = kind == "batch"
            ? ServiceTier.Batch
            : CallTerms.TierOf(Text(json, "service_tier")) ?? throw new CliException($"Case '{id}': service_tier '{Text(json, "service_tier")}' is not known."),
        InferenceGeo = Text(json, "inference_geo"),
        Speed = Text(json, "speed"),
        Region = Text(json, "region"),
        Endpoint = Text(json, "endpoint"),
    };

    private static long? Sum(long? left, long? right) => left is null ? right : right is null ? left : checked(left + right);

    private static long? Count(JsonElement json, string key)
    {
        if (!json.TryGetProperty(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count) && count >= 0 ? count : throw new CliException($"'{key}' is {value.GetRawText()}; a whole number of 0 or more is needed.");
    }

    private static long? Milliseconds(JsonElement json)
    {
        if (!json.TryGetProperty("seconds", out JsonElement value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal seconds) && seconds is >= 0 and <= 1_000_000_000_000m
            ? Times.Milliseconds(seconds)
            : throw new CliException($"'seconds' is {value.GetRawText()}; a number of 0 or more is needed.");
    }
}
