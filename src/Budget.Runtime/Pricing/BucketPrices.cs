namespace BudgetGen;

/// <summary>
/// Prices by bucket, as one price line or one of its context tiers states them. Null: no such price is known, which is not free.
/// Token buckets are per token; the others say their unit.
/// </summary>
public sealed record BucketPrices
{
    /// <summary>Uncached text input, per token.</summary>
    public UnitPrice? Input { get; init; }

    /// <summary>Input read from a cache, per token.</summary>
    public UnitPrice? CacheRead { get; init; }

    /// <summary>Input written to a cache of five minutes, per token.</summary>
    public UnitPrice? CacheWrite5m { get; init; }

    /// <summary>Input written to a cache of one hour, per token.</summary>
    public UnitPrice? CacheWrite1h { get; init; }

    /// <summary>Audio input, per token.</summary>
    public UnitPrice? InputAudio { get; init; }

    /// <summary>Image input, per token.</summary>
    public UnitPrice? InputImage { get; init; }

    /// <summary>Text output, per token.</summary>
    public UnitPrice? Output { get; init; }

    /// <summary>Reasoning output, per token.</summary>
    public UnitPrice? Reasoning { get; init; }

    /// <summary>Audio output, per token.</summary>
    public UnitPrice? OutputAudio { get; init; }

    /// <summary>Image output, per token.</summary>
    public UnitPrice? OutputImage { get; init; }

    /// <summary>Audio input read from a cache, per token.</summary>
    public UnitPrice? CacheReadAudio { get; init; }

    /// <summary>Image input read from a cache, per token.</summary>
    public UnitPrice? CacheReadImage { get; init; }

    /// <summary>Video input, per token.</summary>
    public UnitPrice? InputVideo { get; init; }

    /// <summary>Video output, per token.</summary>
    public UnitPrice? OutputVideo { get; init; }

    /// <summary>Citations, per token.</summary>
    public UnitPrice? Citation { get; init; }

    /// <summary>A web search that the provider runs, with a context of middle size, per search.</summary>
    public UnitPrice? WebSearch { get; init; }

    /// <summary>A web search with little context, per search.</summary>
    public UnitPrice? WebSearchLow { get; init; }

    /// <summary>A web search with much context, per search.</summary>
    public UnitPrice? WebSearchHigh { get; init; }

    /// <summary>A generated picture, per picture.</summary>
    public UnitPrice? Image { get; init; }

    /// <summary>Recorded or spoken audio, per second.</summary>
    public UnitPrice? AudioTime { get; init; }

    /// <summary>Text to be spoken, per character.</summary>
    public UnitPrice? Character { get; init; }

    /// <summary>Video that is made, per second.</summary>
    public UnitPrice? VideoTime { get; init; }

    /// <summary>A page that is read, per page.</summary>
    public UnitPrice? Page { get; init; }

    /// <summary>A search unit of a reranker, per unit.</summary>
    public UnitPrice? SearchUnit { get; init; }

    /// <summary>A query of a search service, per query.</summary>
    public UnitPrice? Query { get; init; }

    /// <summary>A request, whatever is in it, per request.</summary>
    public UnitPrice? Request { get; init; }

    /// <summary>A session of a tool that the provider runs, per session.</summary>
    public UnitPrice? Session { get; init; }
}
