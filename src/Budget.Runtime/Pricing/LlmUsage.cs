namespace BudgetGen;

/// <summary>
/// What one LLM call used, in disjoint buckets: no token is in two of them, and their sums are the totals that the provider reports.
/// Absent (null) means unknown, which is not 0.
/// </summary>
/// <remarks>
/// Providers count differently (OpenAI's input includes cached tokens, Anthropic's excludes them; output includes reasoning nearly everywhere).
/// <see cref="FromTotals"/> turns inclusive totals into buckets by subtraction.
/// </remarks>
public readonly partial record struct LlmUsage
{
    // One long and one bit each instead of a nullable each: half the size, and usages are copied on the call path.
    private readonly long _input;
    private readonly long _cacheRead;
    private readonly long _cacheWrite5m;
    private readonly long _cacheWrite1h;
    private readonly long _inputAudio;
    private readonly long _inputImage;
    private readonly long _output;
    private readonly long _reasoning;
    private readonly long _outputAudio;
    private readonly long _outputImage;
    private readonly long _webSearches;
    private readonly Buckets _known;
    private readonly RareUsage? _rare;

    /// <summary>Uncached text input, tokens.</summary>
    public long? Input
    {
        get => Get(Buckets.Input, _input);
        init => (_known, _input) = Set(Buckets.Input, value);
    }

    /// <summary>Input read from the provider's prompt cache, tokens.</summary>
    public long? CacheRead
    {
        get => Get(Buckets.CacheRead, _cacheRead);
        init => (_known, _cacheRead) = Set(Buckets.CacheRead, value);
    }

    /// <summary>Input written to a cache that lives five minutes (or whose lifetime the provider does not say), tokens.</summary>
    public long? CacheWrite5m
    {
        get => Get(Buckets.CacheWrite5m, _cacheWrite5m);
        init => (_known, _cacheWrite5m) = Set(Buckets.CacheWrite5m, value);
    }

    /// <summary>Input written to a cache that lives one hour, tokens.</summary>
    public long? CacheWrite1h
    {
        get => Get(Buckets.CacheWrite1h, _cacheWrite1h);
        init => (_known, _cacheWrite1h) = Set(Buckets.CacheWrite1h, value);
    }

    /// <summary>Audio input, tokens.</summary>
    public long? InputAudio
    {
        get => Get(Buckets.InputAudio, _inputAudio);
        init => (_known, _inputAudio) = Set(Buckets.InputAudio, value);
    }

    /// <summary>Image input, tokens, where the provider counts them apart.</summary>
    public long? InputImage
    {
        get => Get(Buckets.InputImage, _inputImage);
        init => (_known, _inputImage) = Set(Buckets.InputImage, value);
    }

    /// <summary>Text output without reasoning, tokens.</summary>
    public long? Output
    {
        get => Get(Buckets.Output, _output);
        init => (_known, _output) = Set(Buckets.Output, value);
    }

    /// <summary>Reasoning ("thinking") output, tokens.</summary>
    public long? Reasoning
    {
        get => Get(Buckets.Reasoning, _reasoning);
        init => (_known, _reasoning) = Set(Buckets.Reasoning, value);
    }

    /// <summary>Audio output, tokens.</summary>
    public long? OutputAudio
    {
        get => Get(Buckets.OutputAudio, _outputAudio);
        init => (_known, _outputAudio) = Set(Buckets.OutputAudio, value);
    }

    /// <summary>Image output, tokens.</summary>
    public long? OutputImage
    {
        get => Get(Buckets.OutputImage, _outputImage);
        init => (_known, _outputImage) = Set(Buckets.OutputImage, value);
    }

    /// <summary>Web searches that the provider ran and bills, requests.</summary>
    public long? WebSearches
    {
        get => Get(Buckets.WebSearches, _webSearches);
        init => (_known, _webSearches) = Set(Buckets.WebSearches, value);
    }

    /// <summary>True if any figure is ours and not the provider's.</summary>
    public bool Estimated { get; init; }

    /// <summary>True if the provider's details exceeded its totals and had to be capped.</summary>
    public bool Inconsistent { get; init; }

    /// <summary>All input, cached and written included, tokens. 0 if nothing is known.</summary>
    public long TotalInput => checked((Input ?? 0) + (CacheRead ?? 0) + (CacheWrite5m ?? 0) + (CacheWrite1h ?? 0) + (InputAudio ?? 0) + (InputImage ?? 0) + (_rare?.Input ?? 0));

    /// <summary>All output, reasoning included, tokens. 0 if nothing is known.</summary>
    public long TotalOutput => checked((Output ?? 0) + (Reasoning ?? 0) + (OutputAudio ?? 0) + (OutputImage ?? 0) + (_rare?.Output ?? 0));

    /// <summary>True if no count at all is known.</summary>
    public bool IsUnknown => _known == Buckets.None && (_rare is null || !_rare.HasCount);

    /// <summary>True if any count is negative, which nobody can have meant: a negative number is one whose highest bit is set.</summary>
    internal bool HasNegative =>
        (_input | _cacheRead | _cacheWrite5m | _cacheWrite1h | _inputAudio | _inputImage | _output | _reasoning | _outputAudio | _outputImage | _webSearches) < 0
        || _rare is { HasNegative: true };

    /// <summary>True if anything is known of the input.</summary>
    internal bool KnowsInput => (_known & (Buckets.Input | Buckets.CacheRead | Buckets.CacheWrite5m | Buckets.CacheWrite1h | Buckets.InputAudio | Buckets.InputImage)) != 0 || _rare is { KnowsInput: true };

    /// <summary>True if anything is known of the output.</summary>
    internal bool KnowsOutput => (_known & (Buckets.Output | Buckets.Reasoning | Buckets.OutputAudio | Buckets.OutputImage)) != 0 || _rare is { KnowsOutput: true };

    /// <summary>Usage of a plain text call.</summary>
    /// <param name="input">Input tokens, none of them cached.</param>
    /// <param name="output">Output tokens, none of them reasoning.</param>
    public static LlmUsage Of(long input, long output) => new() { Input = input, Output = output };

    /// <summary>
    /// Buckets from totals that include their details, as OpenAI and Microsoft.Extensions.AI report them. Details that exceed their total are
    /// capped (cache first, then reasoning) and the usage is flagged <see cref="Inconsistent"/>; no bucket is ever negative.
    /// </summary>
    /// <param name="totalInput">All input tokens, or null if unknown.</param>
    /// <param name="totalOutput">All output tokens, or null if unknown.</param>
    /// <param name="cacheRead">Of the input: read from a cache.</param>
    /// <param name="cacheWrite">Of the input: written to a cache.</param>
    /// <param name="inputAudio">Of the input: audio.</param>
    /// <param name="reasoning">Of the output: reasoning.</param>
    /// <param name="outputAudio">Of the output: audio.</param>
    public static LlmUsage FromTotals(
        long? totalInput,
        long? totalOutput,
        long? cacheRead = null,
        long? cacheWrite = null,
        long? inputAudio = null,
        long? reasoning = null,
        long? outputAudio = null)
    {
        bool inconsistent = false;
        long? input = totalInput, output = totalOutput;
        long? read = Take(ref input, cacheRead, ref inconsistent);
        long? write = Take(ref input, cacheWrite, ref inconsistent);
        long? audioIn = Take(ref input, inputAudio, ref inconsistent);
        long? thought = Take(ref output, reasoning, ref inconsistent);
        long? audioOut = Take(ref output, outputAudio, ref inconsistent);
        return new LlmUsage
        {
            Input = input,
            CacheRead = read,
            CacheWrite5m = write,
            InputAudio = audioIn,
            Output = output,
            Reasoning = thought,
            OutputAudio = audioOut,
            Inconsistent = inconsistent,
        };
    }

    /// <summary>Adds two usages bucket by bucket; a bucket is unknown only if it is unknown in both.</summary>
    public static LlmUsage operator +(LlmUsage left, LlmUsage right) => new()
    {
        Input = Sum(left.Input, right.Input),
        CacheRead = Sum(left.CacheRead, right.CacheRead),
        CacheWrite5m = Sum(left.CacheWrite5m, right.CacheWrite5m),
        CacheWrite1h = Sum(left.CacheWrite1h, right.CacheWrite1h),
        InputAudio = Sum(left.InputAudio, right.InputAudio),
        InputImage = Sum(left.InputImage, right.InputImage),
        Output = Sum(left.Output, right.Output),
        Reasoning = Sum(left.Reasoning, right.Reasoning),
        OutputAudio = Sum(left.OutputAudio, right.OutputAudio),
        OutputImage = Sum(left.OutputImage, right.OutputImage),
        WebSearches = Sum(left.WebSearches, right.WebSearches),
        Rare = RareUsage.Sum(left._rare, right._rare),
        Estimated = left.Estimated | right.Estimated,
        Inconsistent = left.Inconsistent | right.Inconsistent,
    };

    /// <summary>Adds two usages bucket by bucket.</summary>
    public static LlmUsage Add(LlmUsage left, LlmUsage right) => left + right;

    private long? Get(Buckets bucket, long count) => (_known & bucket) != 0 ? count : null;

    private (Buckets Known, long Count) Set(Buckets bucket, long? count) => count is { } known ? (_known | bucket, known) : (_known & ~bucket, 0);

    internal static long? Sum(long? left, long? right) => left is null ? right : right is null ? left : checked(left + right);

    private static long? Take(ref long? total, long? detail, ref bool inconsistent)
    {
        if (detail is not { } wanted)
            return null;

        if (total is not { } room)
        {
            // A detail without its total: the detail is all that we know of.
            return Math.Max(0, wanted);
        }

        long taken = Math.Clamp(wanted, 0, Math.Max(0, room));
        inconsistent |= taken != wanted;
        total = room - taken;
        return taken;
    }

    /// <summary>The buckets that are known; also of a usage whose every count is 0.</summary>
    [Flags]
    private enum Buckets
    {
        None = 0,
        Input = 1 << 0,
        CacheRead = 1 << 1,
        CacheWrite5m = 1 << 2,
        CacheWrite1h = 1 << 3,
        InputAudio = 1 << 4,
        InputImage = 1 << 5,
        Output = 1 << 6,
        Reasoning = 1 << 7,
        OutputAudio = 1 << 8,
        OutputImage = 1 << 9,
        WebSearches = 1 << 10,
    }
}
