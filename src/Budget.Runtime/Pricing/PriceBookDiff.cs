using System.Globalization;

namespace BudgetGen;

/// <summary>What differs between two books, line by line.</summary>
/// <param name="Changes">The differences, by line id.</param>
public sealed record PriceBookDiff(IReadOnlyList<PriceChange> Changes)
{
    /// <summary>A price that moves by more than this factor, up or down, is beyond the bounds of what is likely.</summary>
    public const int LargestJump = 10;

    /// <summary>A book that loses more than one line in this many is beyond the bounds of what is likely.</summary>
    public const int LargestLoss = 10;

    /// <summary>Compares two books.</summary>
    public static PriceBookDiff Of(PriceBook before, PriceBook after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Dictionary<string, ModelPricing> old = before.Lines.ToDictionary(static line => line.Id, StringComparer.Ordinal), now = after.Lines.ToDictionary(static line => line.Id, StringComparer.Ordinal);
        var changes = new List<PriceChange>();
        foreach (string id in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            if (!now.TryGetValue(id, out ModelPricing? line))
                changes.Add(new PriceChange(id, PriceChangeKind.Removed, "", 0));
            else if (!old.TryGetValue(id, out ModelPricing? earlier))
                changes.Add(new PriceChange(id, PriceChangeKind.Added, "", 0));
            else
                changes.AddRange(Between(id, earlier, line));
        }

        return new PriceBookDiff(changes);
    }

    /// <summary>What is beyond the bounds of what is likely: jumps of prices, many lost lines. Empty: nothing.</summary>
    /// <param name="linesBefore">How many lines the book had before.</param>
    public IReadOnlyList<string> Beyond(int linesBefore)
    {
        List<string> found = [.. Changes.Where(static change => change.IsJump).Select(static change => $"line '{change.Id}': {change.What}, a jump of more than {LargestJump.ToString(CultureInfo.InvariantCulture)} times")];
        int lost = Changes.Count(static change => change.Kind == PriceChangeKind.Removed);
        if (lost * (long)LargestLoss > linesBefore)
            found.Add(string.Create(CultureInfo.InvariantCulture, $"lines are gone: {lost} of {linesBefore}"));
        return found;
    }

    private static IEnumerable<PriceChange> Between(string id, ModelPricing before, ModelPricing after)
    {
        Dictionary<string, UnitPrice> old = Prices(before), now = Prices(after);
        foreach (string key in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            UnitPrice? was = old.TryGetValue(key, out UnitPrice one) ? one : null, isNow = now.TryGetValue(key, out UnitPrice other) ? other : null;
            if (was != isNow)
                yield return new PriceChange(id, PriceChangeKind.Price, $"{key}: {Text(was)} -> {Text(isNow)}", Factor(was, isNow));
        }

        if (Other(before) != Other(after))
            yield return new PriceChange(id, PriceChangeKind.Other, $"{Other(before)} -> {Other(after)}", 0);
    }

    private static int Factor(UnitPrice? was, UnitPrice? isNow)
    {
        if (was is not { Picos: > 0 } one || isNow is not { } other)
            return 0;
        Int128 large = Math.Max(one.Picos, other.Picos), small = Math.Max(1, Math.Min(one.Picos, other.Picos));
        return (int)Int128.Min(int.MaxValue, ((large - 1) / small) + 1);
    }

    private static string Text(UnitPrice? price) => price is { } known ? known.Picos.ToString(CultureInfo.InvariantCulture) + " pico-USD" : "unknown";

    private static Dictionary<string, UnitPrice> Prices(ModelPricing line)
    {
        var all = new Dictionary<string, UnitPrice>(StringComparer.Ordinal);
        Add("", line.Price, line.Tiers);
        foreach (ServiceTierPrice tier in line.ServiceTiers)
            Add(tier.Tier + " ", tier.Price, tier.Tiers);
        return all;

        void Add(string prefix, BucketPrices price, IReadOnlyList<PriceTier> tiers)
        {
            foreach ((string where, BucketPrices prices) in tiers.Select(static tier => (string.Create(CultureInfo.InvariantCulture, $" from {tier.From}"), tier.Price)).Prepend(("", price)))
            {
                for (int bucket = 0; bucket < RateTable.Length; bucket++)
                {
                    if (Bucket.PriceIn(prices, bucket) is { } known)
                        all[prefix + Bucket.Name(bucket) + where] = known;
                }
            }
        }
    }

    private static string Other(ModelPricing line) => string.Create(
        CultureInfo.InvariantCulture,
        $"names {string.Join(' ', line.Aliases.Append(line.Model).Order(StringComparer.Ordinal))} {line.Pattern} {line.DatedSame}; {line.Mode}; for [{line.Conditions}]; x [{string.Join(", ", line.Multipliers)}]; {line.EffectiveFrom:u} to {line.EffectiveTo:u}; retired {line.Retired:u}; {line.Limits.MaxInput} in {line.Limits.MaxOutput} out");
}

/// <summary>One difference between two books.</summary>
/// <param name="Id">The line.</param>
/// <param name="Kind">What kind of difference.</param>
/// <param name="What">What it was and is; empty if the whole line is new or gone.</param>
/// <param name="Factor">By how much a price moved, rounded up; 0: not a move from one price to another.</param>
public sealed record PriceChange(string Id, PriceChangeKind Kind, string What, int Factor)
{
    /// <summary>True if the price moved further than is likely.</summary>
    public bool IsJump => Factor > PriceBookDiff.LargestJump;
}

/// <summary>Kinds of differences between two books.</summary>
public enum PriceChangeKind
{
    /// <summary>The line is new.</summary>
    Added,

    /// <summary>The line is gone.</summary>
    Removed,

    /// <summary>A price is another one.</summary>
    Price,

    /// <summary>Names, dates, conditions, limits.</summary>
    Other,
}
