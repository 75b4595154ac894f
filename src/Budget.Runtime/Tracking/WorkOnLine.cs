using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>What is billed of a request that is no chat: pictures and time are billed by the piece by one price line and in tokens by another one.</summary>
internal static class WorkOnLine
{
    /// <summary>The most that a line can bill for a request; null: it has no price for what is asked for.</summary>
    public static LlmUsage? AtMost(ModelPricing line, LlmBounds bounds, in PromptSize prompt, long? maxOutputTokens)
    {
        LlmUsage most = bounds.AtMost;
        long input = checked(prompt.UpperBoundTokens + most.TotalInput), output = checked(most.TotalOutput + (bounds.HasText ? maxOutputTokens ?? line.Limits.MaxOutput ?? CallPrice.DefaultMaxOutputTokens : 0));
        if (bounds.FitsInContext && line.Limits.MaxInput is { } context)
            input = Math.Min(input, context);
        return On(line, new LlmUsage { Input = input, Output = output, Rare = most.Rare });
    }

    /// <summary>What a request is taken to have used where nobody tells; an estimate.</summary>
    public static LlmUsage Expected(LlmBounds bounds, in PromptSize prompt, long? outputBytes)
    {
        LlmUsage usage = bounds.Expected;
        if (prompt.ExpectedTokens > 0)
            usage = usage with { Input = (usage.Input ?? 0) + prompt.ExpectedTokens };
        if (bounds.HasText)
            usage = usage with { Output = UsageEstimate.Tokens(outputBytes ?? prompt.Utf8Bytes) };
        return usage with { Estimated = true };
    }

    /// <summary>
    /// A usage without what the line does not bill: where it has a price for one of its pieces, tokens without one are told and not billed; where it has none,
    /// the tokens are the bill. Null: the line has a price for neither.
    /// </summary>
    public static LlmUsage? On(ModelPricing line, in LlmUsage usage)
    {
        RateCard rates = line.Rates[0];
        bool hasPieces = Is(Bucket.Image, usage.Images) || Is(Bucket.AudioTime, usage.AudioMilliseconds) || Is(Bucket.VideoTime, usage.VideoMilliseconds) || Is(Bucket.Character, usage.Characters);
        bool hasInput = rates.DearestInput != RateCard.Unpriced, hasOutput = rates.DearestOutput != RateCard.Unpriced;
        if (!hasPieces && !hasInput && !hasOutput)
            return null;

        LlmUsage billed = usage;
        if (usage.Characters is not null && rates[Bucket.Character] == RateCard.Unpriced)
            billed = billed with { Characters = null };
        if (hasPieces && !hasInput)
            billed = billed with { Input = null, CacheRead = null, CacheWrite5m = null, CacheWrite1h = null, InputAudio = null, InputImage = null, CacheReadAudio = null, CacheReadImage = null, InputVideo = null };
        if (hasPieces && !hasOutput)
            billed = billed with { Output = null, Reasoning = null, OutputAudio = null, OutputImage = null, OutputVideo = null };
        return billed;

        bool Is(int bucket, long? count) => count > 0 && rates[bucket] != RateCard.Unpriced;
    }
}
