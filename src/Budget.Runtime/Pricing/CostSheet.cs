namespace BudgetGen;

/// <summary>The buckets of one usage with the prices of one line: what a cost is added up from, and what explains it.</summary>
internal sealed class CostSheet
{
    private readonly List<CostComponent> _components = [];
    private readonly List<string> _unpriced = [];
    private readonly RateCard _rates;

    private CostSheet(ModelPricing line, RateCard rates, CallTerms terms)
    {
        _rates = rates;
        Multipliers = [.. line.Multipliers.Where(multiplier => multiplier.Applies(terms))];
    }

    public IReadOnlyList<CostComponent> Components => _components;

    /// <summary>Buckets that were used and have no price: then there is no cost.</summary>
    public IReadOnlyList<string> Unpriced => _unpriced;

    public IReadOnlyList<PriceMultiplier> Multipliers { get; }

    public CostCaveats Flags { get; private set; }

    /// <summary>The least total input of the context tier.</summary>
    public long ContextFrom => _rates.From;

    public static CostSheet Of(ModelPricing line, in LlmUsage usage, CallTerms terms)
    {
        RateCard rates = RateCard.For(line.RatesOf(terms.ServiceTier), usage.TotalInput);
        var sheet = new CostSheet(line, rates, terms);
        sheet.AddTokens(usage);
        sheet.Add(SearchBucket(usage.SearchContextSize), line.WebSearchPerCall && usage.WebSearches > 1 ? 1 : usage.WebSearches);
        if (usage.Rare is { } rare)
            sheet.AddPieces(line, rare);
        sheet.Add(Bucket.Request, usage.Requests ?? (rates.HasRequestFee ? 1 : null));

        // A speed that the line has no factor for is served all the same, and nobody knows at which price.
        if (terms.Speed is not (null or "standard") && !sheet.Multipliers.Any(static multiplier => multiplier.Speed is not null))
            sheet.Flags |= CostCaveats.TermFallback;
        if (usage.Inconsistent)
            sheet.Flags |= CostCaveats.UsageInconsistent;
        if (line.IsDefault)
            sheet.Flags |= CostCaveats.DefaultPrice;
        return sheet;
    }

    /// <summary>The one rounding: everything over one denominator, divided once, up to a whole nano-dollar.</summary>
    /// <exception cref="OverflowException">The cost is beyond the range of <see cref="Usd"/>.</exception>
    public static Usd Sum(IEnumerable<CostComponent> components, IEnumerable<PriceMultiplier> multipliers)
    {
        Int128 numerator = 1, denominator = 1;
        foreach (PriceMultiplier multiplier in multipliers)
            (numerator, denominator) = checked((numerator * multiplier.Numerator, denominator * multiplier.Denominator));

        Int128 tokens = 0, pieces = 0, milliseconds = 0;
        foreach (CostComponent part in components)
        {
            Int128 picos = Math.BigMul(part.Count, part.Price.Picos);
            if (part.Multiplied)
                tokens = checked(tokens + picos);
            else if (part.Bucket is "audio_time" or "video_time")
                milliseconds = checked(milliseconds + picos);
            else
                pieces = checked(pieces + picos);
        }

        Int128 whole = checked((tokens * numerator * 1_000) + (pieces * denominator * 1_000) + (milliseconds * denominator));
        Int128 perNano = checked(denominator * 1_000_000);
        return new Usd(checked((long)((whole / perNano) + (whole % perNano == 0 ? 0 : 1))));
    }

    /// <summary>A recording is billed as if it were at least as long as the line's minimum.</summary>
    public static long? Billed(ModelPricing line, long? milliseconds) =>
        milliseconds is > 0 and { } some ? Math.Max(some, checked(line.MinimumSeconds * 1_000)) : milliseconds;

    private static int SearchBucket(SearchContextSize? size) => size switch
    {
        SearchContextSize.Low => Bucket.WebSearchLow,
        SearchContextSize.High => Bucket.WebSearchHigh,
        _ => Bucket.WebSearch,
    };

    private void AddTokens(in LlmUsage usage)
    {
        Add(Bucket.Input, usage.Input);
        Add(Bucket.CacheRead, usage.CacheRead);
        Add(Bucket.CacheWrite5m, usage.CacheWrite5m);
        Add(Bucket.CacheWrite1h, usage.CacheWrite1h);
        Add(Bucket.InputAudio, usage.InputAudio);
        Add(Bucket.InputImage, usage.InputImage);
        Add(Bucket.Output, usage.Output);
        Add(Bucket.Reasoning, usage.Reasoning);
        Add(Bucket.OutputAudio, usage.OutputAudio);
        Add(Bucket.OutputImage, usage.OutputImage);
    }

    private void AddPieces(ModelPricing line, RareUsage rare)
    {
        Add(Bucket.CacheReadAudio, rare.CacheReadAudio);
        Add(Bucket.CacheReadImage, rare.CacheReadImage);
        Add(Bucket.InputVideo, rare.InputVideo);
        Add(Bucket.OutputVideo, rare.OutputVideo);
        Add(Bucket.Citation, rare.Citation);

        // A line of one size or quality knows nothing of other ones.
        if (rare.Images > 0 && !line.Conditions.HoldFor(rare.ImageSize, rare.ImageQuality))
            _unpriced.Add(Bucket.Name(Bucket.Image));
        else if (!IsInTokens(rare.Images, Bucket.Image))
            Add(Bucket.Image, rare.Images);
        if (!IsInTokens(rare.AudioMilliseconds, Bucket.AudioTime))
            Add(Bucket.AudioTime, Billed(line, rare.AudioMilliseconds));
        if (!IsInTokens(rare.VideoMilliseconds, Bucket.VideoTime))
            Add(Bucket.VideoTime, Billed(line, rare.VideoMilliseconds));
        Add(Bucket.Character, rare.Characters);
        Add(Bucket.Page, rare.Pages);
        Add(Bucket.SearchUnit, rare.SearchUnits);
        Add(Bucket.Query, rare.Queries);
        Add(Bucket.Session, rare.Sessions);
    }

    /// <summary>Pictures and time without a price of their own are what the tokens are for, where there are tokens.</summary>
    private bool IsInTokens(long? count, int bucket) =>
        count > 0 && _rates[bucket] == RateCard.Unpriced && _components.Exists(static part => part.Multiplied && part.Count > 0);

    private void Add(int bucket, long? count)
    {
        if (count is not { } units || units == 0)
            return;

        ArgumentOutOfRangeException.ThrowIfNegative(units, nameof(count));
        if (_rates[bucket] == RateCard.Unpriced)
        {
            _unpriced.Add(Bucket.Name(bucket));
            return;
        }

        int bit = 1 << bucket;
        if ((_rates.Fallbacks & bit) != 0)
            Flags |= CostCaveats.BucketFallback;
        if ((_rates.Borrowed & bit) != 0)
            Flags |= CostCaveats.TermFallback;
        if ((_rates.Halved & bit) != 0)
            Flags |= CostCaveats.HalvedForBatch;
        _components.Add(new CostComponent(Bucket.Name(bucket), units, new UnitPrice(_rates[bucket]), Bucket.Name(_rates.Source(bucket)))
        {
            Borrowed = (_rates.Borrowed & bit) != 0,
            Halved = (_rates.Halved & bit) != 0,
            Multiplied = Bucket.IsOfTokens(bucket),
        });
    }
}
