namespace BudgetGen.Storage.Conformance;

/// <summary>Usage records by chance, from a seed: few names, so that groups have members; and everything that may be missing is missing now and then.</summary>
/// <param name="seed">The same seed gives the same records.</param>
public sealed class RandomRecords(int seed)
{
    private static readonly string?[] s_names = [null, "", "a", "A", "b", "ab", "\0", "北京", "\uD83E"];
    private static readonly string?[] s_regions = [null, "eu", "北京"];
    private static readonly string[] s_models = ["gpt-4o", "gpt-4o-mini-2024-07-18", "claude-sonnet-4-5", "gemini-2.5-pro", "dall-e-3", "whisper-1"];
    private readonly Random _random = new(seed);

    /// <summary>The next record, booked within an hour after <see cref="Lines.Now"/>.</summary>
    public UsageRecord Next()
    {
        UsageRecord record = Unpriced();
        if (_random.Next(3) == 0)
            record = record with { ProviderCost = new Usd(_random.NextInt64(Usd.MaxCall.Nanos)) };
        if (_random.Next(2) == 0)
            return record;

        PriceProvenance price = PricingRegistry.Embedded.ProvenanceOf(s_models[_random.Next(s_models.Length)], default, new CallTerms { ServiceTier = (ServiceTier)_random.Next(4), Region = s_regions[_random.Next(s_regions.Length)] })!;
        return record with { Provenance = price, PriceLine = price.PriceLine };
    }

    private UsageRecord Unpriced() => new()
    {
        Model = Name() ?? "m",
        User = Name(),
        Provider = Name(),
        Project = Name(),
        Team = Name(),
        Client = Name(),
        Operation = Name(),
        Tags = Tags(),
        Cost = new Usd(_random.Next(4) == 0 ? 0 : _random.NextInt64(Usd.MaxCall.Nanos)),
        Timestamp = Lines.Now.AddSeconds(_random.Next(3600)),
        InputTokens = _random.Next(3) == 0 ? 0 : _random.NextInt64(1L << 40),
        OutputTokens = _random.Next(1_000_000),
        Endpoint = Name(),
        RequestId = Name(),
        PriceLine = Name(),
        ServiceTier = (ServiceTier)_random.Next(4),
        Estimated = _random.Next(2) == 0,
        Usage = Tokens(),
    };

    /// <summary>A name, or null.</summary>
    public string? Name() => s_names[_random.Next(s_names.Length)];

    /// <summary>An instant in that hour, or null.</summary>
    public DateTimeOffset? Instant() => _random.Next(3) == 0 ? null : Lines.Now.AddSeconds(_random.Next(3600));

    /// <summary>Which calls to select: mostly by one thing, now and then by several, or by all.</summary>
    public CallAttribution Selection() => new(Rarely(), Rarely(), Rarely(), Rarely(), Rarely(), Rarely(), Rarely(), _random.Next(4) == 0 ? Tags() : null);

    private string? Rarely() => _random.Next(7) == 0 ? Name() : null;

    private CallTags? Tags() => _random.Next(3) == 0
        ? null
        : new CallTags(Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => KeyValuePair.Create(Name() ?? "t", Name() ?? "v")));

    private LlmUsage Tokens()
    {
        var usage = new LlmUsage
        {
            Input = Count(), CacheRead = Count(), CacheWrite5m = Count(), CacheWrite1h = Count(), InputAudio = Count(), InputImage = Count(),
            Output = Count(), Reasoning = Count(), OutputAudio = Count(), OutputImage = Count(), WebSearches = Count(),
            Estimated = _random.Next(2) == 0, Inconsistent = _random.Next(2) == 0,
        };
        return _random.Next(2) == 0 ? usage : usage with
        {
            CacheReadAudio = Count(), CacheReadImage = Count(), InputVideo = Count(), OutputVideo = Count(), Citation = Count(), Images = Count(),
            AudioMilliseconds = Count(), VideoMilliseconds = Count(), Characters = Count(), Pages = Count(), SearchUnits = Count(), Queries = Count(),
            Requests = Count(), Sessions = Count(), ImageSize = Name(), ImageQuality = Name(),
            SearchContextSize = _random.Next(2) == 0 ? null : (SearchContextSize)_random.Next(3),
        };
    }

    // Unknown is not 0.
    private long? Count() => _random.Next(3) switch { 0 => null, 1 => 0, _ => _random.NextInt64(1L << 40) };
}
