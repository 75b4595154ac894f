using System.Globalization;

namespace BudgetGen;

/// <summary>The grammar of LiteLLM's price keys: a base, then perhaps a context border, then perhaps a service tier.</summary>
internal static class LiteLlmKeys
{
    private static readonly Dictionary<string, int> s_buckets = new(StringComparer.Ordinal)
    {
        ["input_cost_per_token"] = Bucket.Input,
        ["output_cost_per_token"] = Bucket.Output,
        ["cache_read_input_token_cost"] = Bucket.CacheRead,
        ["cache_creation_input_token_cost"] = Bucket.CacheWrite5m,
        ["cache_creation_input_token_cost_above_1hr"] = Bucket.CacheWrite1h,
        ["input_cost_per_audio_token"] = Bucket.InputAudio,
        ["output_cost_per_audio_token"] = Bucket.OutputAudio,
        ["input_cost_per_image_token"] = Bucket.InputImage,
        ["output_cost_per_image_token"] = Bucket.OutputImage,
        ["output_cost_per_reasoning_token"] = Bucket.Reasoning,
        ["cache_read_input_audio_token_cost"] = Bucket.CacheReadAudio,
        ["output_cost_per_video_token"] = Bucket.OutputVideo,
        ["citation_cost_per_token"] = Bucket.Citation,
        ["input_cost_per_request"] = Bucket.Request,
        ["code_interpreter_cost_per_session"] = Bucket.Session,
        ["ocr_cost_per_page"] = Bucket.Page,
    };

    /// <summary>Splits a key; false: it is none of tokens or simple fees.</summary>
    public static bool TryRead(string key, out int bucket, out long border, out ServiceTier tier)
    {
        (border, tier) = (0, ServiceTier.Standard);
        foreach ((string suffix, ServiceTier named) in new[] { ("_flex", ServiceTier.Flex), ("_priority", ServiceTier.Priority), ("_batches", ServiceTier.Batch) })
        {
            if (key.EndsWith(suffix, StringComparison.Ordinal))
                (key, tier) = (key[..^suffix.Length], named);
        }

        const string above = "_above_", thousandTokens = "k_tokens";
        int start = key.LastIndexOf(above, StringComparison.Ordinal);
        if (start > 0 && key.EndsWith(thousandTokens, StringComparison.Ordinal)
            && long.TryParse(key.AsSpan(start + above.Length, key.Length - start - above.Length - thousandTokens.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long thousands))
        {
            (key, border) = (key[..start], checked(thousands * 1_000));
        }

        return s_buckets.TryGetValue(key, out bucket);
    }

    /// <summary>True for keys that state or change a price, whether understood or not.</summary>
    public static bool IsOfPrices(string key) =>
        key.Contains("cost", StringComparison.Ordinal) || key.Contains("pric", StringComparison.Ordinal) || key.Contains("multiplier", StringComparison.Ordinal);
}
