namespace BudgetGen;

/// <summary>What a price depends on besides the model and the usage. Everything may be left out: then the standard price applies.</summary>
public sealed record CallTerms
{
    /// <summary>Nothing out of the ordinary.</summary>
    public static CallTerms Standard { get; } = new();

    /// <summary>The tier that served the call; before the call, the one that is asked for.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>Where data is processed, as the provider names it (<c>eu</c>, <c>us</c>, <c>westeurope</c> ...), or null.</summary>
    public string? Region
    {
        get;
        init => field = value is null ? null : ModelNames.Normalise(value);
    }

    /// <summary>Anthropic's <c>inference_geo</c>, or null.</summary>
    public string? InferenceGeo
    {
        get;
        init => field = value is null ? null : ModelNames.Normalise(value);
    }

    /// <summary>Anthropic's <c>speed</c>, or null.</summary>
    public string? Speed
    {
        get;
        init => field = value is null ? null : ModelNames.Normalise(value);
    }

    /// <summary>The endpoint, where a model costs differently by it, such as <c>realtime</c>, or null.</summary>
    public string? Endpoint
    {
        get;
        init => field = value is null ? null : ModelNames.Normalise(value);
    }

    /// <summary>The instant at which the request was sent; null: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The tier that a provider's word for it means.</summary>
    /// <param name="word">The word, such as <c>default</c>, <c>flex</c>, <c>priority</c>, <c>fast</c> (OpenAI's other name of priority) or <c>batch</c>; null and <c>auto</c> mean the standard one.</param>
    /// <returns>The tier, or null: the word is not known.</returns>
    public static ServiceTier? TierOf(string? word) => word is null ? ServiceTier.Standard : ModelNames.Normalise(word) switch
    {
        "" or "standard" or "default" or "auto" or "standard_only" or "on_demand" => ServiceTier.Standard,
        "flex" => ServiceTier.Flex,
        "priority" or "fast" => ServiceTier.Priority,
        "batch" => ServiceTier.Batch,
        _ => null,
    };

    /// <summary>True where nothing but the instant is said.</summary>
    internal bool AreStandard => ServiceTier == ServiceTier.Standard && Region is null && InferenceGeo is null && Speed is null && Endpoint is null;
}
