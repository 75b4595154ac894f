using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>
/// What a request that is no chat can use besides the text of its prompt: vectors, pictures, speech, a recording. A price line may bill them by the piece, by
/// the second or in tokens, so that the bounds name them in each of these units; the line of the model decides which of them count.
/// </summary>
/// <remarks>
/// Where a provider does not publish how many tokens something takes, the figures are taken from its published examples, and rounded up for the bound.
/// Immutable and thread-safe.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LlmBounds
{
    /// <summary>The most tokens of a picture that is given along: OpenAI's high input fidelity adds up to 6,240 to its 1,105.</summary>
    private const long MostInputTokensPerImage = 8_000;

    private const long InputTokensPerImage = 1_105;

    /// <summary>OpenAI's tokens of a picture of high quality, 1024 x 1024 and larger.</summary>
    private const long SquarePixels = 1_024 * 1_024;

    private const long LargePixels = 1_536 * 1_024;

    /// <summary>Opus, the thinnest format that is taken, has 6 kbit a second at least.</summary>
    private const long LeastBytesPerSecond = 750;

    /// <summary>128 kbit a second, the usual rate of an MP3.</summary>
    private const long UsualBytesPerSecond = 16_000;

    /// <summary>What OpenAI takes at most, for a recording whose size nobody can tell.</summary>
    private const long MostBytesOfRecording = 25 * 1_024 * 1_024;

    private const long MostTokensPerSecond = 20;
    private const long TokensPerSecond = 10;

    /// <summary>Slow speech in a script of one character for a syllable takes about this many audio tokens for each.</summary>
    private const long MostTokensPerCharacter = 10;

    private LlmBounds(LlmUsage atMost, LlmUsage expected) => (AtMost, Expected) = (atMost, expected);

    /// <summary>Vectors of the prompt's text: no output is billed.</summary>
    public static LlmBounds Embedding { get; } = new(default, default);

    /// <summary>The most that the request can use, besides its prompt.</summary>
    public LlmUsage AtMost { get; }

    /// <summary>What it is taken to have used, besides its prompt, where its response tells nothing. Always an estimate.</summary>
    public LlmUsage Expected { get; }

    /// <summary>True if the answer is text on top, such as a transcript, which the request's bound on output or the model's bounds.</summary>
    public bool HasText { get; private init; }

    /// <summary>True if no model takes more input than its context has room for, so that the price line's own limit is a bound too.</summary>
    internal bool FitsInContext { get; private init; }

    /// <summary>Vectors of input that was counted already.</summary>
    /// <param name="tokens">Its tokens.</param>
    public static LlmBounds EmbeddingOf(long tokens) => new(new LlmUsage { Input = tokens }, new LlmUsage { Input = tokens });

    /// <summary>Pictures.</summary>
    /// <param name="count">How many are asked for.</param>
    /// <param name="size">Their size, such as <c>1024x1024</c>; null: not said.</param>
    /// <param name="quality">Their quality, such as <c>hd</c> or <c>low</c>; null: not said.</param>
    /// <param name="given">How many pictures are given along.</param>
    /// <param name="partial">How many unfinished ones a stream is to show of each.</param>
    public static LlmBounds Images(long count, string? size = null, string? quality = null, long given = 0, long partial = 0)
    {
        // Nobody means more than that, and sums of it cannot overflow.
        (count, given, partial) = (Math.Clamp(count, 1, int.MaxValue), Math.Clamp(given, 0, int.MaxValue), Math.Clamp(partial, 0, int.MaxValue));
        long tokens = count * (ImageTokens(size, quality) + (100 * partial));
        (size, quality) = (size is "auto" ? null : size, quality is "auto" ? null : quality);
        var asked = new LlmUsage { Images = count, ImageSize = size, ImageQuality = quality, OutputImage = tokens };
        return given == 0
            ? new LlmBounds(asked, asked)
            : new LlmBounds(asked with { InputImage = given * MostInputTokensPerImage }, asked with { InputImage = given * InputTokensPerImage });
    }

    /// <summary>Pictures of OpenAI, which makes them in a usual size and quality where the request says none.</summary>
    /// <param name="model">The model, or null.</param>
    /// <param name="count">How many are asked for.</param>
    /// <param name="size">Their size; null: not said.</param>
    /// <param name="quality">Their quality; null: not said.</param>
    /// <param name="given">How many pictures are given along.</param>
    /// <param name="partial">How many unfinished ones a stream is to show of each.</param>
    public static LlmBounds OpenAIImages(string? model, long count, string? size, string? quality, long given = 0, long partial = 0)
    {
        if (model?.StartsWith("dall-e", StringComparison.OrdinalIgnoreCase) != true)
            return Images(count, size, quality, given, partial);
        return Images(count, size is null or "auto" ? "1024x1024" : size, quality is null or "auto" ? "standard" : quality, given, partial);
    }

    /// <summary>Speech.</summary>
    /// <param name="characters">How long the text is, characters.</param>
    /// <param name="speedPerMille">How fast it is to be spoken; 1,000: as usual.</param>
    public static LlmBounds Speech(long characters, long speedPerMille = 1_000)
    {
        long slowness = speedPerMille is > 0 and < 1_000 ? (999 / Math.Max(speedPerMille, 10)) + 1 : 1;
        characters = Math.Clamp(characters, 0, int.MaxValue);
        return new LlmBounds(
            new LlmUsage { Characters = characters, OutputAudio = 200 + (characters * MostTokensPerCharacter * slowness) },
            new LlmUsage { Characters = characters, OutputAudio = characters * 3 * slowness / 2 });
    }

    /// <summary>A recording that is transcribed or translated into text.</summary>
    /// <param name="bytes">Its size, bytes; null: not known.</param>
    public static LlmBounds Recording(long? bytes)
    {
        long size = Math.Clamp(bytes ?? MostBytesOfRecording, 0, int.MaxValue), most = (size / LeastBytesPerSecond) + 1, usual = (size / UsualBytesPerSecond) + 1;
        return new LlmBounds(
            new LlmUsage { AudioMilliseconds = most * 1_000, InputAudio = most * MostTokensPerSecond },
            new LlmUsage { AudioMilliseconds = usual * 1_000, InputAudio = usual * TokensPerSecond })
        {
            HasText = true,
            FitsInContext = true,
        };
    }

    /// <summary>A video.</summary>
    /// <param name="seconds">Its length, seconds.</param>
    public static LlmBounds Video(long seconds)
    {
        var asked = new LlmUsage { VideoMilliseconds = Math.Clamp(seconds, 0, int.MaxValue) * 1_000 };
        return new LlmBounds(asked, asked);
    }

    /// <summary>What OpenAI's image models take for a picture. Not said means the dearest: <c>auto</c> is the model's choice.</summary>
    private static long ImageTokens(string? size, string? quality)
    {
        long pixels = Pixels(size) ?? LargePixels;
        (long square, long large) = quality switch
        {
            "low" => (272, 408),
            "medium" or "standard" => (1_056, 1_584),
            _ => (4_160, 6_240),
        };
        return pixels <= SquarePixels ? square : pixels <= LargePixels ? large : (long)((large * (Int128)pixels / LargePixels) + 1);
    }

    private static long? Pixels(string? size)
    {
        int cross = size?.IndexOf('x', StringComparison.Ordinal) ?? -1;
        return cross > 0 && int.TryParse(size.AsSpan(0, cross), out int width) && int.TryParse(size.AsSpan(cross + 1), out int height) && width > 0 && height > 0
            ? Math.BigMul(width, height)
            : null;
    }
}
