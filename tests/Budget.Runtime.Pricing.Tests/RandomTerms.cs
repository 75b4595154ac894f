using System.Reflection;

namespace BudgetGen.Pricing.Tests;

/// <summary>Random lines with everything a line may have, random usages of everything, random terms. Always the same ones.</summary>
internal sealed class RandomTerms(int seed)
{
    private static readonly string[] s_regions = ["eu", "us"];

    // All of them, also those that are added later.
    private static readonly PropertyInfo[] s_buckets = [.. typeof(BucketPrices).GetProperties().Where(static property => property.PropertyType == typeof(UnitPrice?)).OrderBy(static property => property.Name, StringComparer.Ordinal)];
    private readonly Random _random = new(seed);

    public ModelPricing Line()
    {
        ModelPricing line = Lines.Of(Prices(0.6) with { Input = Price(), Output = Price() }, Steps());
        return line with
        {
            ServiceTiers = [.. Enum.GetValues<ServiceTier>().Where(tier => tier != ServiceTier.Standard && _random.Next(2) == 0).Select(tier => new ServiceTierPrice(tier, Prices(0.4)) { Tiers = Steps() })],
            Multipliers = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Multiplier())],
            MinimumSeconds = _random.Next(3) == 0 ? 10 : 0,
            WebSearchPerCall = _random.Next(4) == 0,
        };
    }

    public LlmUsage Usage(long most = 1_000_000) => new()
    {
        Input = Count(most), CacheRead = Count(most), CacheWrite5m = Count(most), CacheWrite1h = Count(most), InputAudio = Count(most), InputImage = Count(most),
        Output = Count(most), Reasoning = Count(most), OutputAudio = Count(most), OutputImage = Count(most), WebSearches = Count(10),
        CacheReadAudio = Rare(most), CacheReadImage = Rare(most), InputVideo = Rare(most), OutputVideo = Rare(most), Citation = Rare(most), Images = Rare(10), AudioMilliseconds = Rare(1_000_000),
        VideoMilliseconds = Rare(60_000), Characters = Rare(100_000), Pages = Rare(100), SearchUnits = Rare(10), Queries = Rare(10), Requests = Rare(3), Sessions = Rare(3),
        SearchContextSize = _random.Next(3) == 0 ? (SearchContextSize)_random.Next(3) : null,
    };

    public CallTerms Terms() => new()
    {
        ServiceTier = (ServiceTier)_random.Next(4),
        Region = _random.Next(2) == 0 ? null : s_regions[_random.Next(2)],
        Speed = _random.Next(3) == 0 ? "fast" : null,
    };

    public long Next(long least, long most) => _random.NextInt64(least, most);

    private PriceMultiplier Multiplier() => _random.Next(2) == 0
        ? new PriceMultiplier(_random.Next(1, 30), _random.Next(1, 30)) { Region = s_regions[_random.Next(2)] }
        : new PriceMultiplier(_random.Next(1, 30), _random.Next(1, 30)) { Speed = "fast" };

    private PriceTier[] Steps()
    {
        long border = 0;
        return [.. Enumerable.Range(0, _random.Next(3)).Select(_ => new PriceTier(border += _random.NextInt64(2, 300_000), _random.Next(2) == 0, Prices(0.4)))];
    }

    private BucketPrices Prices(double probability)
    {
        var prices = new BucketPrices();
        foreach (PropertyInfo bucket in s_buckets)
        {
            if (_random.NextDouble() < probability)
                bucket.SetValue(prices, Price());
        }

        return prices;
    }

    private UnitPrice Price() => new(_random.Next(20) == 0 ? 0 : _random.NextInt64(1, (long)Math.Pow(10, _random.Next(1, 10))));

    private long? Rare(long most) => _random.Next(5) == 0 ? Count(most) : null;

    private long? Count(long most) => _random.Next(3) == 0 ? null : _random.NextInt64(0, (long)Math.Pow(most, _random.NextDouble()) + 1);
}
