namespace BudgetGen;

/// <summary>The counts of a usage that few calls have.</summary>
internal sealed record RareUsage
{
    public static RareUsage None { get; } = new();

    public long? CacheReadAudio { get; init; }

    public long? CacheReadImage { get; init; }

    public long? InputVideo { get; init; }

    public long? OutputVideo { get; init; }

    public long? Citation { get; init; }

    public long? Images { get; init; }

    public long? AudioMilliseconds { get; init; }

    public long? VideoMilliseconds { get; init; }

    public long? Characters { get; init; }

    public long? Pages { get; init; }

    public long? SearchUnits { get; init; }

    public long? Queries { get; init; }

    public long? Requests { get; init; }

    public long? Sessions { get; init; }

    public string? ImageSize { get; init; }

    public string? ImageQuality { get; init; }

    public SearchContextSize? SearchContextSize { get; init; }

    /// <summary>Tokens that are input.</summary>
    public long Input => checked((CacheReadAudio ?? 0) + (CacheReadImage ?? 0) + (InputVideo ?? 0));

    /// <summary>Tokens that are output.</summary>
    public long Output => checked((OutputVideo ?? 0) + (Citation ?? 0));

    public bool KnowsInput => CacheReadAudio is not null || CacheReadImage is not null || InputVideo is not null;

    public bool KnowsOutput => OutputVideo is not null || Citation is not null;

    /// <summary>True if any count is known; a size alone is no usage.</summary>
    public bool HasCount => this with { ImageSize = null, ImageQuality = null, SearchContextSize = null } != None;

    public bool HasNegative =>
        ((CacheReadAudio ?? 0)
            | (CacheReadImage ?? 0)
            | (InputVideo ?? 0)
            | (OutputVideo ?? 0)
            | (Citation ?? 0)
            | (Images ?? 0)
            | (AudioMilliseconds ?? 0)
            | (VideoMilliseconds ?? 0)
            | (Characters ?? 0)
            | (Pages ?? 0)
            | (SearchUnits ?? 0)
            | (Queries ?? 0)
            | (Requests ?? 0)
            | (Sessions ?? 0)) < 0;

    public static RareUsage? OrNull(RareUsage usage) => usage == None ? null : usage;

    /// <summary>Adds two; of sizes and qualities that differ, none is known.</summary>
    public static RareUsage? Sum(RareUsage? left, RareUsage? right)
    {
        if (left is null || right is null)
            return left ?? right;

        return new RareUsage
        {
            CacheReadAudio = LlmUsage.Sum(left.CacheReadAudio, right.CacheReadAudio),
            CacheReadImage = LlmUsage.Sum(left.CacheReadImage, right.CacheReadImage),
            InputVideo = LlmUsage.Sum(left.InputVideo, right.InputVideo),
            OutputVideo = LlmUsage.Sum(left.OutputVideo, right.OutputVideo),
            Citation = LlmUsage.Sum(left.Citation, right.Citation),
            Images = LlmUsage.Sum(left.Images, right.Images),
            AudioMilliseconds = LlmUsage.Sum(left.AudioMilliseconds, right.AudioMilliseconds),
            VideoMilliseconds = LlmUsage.Sum(left.VideoMilliseconds, right.VideoMilliseconds),
            Characters = LlmUsage.Sum(left.Characters, right.Characters),
            Pages = LlmUsage.Sum(left.Pages, right.Pages),
            SearchUnits = LlmUsage.Sum(left.SearchUnits, right.SearchUnits),
            Queries = LlmUsage.Sum(left.Queries, right.Queries),
            Requests = LlmUsage.Sum(left.Requests, right.Requests),
            Sessions = LlmUsage.Sum(left.Sessions, right.Sessions),
            ImageSize = left.ImageSize == right.ImageSize ? left.ImageSize : null,
            ImageQuality = left.ImageQuality == right.ImageQuality ? left.ImageQuality : null,
            SearchContextSize = left.SearchContextSize == right.SearchContextSize ? left.SearchContextSize : null,
        };
    }
}
