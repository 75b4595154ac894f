namespace BudgetGen;

/// <summary>What each bucket of usage costs at one context size and service tier, every fallback resolved once so that a call only multiplies and adds.</summary>
internal sealed class RateCard
{
    /// <summary>Stands for "no price, and no relative has one".</summary>
    public const long Unpriced = -1;

    private static readonly int[] TextInputs = [Bucket.Input, Bucket.CacheRead, Bucket.CacheWrite5m, Bucket.CacheWrite1h];
    private static readonly int[] Inputs = [.. Enumerable.Range(0, Bucket.FirstPiece).Where(Bucket.IsInput)];

    /// <summary>Reasoning is what a model may emit unasked, audio and pictures what it may be asked for: all of them are output.</summary>
    private static readonly int[] Outputs = [.. Enumerable.Range(0, Bucket.FirstPiece).Where(static bucket => !Bucket.IsInput(bucket))];

    private readonly RateTable _picos;
    private readonly sbyte[] _sources;

    public RateCard(long from, RateTable picos, sbyte[] sources, int fallbacks, int borrowed = 0, int halved = 0)
    {
        (From, _picos, _sources, Fallbacks, Borrowed, Halved) = (from, picos, sources, fallbacks, borrowed, halved);
        (DearestTextInput, DearestInput, DearestOutput) = (Dearest(TextInputs), Dearest(Inputs), Dearest(Outputs));
        DearestWebSearch = Dearest([Bucket.WebSearch, Bucket.WebSearchLow, Bucket.WebSearchHigh]);
    }

    /// <summary>The least total input that this card applies to, tokens.</summary>
    public long From { get; }

    /// <summary>One bit for each bucket whose price is a relative's.</summary>
    public int Fallbacks { get; }

    /// <summary>One bit for each bucket whose price is the standard tier's, because the service tier has none.</summary>
    public int Borrowed { get; }

    /// <summary>One bit for each bucket whose price is half of the standard one, because the line has no batch prices.</summary>
    public int Halved { get; }

    public long DearestTextInput { get; }

    public long DearestInput { get; }

    public long DearestOutput { get; }

    public long DearestWebSearch { get; }

    /// <summary>True if a request costs something whatever is in it.</summary>
    public bool HasRequestFee => _picos[Bucket.Request] > 0;

    /// <summary>The price of a bucket in pico-dollars, or <see cref="Unpriced"/>.</summary>
    public long this[int bucket] => _picos[bucket];

    /// <summary>The bucket whose price a bucket has: its own or a relative's.</summary>
    public int Source(int bucket) => _sources[bucket];

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
        var sources = new sbyte[RateTable.Length];
        int fallbacks = 0;
        for (int bucket = 0; bucket < RateTable.Length; bucket++)
        {
            // A tier's own relatives come before the standard price of the same bucket: a larger context never becomes cheaper by omission.
            (UnitPrice? price, int source) = First(own, bucket);
            bool exact = source == bucket;
            if (price is null && standard is not null)
            {
                (price, source) = First(standard, bucket);

                // Fees do not depend on the context size, so the standard fee is the tier's own.
                exact = source == bucket && !Bucket.IsOfTokens(bucket);
            }

            if (price is { Picos: < 0 })
                throw new ArgumentOutOfRangeException(nameof(own), price, "A price is never negative.");
            picos[bucket] = price?.Picos ?? Unpriced;
            sources[bucket] = (sbyte)source;
            if (price is not null && !exact)
                fallbacks |= 1 << bucket;
        }

        return new RateCard(from, picos, sources, fallbacks);
    }

    private long Dearest(int[] buckets) => buckets.Max(bucket => _picos[bucket]);

    private static (UnitPrice? Price, int Source) First(BucketPrices prices, int bucket)
    {
        foreach (int relative in Bucket.Chain(bucket))
        {
            if (Bucket.PriceIn(prices, relative) is { } price)
                return (price, relative);
        }

        return (null, bucket);
    }
}
