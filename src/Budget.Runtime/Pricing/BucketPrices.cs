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

    /// <summary>A web search that the provider runs, per request.</summary>
    public UnitPrice? WebSearch { get; init; }

    /// <summary>A generated picture, per picture.</summary>
    public UnitPrice? Image { get; init; }

    /// <summary>Recorded or spoken audio, per second.</summary>
    public UnitPrice? AudioTime { get; init; }

    /// <summary>Text to be spoken, per character.</summary>
    public UnitPrice? Character { get; init; }
}
