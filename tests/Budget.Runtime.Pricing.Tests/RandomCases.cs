namespace BudgetGen.Pricing.Tests;

/// <summary>Random price lines and usages. Always the same ones: a failing case can be run again.</summary>
internal sealed class RandomCases(int seed)
{
    private readonly Random _random = new(seed);

    public ModelPricing Line()
    {
        var tiers = new List<PriceTier>();
        long border = 0;
        for (int i = _random.Next(3); i > 0; i--)
            tiers.Add(new PriceTier(border += _random.NextInt64(1, 300_000), _random.Next(2) == 0, Prices(always: _random.Next(4) > 0)));
        return Lines.Of(Prices(always: true), [.. tiers]);
    }

    public LlmUsage Usage(long most = 1_000_000) => new()
    {
        Input = Count(most),
        CacheRead = Count(most),
        CacheWrite5m = Count(most),
        CacheWrite1h = Count(most),
        InputAudio = Count(most),
        InputImage = Count(most),
        Output = Count(most),
        Reasoning = Count(most),
        OutputAudio = Count(most),
        OutputImage = Count(most),
    };

    public long Next(long least, long most) => _random.NextInt64(least, most);

    private BucketPrices Prices(bool always) => new()
    {
        Input = always ? Price(1) : Price(0.5),
        CacheRead = Price(0.5),
        CacheWrite5m = Price(0.3),
        CacheWrite1h = Price(0.3),
        InputAudio = Price(0.3),
        InputImage = Price(0.3),
        Output = always ? Price(1) : Price(0.5),
        Reasoning = Price(0.3),
        OutputAudio = Price(0.3),
        OutputImage = Price(0.3),
        WebSearch = Price(0.3),
    };

    private UnitPrice? Price(double probability) => _random.NextDouble() < probability
        ? new UnitPrice(_random.Next(20) == 0 ? 0 : _random.NextInt64(1, (long)Math.Pow(10, _random.Next(1, 10))))
        : null;

    private long? Count(long most) => _random.Next(3) == 0 ? null : _random.NextInt64(0, (long)Math.Pow(most, _random.NextDouble()) + 1);
}
