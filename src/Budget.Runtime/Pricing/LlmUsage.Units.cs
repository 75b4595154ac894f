namespace BudgetGen;

/// <content>Counts that few calls have, and what they depend on.</content>
public readonly partial record struct LlmUsage
{
    /// <summary>Audio input read from the provider's cache, tokens.</summary>
    public long? CacheReadAudio
    {
        get => _rare?.CacheReadAudio;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { CacheReadAudio = value });
    }

    /// <summary>Image input read from the provider's cache, tokens.</summary>
    public long? CacheReadImage
    {
        get => _rare?.CacheReadImage;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { CacheReadImage = value });
    }

    /// <summary>Video input, tokens.</summary>
    public long? InputVideo
    {
        get => _rare?.InputVideo;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { InputVideo = value });
    }

    /// <summary>Video output, tokens.</summary>
    public long? OutputVideo
    {
        get => _rare?.OutputVideo;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { OutputVideo = value });
    }

    /// <summary>Citations that the provider bills on top of its output, tokens. A request's bound on output does not bound them.</summary>
    public long? Citation
    {
        get => _rare?.Citation;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { Citation = value });
    }

    /// <summary>Pictures that were made, pieces. What one costs may depend on <see cref="ImageSize"/> and <see cref="ImageQuality"/>.</summary>
    public long? Images
    {
        get => _rare?.Images;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { Images = value });
    }

    /// <summary>Audio that was heard or spoken, milliseconds.</summary>
    public long? AudioMilliseconds
    {
        get => _rare?.AudioMilliseconds;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { AudioMilliseconds = value });
    }

    /// <summary>Video that was made, milliseconds.</summary>
    public long? VideoMilliseconds
    {
        get => _rare?.VideoMilliseconds;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { VideoMilliseconds = value });
    }

    /// <summary>Text that was spoken, characters.</summary>
    public long? Characters
    {
        get => _rare?.Characters;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { Characters = value });
    }

    /// <summary>Pages that were read, pieces.</summary>
    public long? Pages
    {
        get => _rare?.Pages;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { Pages = value });
    }

    /// <summary>Search units of a reranker, as it bills them.</summary>
    public long? SearchUnits
    {
        get => _rare?.SearchUnits;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { SearchUnits = value });
    }

    /// <summary>Queries that a search service ran.</summary>
    public long? Queries
    {
        get => _rare?.Queries;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { Queries = value });
    }

    /// <summary>Requests. Unknown counts as 1 where a price line has a fee per request: a call is one.</summary>
    public long? Requests
    {
        get => _rare?.Requests;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { Requests = value });
    }

    /// <summary>Sessions of a tool that the provider runs, such as a code interpreter.</summary>
    public long? Sessions
    {
        get => _rare?.Sessions;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { Sessions = value });
    }

    /// <summary>The size of the pictures, such as <c>1024x1024</c>; null: not known.</summary>
    public string? ImageSize
    {
        get => _rare?.ImageSize;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { ImageSize = value });
    }

    /// <summary>The quality of the pictures, such as <c>hd</c>; null: not known.</summary>
    public string? ImageQuality
    {
        get => _rare?.ImageQuality;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { ImageQuality = value });
    }

    /// <summary>How much context each of the <see cref="WebSearches"/> was to bring; null: not known.</summary>
    public SearchContextSize? SearchContextSize
    {
        get => _rare?.SearchContextSize;
        init => _rare = RareUsage.OrNull((_rare ?? RareUsage.None) with { SearchContextSize = value });
    }

    /// <summary>The counts that few calls have; null if none of them is known.</summary>
    internal RareUsage? Rare
    {
        get => _rare;
        init => _rare = value;
    }
}
