namespace BudgetGen.TestProvider;

/// <summary>What a request asked for.</summary>
public sealed record ProviderRequest(string Model, bool Stream, long? MaxTokens, int BodyLength)
{
    /// <summary>The whole request, for tests that look at it.</summary>
    public string Body { get; init; } = "";
}

/// <summary>What a request used, in the provider's inclusive totals (Anthropic's wire takes the cache out of the input again).</summary>
public sealed record ProviderUsage(long Input, long Cached, long Output, long Reasoning, long CacheWrite5m = 0, long CacheWrite1h = 0, long WebSearches = 0)
{
    /// <summary>The service tier that the answer names; null: the provider's usual word.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>The speed that an answer on Anthropic's wire names, or null.</summary>
    public string? Speed { get; init; }

    /// <summary>The place that an answer on Anthropic's wire names, or null.</summary>
    public string? InferenceGeo { get; init; }

    /// <summary>The tool that an answer on Anthropic's wire calls, or null: it says something.</summary>
    public string? CallsTool { get; init; }

    /// <summary>What an answer on Anthropic's beta wire says about its parts, JSON; null: nothing.</summary>
    public string? Iterations { get; init; }

    /// <summary>The model that the answer names; null: the one that was asked for.</summary>
    public string? Model { get; init; }

    /// <summary>Input by size, output within the bound that the request set.</summary>
    public static ProviderUsage Typical(ProviderRequest request) => new(Math.Max(1, request.BodyLength / 6), 0, Math.Min(request.MaxTokens ?? 40, 40), 0);
}
