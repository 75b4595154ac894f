using System.Runtime.CompilerServices;

namespace BudgetGen;

/// <summary>The buckets of <see cref="LlmUsage"/> by number: first tokens, then everything else.</summary>
internal static class Bucket
{
    public const int Input = 0;
    public const int CacheRead = 1;
    public const int CacheWrite5m = 2;
    public const int CacheWrite1h = 3;
    public const int InputAudio = 4;
    public const int InputImage = 5;
    public const int Output = 6;
    public const int Reasoning = 7;
    public const int OutputAudio = 8;
    public const int OutputImage = 9;
    public const int CacheReadAudio = 10;
    public const int CacheReadImage = 11;
    public const int InputVideo = 12;
    public const int OutputVideo = 13;
    public const int Citation = 14;
    public const int WebSearch = 15;
    public const int WebSearchLow = 16;
    public const int WebSearchHigh = 17;
    public const int Image = 18;
    public const int AudioTime = 19;
    public const int VideoTime = 20;
    public const int Character = 21;
    public const int Page = 22;
    public const int SearchUnit = 23;
    public const int Query = 24;
    public const int Request = 25;
    public const int Session = 26;

    /// <summary>Buckets below this one are counted in tokens.</summary>
    public const int FirstPiece = WebSearch;

    private static readonly string[] Names =
    [
        "input", "cache_read", "cache_write_5m", "cache_write_1h", "input_audio", "input_image", "output", "reasoning", "output_audio", "output_image",
        "cache_read_audio", "cache_read_image", "input_video", "output_video", "citation",
        "web_search", "web_search_low", "web_search_high", "image", "audio_time", "video_time", "character", "page", "search_unit", "query", "request", "session",
    ];

    /// <summary>Its own bucket, then its relatives by nearness: whose price is taken where it has none.</summary>
    private static readonly int[][] Chains =
    [
        [Input], [CacheRead, Input], [CacheWrite5m, Input], [CacheWrite1h, CacheWrite5m, Input], [InputAudio, Input], [InputImage, Input],
        [Output, OutputImage], [Reasoning, Output], [OutputAudio, Output], [OutputImage, Output],
        [CacheReadAudio, CacheRead, InputAudio, Input], [CacheReadImage, CacheRead, InputImage, Input], [InputVideo, Input], [OutputVideo, Output], [Citation, Output],
        [WebSearch], [WebSearchLow, WebSearch], [WebSearchHigh, WebSearch],
        [Image], [AudioTime], [VideoTime], [Character], [Page], [SearchUnit], [Query], [Request], [Session],
    ];

    public static IReadOnlyList<string> AllNames => Names;

    public static string Name(int bucket) => Names[bucket];

    public static ReadOnlySpan<int> Chain(int bucket) => Chains[bucket];

    public static bool IsOfTokens(int bucket) => bucket < FirstPiece;

    public static bool IsInput(int bucket) => bucket is < Output or CacheReadAudio or CacheReadImage or InputVideo;

    /// <summary>Counted in milliseconds, priced by the second.</summary>
    public static bool IsTime(int bucket) => bucket is AudioTime or VideoTime;

    /// <summary>What prices state for a bucket itself.</summary>
    public static UnitPrice? PriceIn(BucketPrices p, int bucket) => bucket switch
    {
        Input => p.Input,
        CacheRead => p.CacheRead,
        CacheWrite5m => p.CacheWrite5m,
        CacheWrite1h => p.CacheWrite1h,
        InputAudio => p.InputAudio,
        InputImage => p.InputImage,
        Output => p.Output,
        Reasoning => p.Reasoning,
        OutputAudio => p.OutputAudio,
        OutputImage => p.OutputImage,
        CacheReadAudio => p.CacheReadAudio,
        CacheReadImage => p.CacheReadImage,
        InputVideo => p.InputVideo,
        OutputVideo => p.OutputVideo,
        Citation => p.Citation,
        WebSearch => p.WebSearch,
        WebSearchLow => p.WebSearchLow,
        WebSearchHigh => p.WebSearchHigh,
        Image => p.Image,
        AudioTime => p.AudioTime,
        VideoTime => p.VideoTime,
        Character => p.Character,
        Page => p.Page,
        SearchUnit => p.SearchUnit,
        Query => p.Query,
        Request => p.Request,
        _ => p.Session,
    };

    /// <summary>Prices by bucket name.</summary>
    public static BucketPrices PricesOf(Func<string, UnitPrice?> price) => new()
    {
        Input = price(Names[Input]),
        CacheRead = price(Names[CacheRead]),
        CacheWrite5m = price(Names[CacheWrite5m]),
        CacheWrite1h = price(Names[CacheWrite1h]),
        InputAudio = price(Names[InputAudio]),
        InputImage = price(Names[InputImage]),
        Output = price(Names[Output]),
        Reasoning = price(Names[Reasoning]),
        OutputAudio = price(Names[OutputAudio]),
        OutputImage = price(Names[OutputImage]),
        CacheReadAudio = price(Names[CacheReadAudio]),
        CacheReadImage = price(Names[CacheReadImage]),
        InputVideo = price(Names[InputVideo]),
        OutputVideo = price(Names[OutputVideo]),
        Citation = price(Names[Citation]),
        WebSearch = price(Names[WebSearch]),
        WebSearchLow = price(Names[WebSearchLow]),
        WebSearchHigh = price(Names[WebSearchHigh]),
        Image = price(Names[Image]),
        AudioTime = price(Names[AudioTime]),
        VideoTime = price(Names[VideoTime]),
        Character = price(Names[Character]),
        Page = price(Names[Page]),
        SearchUnit = price(Names[SearchUnit]),
        Query = price(Names[Query]),
        Request = price(Names[Request]),
        Session = price(Names[Session]),
    };
}

/// <summary>Pico-dollars by bucket number.</summary>
[InlineArray(Length)]
internal struct RateTable
{
    public const int Length = 27;

    private long _first;
}
