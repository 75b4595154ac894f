namespace BudgetGen;

/// <summary>The rate cards of a line in a service tier other than the standard one.</summary>
internal static class ServiceTierRates
{
    public static RateCard[] Of(ModelPricing line, ServiceTier tier)
    {
        RateCard[] standard = line.Rates;
        if (tier == ServiceTier.Standard)
            return standard;

        if (line.ServiceTiers.FirstOrDefault(own => own.Tier == tier) is not { } priced)
        {
            // A line that is for this tier only states its prices as its own.
            if (line.Conditions.ServiceTier == tier)
                return standard;
            return [.. standard.Select(card => tier == ServiceTier.Batch ? Half(card) : Mix(card.From, null, card, takesInputPrice: false))];
        }

        long last = 0;
        foreach (PriceTier size in priced.Tiers)
        {
            if (size.From <= last)
                throw new ArgumentException($"Price line '{line.Id}': the borders of its {tier} tiers must be positive and ascend, but {size.Border} does not.", nameof(line));
            last = size.From;
        }

        IEnumerable<long> borders = standard.Select(card => card.From).Concat(priced.Tiers.Select(size => size.From)).Distinct().Order();
        return [.. borders.Select(from => At(from, priced, RateCard.For(standard, from)))];
    }

    private static RateCard At(long from, ServiceTierPrice priced, RateCard standard)
    {
        PriceTier? size = priced.Tiers.LastOrDefault(size => size.From <= from);

        // Beyond a border that only the standard prices have, this tier has no price of its own.
        BucketPrices? own = (size?.From ?? 0) < standard.From ? null : size?.Price ?? priced.Price;
        return Mix(from, own, standard, takesInputPrice: priced.Tier == ServiceTier.Batch && own?.Input is not null);
    }

    /// <summary>The tier's prices where it has them, else the standard ones.</summary>
    private static RateCard Mix(long from, BucketPrices? own, RateCard standard, bool takesInputPrice)
    {
        var picos = default(RateTable);
        var sources = new sbyte[RateTable.Length];
        int fallbacks = 0, borrowed = 0;
        for (int bucket = 0; bucket < RateTable.Length; bucket++)
        {
            (int source, bool isOwn) = Source(own, standard, bucket, takesInputPrice);
            picos[bucket] = isOwn ? Bucket.PriceIn(own!, source)!.Value.Picos : standard[bucket];
            if (isOwn && picos[bucket] < 0)
                throw new ArgumentOutOfRangeException(nameof(own), picos[bucket], "A price is never negative.");
            sources[bucket] = (sbyte)source;
            if (isOwn ? source != bucket : (standard.Fallbacks & (1 << bucket)) != 0)
                fallbacks |= 1 << bucket;

            // Fees are the same in every tier.
            if (!isOwn && Bucket.IsOfTokens(bucket) && picos[bucket] != RateCard.Unpriced)
                borrowed |= 1 << bucket;
        }

        return new RateCard(from, picos, sources, fallbacks, borrowed);
    }

    private static (int Source, bool IsOwn) Source(BucketPrices? own, RateCard standard, int bucket, bool takesInputPrice)
    {
        int standardSource = standard.Source(bucket);
        if (own is null)
            return (standardSource, false);
        if (Bucket.PriceIn(own, bucket) is not null)
            return (bucket, true);

        // In a batch all input costs the batch's input price, and reasoning is output of its tier before it is reasoning of another one.
        if (takesInputPrice && Bucket.IsInput(bucket))
            return (Bucket.Input, true);
        if (bucket == Bucket.Reasoning && own.Output is not null)
            return (Bucket.Output, true);
        if (standard[bucket] != RateCard.Unpriced && (standard.Fallbacks & (1 << bucket)) == 0)
            return (bucket, false);
        foreach (int relative in Bucket.Chain(bucket))
        {
            if (Bucket.PriceIn(own, relative) is not null)
                return (relative, true);
        }

        return (standardSource, false);
    }

    /// <summary>What providers without batch prices of their own charge: half of input, cache read and output; everything else costs the standard price.</summary>
    private static RateCard Half(RateCard standard)
    {
        var picos = default(RateTable);
        var sources = new sbyte[RateTable.Length];
        int borrowed = 0, halved = 0;
        for (int bucket = 0; bucket < RateTable.Length; bucket++)
        {
            int source = standard.Source(bucket);
            (picos[bucket], sources[bucket]) = (standard[bucket], (sbyte)source);
            if (picos[bucket] == RateCard.Unpriced || !Bucket.IsOfTokens(bucket))
                continue;

            if (source is Bucket.Input or Bucket.CacheRead or Bucket.Output)
            {
                picos[bucket] = (picos[bucket] / 2) + (picos[bucket] % 2);
                halved |= 1 << bucket;
            }
            else
            {
                borrowed |= 1 << bucket;
            }
        }

        return new RateCard(standard.From, picos, sources, standard.Fallbacks, borrowed, halved);
    }
}
