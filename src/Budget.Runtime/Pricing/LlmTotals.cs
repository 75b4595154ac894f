namespace BudgetGen;

/// <summary>
/// A usage as most providers report it: totals that include their details. <see cref="ToUsage"/> takes the details out, so that no token is counted twice.
/// </summary>
public sealed record LlmTotals
{
    /// <summary>All input, everything below included, tokens.</summary>
    public long? Input { get; init; }

    /// <summary>Of the input: read from a cache.</summary>
    public long? CacheRead { get; init; }

    /// <summary>Of the input: written to a cache, of whatever lifetime.</summary>
    public long? CacheWrite { get; init; }

    /// <summary>Of <see cref="CacheWrite"/>: for one hour.</summary>
    public long? CacheWrite1h { get; init; }

    /// <summary>Of the input: audio.</summary>
    public long? InputAudio { get; init; }

    /// <summary>Of the input: images.</summary>
    public long? InputImage { get; init; }

    /// <summary>Of the input: video.</summary>
    public long? InputVideo { get; init; }

    /// <summary>All output, everything below included, tokens; reasoning only if not <see cref="ReasoningOnTop"/>.</summary>
    public long? Output { get; init; }

    /// <summary>Reasoning.</summary>
    public long? Reasoning { get; init; }

    /// <summary>True if the provider counts reasoning beside its output (xAI, Perplexity, Gemini's thoughts). False: inside.</summary>
    public bool ReasoningOnTop { get; init; }

    /// <summary>Of the output: audio.</summary>
    public long? OutputAudio { get; init; }

    /// <summary>Of the output: images.</summary>
    public long? OutputImage { get; init; }

    /// <summary>Of the output: video.</summary>
    public long? OutputVideo { get; init; }

    /// <summary>Whether reasoning is inside the output or on top of it, as the total of all tokens tells; null: it tells nothing.</summary>
    public static bool? IsReasoningOnTop(long input, long output, long reasoning, long total)
    {
        Int128 inside = (Int128)input + output;
        if (reasoning == 0)
            return null;
        return total == inside ? false : total == inside + reasoning ? true : null;
    }

    /// <summary>
    /// The disjoint buckets. Details that exceed what is left of their total are capped, caches before modalities, and the usage is flagged
    /// <see cref="LlmUsage.Inconsistent"/>; no bucket is ever negative.
    /// </summary>
    public LlmUsage ToUsage()
    {
        bool inconsistent = false;
        long? input = Whole(Input, ref inconsistent), output = Whole(Output, ref inconsistent);
        long? read = Take(ref input, CacheRead, ref inconsistent);
        long? write = Take(ref input, CacheWrite, ref inconsistent);
        long? longWrite = write is null ? Take(ref input, CacheWrite1h, ref inconsistent) : Take(ref write, CacheWrite1h, ref inconsistent);
        long? audioIn = Take(ref input, InputAudio, ref inconsistent), imageIn = Take(ref input, InputImage, ref inconsistent), videoIn = Take(ref input, InputVideo, ref inconsistent);
        long? reasoning = ReasoningOnTop ? Whole(Reasoning, ref inconsistent) : Take(ref output, Reasoning, ref inconsistent);
        long? audioOut = Take(ref output, OutputAudio, ref inconsistent), imageOut = Take(ref output, OutputImage, ref inconsistent), videoOut = Take(ref output, OutputVideo, ref inconsistent);
        return new LlmUsage
        {
            Input = input,
            CacheRead = read,
            CacheWrite5m = write,
            CacheWrite1h = longWrite,
            InputAudio = audioIn,
            InputImage = imageIn,
            InputVideo = videoIn,
            Output = output,
            Reasoning = reasoning,
            OutputAudio = audioOut,
            OutputImage = imageOut,
            OutputVideo = videoOut,
            Inconsistent = inconsistent,
        };
    }

    private static long? Whole(long? count, ref bool inconsistent)
    {
        inconsistent |= count < 0;
        return count is { } known ? Math.Max(0, known) : null;
    }

    private static long? Take(ref long? total, long? detail, ref bool inconsistent)
    {
        if (detail is not { } wanted)
            return null;
        if (total is not { } room)
            return Whole(detail, ref inconsistent);

        long taken = Math.Clamp(wanted, 0, room);
        inconsistent |= taken != wanted;
        total = room - taken;
        return taken;
    }
}
