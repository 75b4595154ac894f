using System.Globalization;

namespace BudgetGen;

/// <summary>Prices that stand in no usual relation to each other: mostly a slip of the list. They are reported, not changed.</summary>
internal static class SanityRatios
{
    private static readonly (string What, Func<BucketPrices, UnitPrice?> Price, Func<BucketPrices, UnitPrice?> Of, decimal Least, decimal Most)[] s_usual =
    [
        ("output to input", static p => p.Output, static p => p.Input, 0.1m, 50),
        ("cache_read to input", static p => p.CacheRead, static p => p.Input, 0.005m, 1.01m),
        ("cache_write_5m to input", static p => p.CacheWrite5m, static p => p.Input, 0.9m, 2.1m),
        ("cache_write_1h to input", static p => p.CacheWrite1h, static p => p.Input, 0.9m, 4.1m),
    ];

    public static void Note(ModelPricing line, Action<string> note)
    {
        Check(line.Price, "", note);
        foreach (PriceTier tier in line.Tiers)
        {
            Check(tier.Price, string.Create(CultureInfo.InvariantCulture, $" above {tier.Border}"), note);
            Compare(tier.Price, line.Price, string.Create(CultureInfo.InvariantCulture, $"above {tier.Border}"), 0.9m, 5, note);
        }

        foreach (ServiceTierPrice tier in line.ServiceTiers)
            Compare(tier.Price, line.Price, tier.Tier.ToString(), 0.1m, 5, note);
    }

    private static void Check(BucketPrices prices, string where, Action<string> note)
    {
        foreach ((string what, Func<BucketPrices, UnitPrice?> price, Func<BucketPrices, UnitPrice?> of, decimal least, decimal most) in s_usual)
        {
            if (Ratio(price(prices), of(prices)) is { } ratio && (ratio < least || ratio > most))
                note(string.Create(CultureInfo.InvariantCulture, $"odd ratio: {what}{where} is {ratio:0.###}, usual is {least} to {most}"));
        }
    }

    private static void Compare(BucketPrices prices, BucketPrices standard, string where, decimal least, decimal most, Action<string> note)
    {
        foreach ((string name, UnitPrice? one, UnitPrice? of) in new[] { ("input", prices.Input, standard.Input), ("output", prices.Output, standard.Output) })
        {
            if (Ratio(one, of) is { } ratio && (ratio < least || ratio > most))
                note(string.Create(CultureInfo.InvariantCulture, $"odd ratio: {name} {where} is {ratio:0.###} times the standard price"));
        }
    }

    private static decimal? Ratio(UnitPrice? price, UnitPrice? of) => price is { } one && of is { Picos: > 0 } other ? (decimal)one.Picos / other.Picos : null;
}
