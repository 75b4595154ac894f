namespace BudgetGen;

/// <summary>Usage times price: one Int128 sum of pico-dollars and one division, rounded up, so that 0 &lt;= recorded - exact &lt; 1 nano-dollar.</summary>
internal static class CostCalculator
{
    private const int PicosPerNano = 1_000;

    public static CallCost? CostOf(ModelPricing line, in LlmUsage usage)
    {
        if (usage.IsUnknown)
            return null;

        RateCard[] cards = line.Rates;
        RateCard rates = cards.Length == 1 ? cards[0] : RateCard.For(cards, usage.TotalInput);
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
        if (line.IsDefault)
            flags |= CostCaveats.DefaultPrice;
        return new CallCost(ToNanos(picos), line.Id, flags);
    }

    public static Usd? WorstCase(ModelPricing line, long inputUpperBound, long maxOutput, int choices, bool textOnly, long webSearches)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputUpperBound);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutput);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(choices);
        ArgumentOutOfRangeException.ThrowIfNegative(webSearches);

        // Sound and pictures are what these modes take, whatever the caller saw of the request.
        textOnly &= line.Mode is not (ModelMode.Transcription or ModelMode.Image or ModelMode.Video or ModelMode.Ocr);
        long output = checked(maxOutput * choices);
        RateCard[] cards = line.Rates;
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

            // A search without a fee in the line holds nothing.
            Int128 cost = checked(Priced(input, inputRate) + Priced(output, outputRate) + Priced(webSearches, cards[i][Bucket.WebSearch]));
            worst = Int128.Max(worst, cost);
        }

        return ToNanos(worst);
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
