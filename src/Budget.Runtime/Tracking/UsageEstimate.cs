using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>Usage that no provider reported. Always marked as an estimate.</summary>
internal static class UsageEstimate
{
    /// <summary>UTF-8 bytes of a token in English prose, roughly; the expectation for text that came whole.</summary>
    private const int BytesPerToken = 4;

    /// <summary>Tokens that a provider generates after a reader has left: it learns of that about two seconds later, at about a hundred tokens a second.</summary>
    private const int TailTokens = 200;

    /// <summary>The tokens to expect of a text.</summary>
    public static long Tokens(long utf8Bytes) => (utf8Bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>A call that went well but does not say what it used: what its text makes one expect.</summary>
    public static LlmUsage OfWholeText(in PromptSize prompt, long outputBytes) => new()
    {
        Input = prompt.ExpectedTokens,
        Output = Tokens(outputBytes),
        Estimated = true,
    };

    /// <summary>A usage of which the provider told only one side: the other one is estimated, because unknown is never zero.</summary>
    public static LlmUsage OfHalf(in LlmUsage told, in PromptSize prompt, long? outputBytes)
    {
        if (told.KnowsInput && !told.KnowsOutput && outputBytes is { } bytes)
            return told with { Output = Tokens(bytes), Estimated = true };
        if (told.KnowsOutput && !told.KnowsInput)
            return told with { Input = prompt.ExpectedTokens, Estimated = true };
        return told;
    }

    /// <summary>
    /// A stream that did not come to its end: the input as far as it is known, and the most that the observed output can be (a byte, a token), at
    /// least the tail that is generated after the reader has left; the request's own bound on output caps it.
    /// </summary>
    public static LlmUsage OfBrokenStream(in PromptSize prompt, LlmReading reading, long? maxOutputTokens)
    {
        LlmUsage seen = reading.Usage;
        LlmUsage input = reading.HasExactInput ? seen with { Output = null, Reasoning = null, OutputAudio = null, OutputImage = null } : new LlmUsage { Input = prompt.UpperBoundTokens };
        return input with { Output = Math.Max(TokenSums.Output(seen), Math.Min(Math.Max(reading.ObservedOutputBytes, TailTokens), maxOutputTokens ?? long.MaxValue)), Estimated = true };
    }

    /// <summary>
    /// What an attempt used that nobody has an answer of: the same request was answered another time, so it is the twin of that answer; of several
    /// answers, their mean.
    /// </summary>
    /// <param name="told">What the answers used together.</param>
    /// <param name="answers">How many there were; 0 counts as 1.</param>
    /// <param name="answered">True if the answer may have been generated, only nobody has it; false: the provider said that it failed, so at most its input was read.</param>
    public static LlmUsage OfTwin(in LlmUsage told, int answers, bool answered)
    {
        if (answers > 1)
            return new LlmUsage { Input = TokenSums.Input(told) / answers, Output = answered ? TokenSums.Output(told) / answers : null, Estimated = true };
        return answered ? told with { Estimated = true } : told with { Output = null, Reasoning = null, OutputAudio = null, OutputImage = null, WebSearches = null, Estimated = true };
    }
}
