using System.Runtime.CompilerServices;

namespace BudgetGen;

/// <summary>What each bucket of usage costs at one context size, every fallback resolved once so that a call only multiplies and adds.</summary>
internal sealed class RateCard
{
    /// <summary>Stands for "no price, and no relative has one".</summary>
    public const long Unpriced = -1;

    private static readonly int[] TextInputs = [Bucket.Input, Bucket.CacheRead, Bucket.CacheWrite5m, Bucket.CacheWrite1h];
    private static readonly int[] Inputs = [.. TextInputs, Bucket.InputAudio, Bucket.InputImage];

    /// <summary>Reasoning is what a model may emit unasked, audio and pictures what it may be asked for: all of them are output.</summary>
    private static readonly int[] Outputs = [Bucket.Output, Bucket.Reasoning, Bucket.OutputAudio, Bucket.OutputImage];

    private readonly RateTable _picos;

    private RateCard(long from, RateTable picos, int fallbacks)
    {
        (From, _picos, Fallbacks) = (from, picos, fallbacks);
        (DearestTextInput, DearestInput, DearestOutput) = (Dearest(TextInputs), Dearest(Inputs), Dearest(Outputs));
    }

    /// <summary>The least total input that this card applies to, tokens.</summary>
    public long From { get; }

    /// <summary>One bit for each bucket whose price is a relative's.</summary>
    public int Fallbacks { get; }

    public long DearestTextInput { get; }

    public long DearestInput { get; }

    public long DearestOutput { get; }

    /// <summary>The price of a bucket in pico-dollars, or <see cref="Unpriced"/>.</summary>
    public long this[int bucket] => _picos[bucket];

    /// <summary>The cards of a line: the standard one, then one for each tier by ascending border.</summary>
    public static RateCard[] AllOf(ModelPricing line)
    {
        var cards = new RateCard[line.Tiers.Count + 1];
        cards[0] = Of(0, line.Price, null);
        for (int i = 0; i < line.Tiers.Count; i++)
        {
            PriceTier tier = line.Tiers[i];
            if (tier.From <= cards[i].From)
                throw new ArgumentException($"Price line '{line.Id}': the borders of its tiers must be positive and ascend, but {tier.Border} does not.", nameof(line));
            cards[i + 1] = Of(tier.From, tier.Price, line.Price);
        }

        return cards;
    }

    /// <summary>The card that prices a request of so much total input.</summary>
    public static RateCard For(RateCard[] cards, long totalInput)
    {
        int i = cards.Length - 1;
        while (i > 0 && totalInput < cards[i].From)
            i--;
        return cards[i];
    }

    private static RateCard Of(long from, BucketPrices own, BucketPrices? standard)
    {
        var picos = default(RateTable);
        int fallbacks = 0;
        for (int bucket = 0; bucket < RateTable.Length; bucket++)
        {
            // A tier's own relatives come before the standard price of the same bucket: a larger context never becomes cheaper by omission.
            (UnitPrice? price, bool exact) = Chain(own, bucket);
            if (price is null && standard is not null)
            {
                (price, exact) = Chain(standard, bucket);

                // Fees do not depend on the context size, so the standard fee is the tier's own.
                exact &= bucket == Bucket.WebSearch;
            }

            if (price is { Picos: < 0 })
                throw new ArgumentOutOfRangeException(nameof(own), price, "A price is never negative.");
            picos[bucket] = price?.Picos ?? Unpriced;
            if (price is not null && !exact)
                fallbacks |= 1 << bucket;
        }

        return new RateCard(from, picos, fallbacks);
    }

    private long Dearest(int[] buckets) => buckets.Max(bucket => _picos[bucket]);

    private static (UnitPrice? Price, bool Exact) Chain(BucketPrices p, int bucket) => bucket switch
    {
        Bucket.Input => First(p.Input),
        Bucket.CacheRead => First(p.CacheRead, p.Input),
        Bucket.CacheWrite5m => First(p.CacheWrite5m, p.Input),
        Bucket.CacheWrite1h => First(p.CacheWrite1h, p.CacheWrite5m, p.Input),
        Bucket.InputAudio => First(p.InputAudio, p.Input),
        Bucket.InputImage => First(p.InputImage, p.Input),
        Bucket.Output => First(p.Output, p.OutputImage),
        Bucket.Reasoning => First(p.Reasoning, p.Output),
        Bucket.OutputAudio => First(p.OutputAudio, p.Output),
        Bucket.OutputImage => First(p.OutputImage, p.Output),
        _ => First(p.WebSearch),
    };

    private static (UnitPrice? Price, bool Exact) First(UnitPrice? own, UnitPrice? relative = null, UnitPrice? farRelative = null) =>
        own is not null ? (own, true) : (relative ?? farRelative, false);
}

/// <summary>The buckets of <see cref="LlmUsage"/> by number.</summary>
internal static class Bucket
{
    public const int Input = 0;
    public const int CacheRead = 1;
    public const int CacheWrite5m = 2;
    public const int CacheWrite1h = 3;
    public const int InputAudio = 4;
    public const int InputImage = 5;
    public const int Output = 6;
    public const int Reasoning = 7;
    public const int OutputAudio = 8;
    public const int OutputImage = 9;
    public const int WebSearch = 10;
}

/// <summary>Pico-dollars by bucket number.</summary>
[InlineArray(Length)]
internal struct RateTable
{
    public const int Length = 11;

    private long _first;
}
