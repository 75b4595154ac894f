namespace BudgetGen;

/// <summary>Which of a model's lines prices pictures: there may be one for each size and quality, one for any, and one for tokens.</summary>
internal static class PicturePrices
{
    public static PriceMatch? Find(PriceMatch[] matches, in LlmUsage usage, CallTerms terms, TimeProvider clock)
    {
        DateTimeOffset at = terms.At ?? clock.GetUtcNow();
        PriceMatch? ofModel = PriceDates.At(matches, at, clock, terms);

        // A provider that reports tokens bills them; how many pictures they were is then only told.
        if (ofModel is { } general && usage.TotalInput + (Int128)usage.TotalOutput > 0 && general.Line.Price.Image is null && general.Line.CostOf(usage, terms) is not null)
            return ofModel;
        if (PriceDates.At(matches, at, clock, terms, usage.ImageSize, usage.ImageQuality) is not { } ofPictures)
            return ofModel;
        if (ofPictures.Line.Conditions.Size is not null || usage.ImageSize is null)
            return ofPictures;

        // The size is not among those that have a price, so a price for any size would only hide that it is unknown.
        foreach (PriceMatch match in matches)
        {
            if (match.Line.Conditions.Size is not null && match.Line.Provider == ofPictures.Line.Provider && match.Line.IsInEffect(at))
                return match;
        }

        return ofPictures;
    }
}
