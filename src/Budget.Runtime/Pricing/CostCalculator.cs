namespace BudgetGen;

/// <summary>Usage times price: one Int128 sum of pico-dollars and one division, rounded up, so that 0 &lt;= recorded - exact &lt; 1 nano-dollar.</summary>
internal static class CostCalculator
{
    private const int PicosPerNano = 1_000;
    private const int Milli = 1_000;

    public static CallCost? CostOf(ModelPricing line, in LlmUsage usage)
    {
        if (usage.IsUnknown)
            return null;

        RateCard[] cards = line.Rates;
        RateCard rates = cards.Length == 1 ? cards[0] : RateCard.For(cards, usage.TotalInput);
        if (usage.Rare is not null || rates.HasRequestFee || line.WebSearchPerCall)
            return CostOf(line, in usage, CallTerms.Standard);

        Int128 picos = 0;
        int used = 0;
        if (!Add(rates, Bucket.Input, usage.Input, ref picos, ref used)
            || !Add(rates, Bucket.CacheRead, usage.CacheRead, ref picos, ref used)
            || !Add(rates, Bucket.CacheWrite5m, usage.CacheWrite5m, ref picos, ref used)
            || !Add(rates, Bucket.CacheWrite1h, usage.CacheWrite1h, ref picos, ref used)
            || !Add(rates, Bucket.InputAudio, usage.InputAudio, ref picos, ref used)
            || !Add(rates, Bucket.InputImage, usage.InputImage, ref picos, ref used)
            || !Add(rates, Bucket.Output, usage.Output, ref picos, ref used)
            || !Add(rates, Bucket.Reasoning, usage.Reasoning, ref picos, ref used)
            || !Add(rates, Bucket.OutputAudio, usage.OutputAudio, ref picos, ref used)
            || !Add(rates, Bucket.OutputImage, usage.OutputImage, ref picos, ref used)
            || !Add(rates, Bucket.WebSearch, usage.WebSearches, ref picos, ref used))
        {
            return null;
        }

        CostCaveats flags = (used & rates.Fallbacks) == 0 ? CostCaveats.None : CostCaveats.BucketFallback;
        if (usage.Inconsistent)
            flags |= CostCaveats.UsageInconsistent;
        if (line.IsDefault)
            flags |= CostCaveats.DefaultPrice;
        return new CallCost(ToNanos(picos), line.Id, flags);
    }

    /// <summary>The same on terms that are not the usual ones, or for a usage that is not only tokens.</summary>
    public static CallCost? CostOf(ModelPricing line, in LlmUsage usage, CallTerms terms)
    {
        if (usage.IsUnknown)
            return null;

        CostSheet sheet = CostSheet.Of(line, usage, terms);
        return sheet.Unpriced.Count > 0 ? null : new CallCost(CostSheet.Sum(sheet.Components, sheet.Multipliers), line.Id, sheet.Flags);
    }

