using System.Numerics;

namespace BudgetGen.Pricing.Tests;

/// <summary>The cost as an exact ratio of pico-dollars for every bucket, piece and term, written a second time and slowly from the rules.</summary>
internal static class ExactTermCost
{
    private sealed record Entry(long? Count, string[] Chain, bool Token, BigInteger Scale);

    public static (BigInteger Numerator, BigInteger Denominator)? Picos(ModelPricing line, LlmUsage u, CallTerms terms)
    {
        BigInteger n = 1, d = 1;
        foreach (PriceMultiplier m in line.Multipliers)
        {
            if ((m.Region is null || m.Region == terms.Region) && (m.InferenceGeo is null || m.InferenceGeo == terms.InferenceGeo) && (m.Speed is null || m.Speed == terms.Speed))
                (n, d) = (n * m.Numerator, d * m.Denominator);
        }

        bool tokens = new[] { u.Input, u.CacheRead, u.CacheWrite5m, u.CacheWrite1h, u.InputAudio, u.InputImage, u.Output, u.Reasoning, u.OutputAudio, u.OutputImage, u.CacheReadAudio, u.CacheReadImage, u.InputVideo, u.OutputVideo, u.Citation }.Any(count => count > 0);
        BigInteger sum = 0;
        foreach (Entry part in Parts(line, u, terms.ServiceTier))
        {
            if (part.Count is null or 0)
                continue;
            BigInteger? price = PriceOf(line, u.TotalInput, terms.ServiceTier, part.Chain, part.Token);
            if (price is null)
            {
                if (part.Chain[0] is "image" or "audio_time" or "video_time" && tokens)
                    continue;
                return null;
            }

            BigInteger milli = part.Count.Value * price.Value * part.Scale;
            sum += part.Token ? milli * n : milli * d;
        }

        return (sum, d * 1_000);
    }

    private static Entry[] Parts(ModelPricing line, LlmUsage u, ServiceTier tier)
    {
        long? searches = line.WebSearchPerCall && u.WebSearches > 1 ? 1 : u.WebSearches;
        bool low = u.SearchContextSize == SearchContextSize.Low, high = u.SearchContextSize == SearchContextSize.High;
        long? Time(long? ms) => ms > 0 ? Math.Max(ms.Value, line.MinimumSeconds * 1_000) : ms;
        Entry Token(long? count, params string[] chain) => new(count, chain, true, 1_000);
        Entry Piece(long? count, params string[] chain) => new(count, chain, false, 1_000);
        return
        [
            Token(u.Input, "input"), Token(u.CacheRead, "cache_read", "input"), Token(u.CacheWrite5m, "cache_write_5m", "input"),
            Token(u.CacheWrite1h, "cache_write_1h", "cache_write_5m", "input"), Token(u.InputAudio, "input_audio", "input"), Token(u.InputImage, "input_image", "input"),
            Token(u.Output, "output", "output_image"), Token(u.Reasoning, "reasoning", "output"), Token(u.OutputAudio, "output_audio", "output"), Token(u.OutputImage, "output_image", "output"),
            Token(u.CacheReadAudio, "cache_read_audio", "cache_read", "input_audio", "input"), Token(u.CacheReadImage, "cache_read_image", "cache_read", "input_image", "input"),
            Token(u.InputVideo, "input_video", "input"), Token(u.OutputVideo, "output_video", "output"), Token(u.Citation, "citation", "output"),
            Piece(searches, low ? ["web_search_low", "web_search"] : high ? ["web_search_high", "web_search"] : ["web_search"]),
            Piece(u.Images, "image"), new(Time(u.AudioMilliseconds), ["audio_time"], false, 1), new(Time(u.VideoMilliseconds), ["video_time"], false, 1),
            Piece(u.Characters, "character"), Piece(u.Pages, "page"), Piece(u.SearchUnits, "search_unit"), Piece(u.Queries, "query"), Piece(u.Sessions, "session"),
            Piece(u.Requests ?? (PriceOf(line, u.TotalInput, tier, ["request"], false) > 0 ? 1 : null), "request"),
        ];
    }

    private static BigInteger? PriceOf(ModelPricing line, long context, ServiceTier tier, string[] chain, bool token)
    {
        (BigInteger? Price, string? Source, bool Exact) standard = Standard(line, context, chain, token);
        if (tier == ServiceTier.Standard)
            return standard.Price;

        ServiceTierPrice? own = line.ServiceTiers.FirstOrDefault(one => one.Tier == tier);
        if (own is null)
        {
            bool halved = tier == ServiceTier.Batch && token && standard.Source is "input" or "cache_read" or "output" && tier == ServiceTier.Batch && token;
            return halved && standard.Price is { } whole ? (whole / 2) + (whole % 2) : standard.Price;
        }

        long standardBorder = line.Tiers.Where(step => Over(step, context)).Select(step => step.From).DefaultIfEmpty(0).Max();
        PriceTier? ownStep = own.Tiers.Where(step => Over(step, context)).MaxBy(step => step.From);
        if ((ownStep?.From ?? 0) < standardBorder)
            return standard.Price;
        BucketPrices prices = ownStep?.Price ?? own.Price;
        bool isInput = token && chain[^1] == "input";
        if (In(prices, chain[0]) is { } exact)
            return exact;
        if (tier == ServiceTier.Batch && isInput && In(prices, "input") is { } all)
            return all;
        if (chain[0] == "reasoning" && In(prices, "output") is { } spoken)
            return spoken;
        if (standard.Exact)
            return standard.Price;
        return chain.Select(name => In(prices, name)).FirstOrDefault(price => price is not null) ?? standard.Price;
    }

    private static (BigInteger? Price, string? Source, bool Exact) Standard(ModelPricing line, long context, string[] chain, bool token)
    {
        PriceTier? step = line.Tiers.Where(one => Over(one, context)).MaxBy(one => one.From);
        foreach (string name in chain)
        {
            if (step is not null && In(step.Price, name) is { } own)
                return (own, name, name == chain[0]);
        }

        foreach (string name in chain)
        {
            if (In(line.Price, name) is { } first)
                return (first, name, name == chain[0] && (step is null || !token));
        }

        return (null, null, false);
    }

    private static bool Over(PriceTier tier, long context) => tier.Inclusive ? context >= tier.Border : context > tier.Border;

    private static BigInteger? In(BucketPrices p, string bucket) => (bucket switch
    {
        "input" => p.Input,
        "cache_read" => p.CacheRead,
        "cache_write_5m" => p.CacheWrite5m,
        "cache_write_1h" => p.CacheWrite1h,
        "input_audio" => p.InputAudio,
        "input_image" => p.InputImage,
        "output" => p.Output,
        "reasoning" => p.Reasoning,
        "output_audio" => p.OutputAudio,
        "output_image" => p.OutputImage,
        "cache_read_audio" => p.CacheReadAudio,
        "cache_read_image" => p.CacheReadImage,
        "input_video" => p.InputVideo,
        "output_video" => p.OutputVideo,
        "citation" => p.Citation,
        "web_search" => p.WebSearch,
        "web_search_low" => p.WebSearchLow,
        "web_search_high" => p.WebSearchHigh,
        "image" => p.Image,
        "audio_time" => p.AudioTime,
        "video_time" => p.VideoTime,
        "character" => p.Character,
        "page" => p.Page,
        "search_unit" => p.SearchUnit,
        "query" => p.Query,
        "request" => p.Request,
        _ => p.Session,
    })?.Picos;
}
