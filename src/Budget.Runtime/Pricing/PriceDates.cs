namespace BudgetGen;

/// <summary>Which of a name's lines applies when. The clock is only asked where a line has dates, which few have.</summary>
internal static class PriceDates
{
    /// <summary>The line in effect at an instant, or null.</summary>
    /// <param name="matches">What the name may stand for, the strongest first.</param>
    /// <param name="at">The instant; null: now.</param>
    /// <param name="clock">Says what now is.</param>
    public static PriceMatch? At(PriceMatch[] matches, DateTimeOffset? at, TimeProvider clock) => At(matches, at, clock, CallTerms.Standard);

    /// <summary>The line in effect at an instant and for certain terms, or null. Of lines for different pictures, the first: the caller asks about the model.</summary>
    public static PriceMatch? At(PriceMatch[] matches, DateTimeOffset? at, TimeProvider clock, CallTerms terms)
    {
        PriceMatch? ofSomePictures = null;
        for (int i = 0; i < matches.Length; i++)
        {
            ModelPricing line = matches[i].Line;
            if ((line.IsDated && !line.IsInEffect(at ??= clock.GetUtcNow())) || !line.Conditions.HoldFor(terms))
                continue;
            if (line.Conditions.HoldFor(null, null))
                return matches[i];
            ofSomePictures ??= matches[i];
        }

        return ofSomePictures;
    }

    /// <summary>The line that prices certain pictures, or null.</summary>
    public static PriceMatch? At(PriceMatch[] matches, DateTimeOffset? at, TimeProvider clock, CallTerms terms, string? size, string? quality)
    {
        foreach (PriceMatch match in matches)
        {
            ModelPricing line = match.Line;
            if (line.Conditions.HoldFor(terms) && line.Conditions.HoldFor(size, quality) && (!line.IsDated || line.IsInEffect(at ??= clock.GetUtcNow())))
                return match;
        }

        return null;
    }

    /// <summary>True if it matters when the name is asked for.</summary>
    public static bool Matter(PriceMatch[] matches)
    {
        foreach (PriceMatch match in matches)
        {
            if (match.Line.IsDated)
                return true;
        }

        return false;
    }

    /// <summary>The lines that take effect for certain terms after one instant and until another one; null: none does.</summary>
    public static ModelPricing[]? Between(PriceMatch[] matches, DateTimeOffset after, DateTimeOffset until, CallTerms terms)
    {
        List<ModelPricing>? found = null;
        bool hours = false;
        foreach (PriceMatch match in matches)
        {
            // A line may give way to one that has always been there, so its end is a change like its beginning.
            Look(match.Line.EffectiveFrom);
            Look(match.Line.EffectiveTo);

            // Hours come round every day, and a hold may live through one of their borders: any of a name's hours may turn out to be the ones.
            if (match.Line.Conditions.TimeOfDay is not null)
                hours = true;
        }

        foreach (PriceMatch match in hours ? matches : [])
        {
            ModelPricing line = match.Line;
            if ((line.EffectiveFrom is not { } from || from <= until) && (line.EffectiveTo is not { } to || to > after) && found?.Contains(line) != true)
                (found ??= []).Add(line);
        }

        return found?.ToArray();

        void Look(DateTimeOffset? border)
        {
            if (border is { } at && at > after && at <= until && At(matches, at, TimeProvider.System, terms) is { } next && found?.Contains(next.Line) != true)
                (found ??= []).Add(next.Line);
        }
    }
}
