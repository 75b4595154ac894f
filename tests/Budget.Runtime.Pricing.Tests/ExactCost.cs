using System.Numerics;

namespace BudgetGen.Pricing.Tests;

/// <summary>The cost in pico-dollars as the rules say it, written a second time and slowly: no shared code, no rounding.</summary>
internal static class ExactCost
{
    public static BigInteger? Picos(ModelPricing line, LlmUsage u)
    {
        long context = u.TotalInput;
        BucketPrices own = line.Price;
        BucketPrices? standard = null;
        foreach (PriceTier tier in line.Tiers)
        {
            if (tier.Inclusive ? context >= tier.Border : context > tier.Border)
                (own, standard) = (tier.Price, line.Price);
        }

        (long? Count, Func<BucketPrices, UnitPrice?>[] Chain)[] parts =
        [
            (u.Input, [p => p.Input]),
            (u.CacheRead, [p => p.CacheRead, p => p.Input]),
            (u.CacheWrite5m, [p => p.CacheWrite5m, p => p.Input]),
            (u.CacheWrite1h, [p => p.CacheWrite1h, p => p.CacheWrite5m, p => p.Input]),
            (u.InputAudio, [p => p.InputAudio, p => p.Input]),
            (u.InputImage, [p => p.InputImage, p => p.Input]),
            (u.Output, [p => p.Output, p => p.OutputImage]),
            (u.Reasoning, [p => p.Reasoning, p => p.Output]),
            (u.OutputAudio, [p => p.OutputAudio, p => p.Output]),
            (u.OutputImage, [p => p.OutputImage, p => p.Output]),
            (u.WebSearches, [p => p.WebSearch]),
        ];

        BigInteger sum = 0;
        foreach ((long? count, Func<BucketPrices, UnitPrice?>[] chain) in parts)
        {
            if (count is null or 0)
                continue;
            UnitPrice? price = chain.Select(find => find(own)).Concat(chain.Select(find => standard is null ? null : find(standard))).FirstOrDefault(found => found is not null);
            if (price is null)
                return null;
            sum += (BigInteger)count.Value * price.Value.Picos;
        }

        return sum;
    }
}