    public static Usd? WorstCase(ModelPricing line, long inputUpperBound, long maxOutput, int choices, bool textOnly, long webSearches, CallTerms terms, RareUsage? pieces)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputUpperBound);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutput);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(choices);
        ArgumentOutOfRangeException.ThrowIfNegative(webSearches);

        // Sound and pictures are what these modes take, whatever the caller saw of the request.
        textOnly &= line.Mode is not (ModelMode.Transcription or ModelMode.Image or ModelMode.Video or ModelMode.Ocr);
        long output = checked(maxOutput * choices);
        RateCard[] cards = line.RatesOf(terms.ServiceTier);
        Int128 numerator = 1, denominator = 1;
        for (int i = 0; i < line.Multipliers.Count; i++)
        {
            // By index: an enumerator would be allocated for every call.
            PriceMultiplier multiplier = line.Multipliers[i];
            if (multiplier.Applies(terms))
                (numerator, denominator) = (numerator * multiplier.Numerator, denominator * multiplier.Denominator);
        }

        Int128 worst = 0;
        for (int i = 0; i < cards.Length && cards[i].From <= inputUpperBound; i++)
        {
            // A smaller request may stay below the border of the next tier; it then has at most one token less than that.
            long input = i + 1 < cards.Length ? Math.Min(inputUpperBound, cards[i + 1].From - 1) : inputUpperBound;
            long inputRate = textOnly ? cards[i].DearestTextInput : cards[i].DearestInput;
            long outputRate = cards[i].DearestOutput;

            // An embedding bills no output, whatever bound the caller brings along; unless its line prices some.
            bool lacksOutput = output > 0 && outputRate == RateCard.Unpriced && line.Mode != ModelMode.Embedding;
            if (lacksOutput || (input > 0 && inputRate == RateCard.Unpriced))
                return null;

            Int128 tokens = checked(Priced(input, inputRate) + Priced(output, outputRate));
            if (Pieces(line, cards[i], webSearches, pieces, hasTokens: input > 0 || output > 0) is not { } others)
                return null;
            worst = Int128.Max(worst, checked((tokens * numerator * Milli) + (others * denominator)));
        }

        Int128 perNano = denominator * Milli * PicosPerNano;
        return new Usd(checked((long)((worst / perNano) + (worst % perNano == 0 ? 0 : 1))));
    }

    /// <summary>Everything that is not tokens, in thousandths of a pico-dollar, because time is counted in milliseconds; null: something has no price.</summary>
    private static Int128? Pieces(ModelPricing line, RateCard rates, long webSearches, RareUsage? most, bool hasTokens)
    {
        // A search without a fee in the line holds nothing. A call is a request.
        long searches = line.WebSearchPerCall ? Math.Min(1, webSearches) : webSearches;
        Int128 sum = checked(Milli * (Priced(searches, rates.DearestWebSearch) + Priced(Math.Max(1, most?.Requests ?? 1), rates[Bucket.Request])));
        if (most is null)
            return sum;

        bool priced = AddPieces(Bucket.Image, most.Images, Milli, mayBeTokens: true)
            && AddPieces(Bucket.AudioTime, CostSheet.Billed(line, most.AudioMilliseconds), 1, mayBeTokens: true)
            && AddPieces(Bucket.VideoTime, CostSheet.Billed(line, most.VideoMilliseconds), 1, mayBeTokens: true)
            && AddPieces(Bucket.Character, most.Characters, Milli)
            && AddPieces(Bucket.Page, most.Pages, Milli)
            && AddPieces(Bucket.SearchUnit, most.SearchUnits, Milli)
            && AddPieces(Bucket.Query, most.Queries, Milli)
            && AddPieces(Bucket.Session, most.Sessions, Milli);
        return priced ? sum : null;

        bool AddPieces(int bucket, long? count, int scale, bool mayBeTokens = false)
        {
            if (count is not { } pieces || pieces == 0)
                return true;
            if (rates[bucket] == RateCard.Unpriced)
                return mayBeTokens && hasTokens;

            sum = checked(sum + (Priced(pieces, rates[bucket]) * scale));
            return true;
        }
    }

    private static Int128 Priced(long units, long rate) => Math.BigMul(units, Math.Max(0, rate));

    private static bool Add(RateCard rates, int bucket, long? count, ref Int128 picos, ref int used)
    {
        if (count is not { } units || units == 0)
            return true;

        ArgumentOutOfRangeException.ThrowIfNegative(units, nameof(count));
        long rate = rates[bucket];
        if (rate == RateCard.Unpriced)
            return false;

        picos = checked(picos + Math.BigMul(units, rate));
        used |= 1 << bucket;
        return true;
    }

    /// <summary>The one rounding. Below some 9 million USD, so nearly always, 64 bits are enough for it.</summary>
    private static Usd ToNanos(Int128 picos) => picos <= long.MaxValue - PicosPerNano
        ? new Usd(((long)picos + (PicosPerNano - 1)) / PicosPerNano)
        : new Usd(checked((long)((picos + (PicosPerNano - 1)) / PicosPerNano)));
}
