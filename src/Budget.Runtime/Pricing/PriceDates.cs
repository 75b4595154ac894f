namespace BudgetGen;

/// <summary>Which of a name's lines applies when. The clock is only asked where a line has dates, which few have.</summary>
internal static class PriceDates
{
    /// <summary>The line in effect at an instant, or null.</summary>
    /// <param name="matches">What the name may stand for, the strongest first.</param>
    /// <param name="at">The instant; null: now.</param>
    /// <param name="clock">Says what now is.</param>
    public static PriceMatch? At(PriceMatch[] matches, DateTimeOffset? at, TimeProvider clock)
    {
        for (int i = 0; i < matches.Length; i++)
        {
            ModelPricing line = matches[i].Line;
            if (!line.IsDated || line.IsInEffect(at ??= clock.GetUtcNow()))
                return matches[i];
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

    /// <summary>The lines that take effect after one instant and until another one; null: none does.</summary>
    public static ModelPricing[]? Between(PriceMatch[] matches, DateTimeOffset after, DateTimeOffset until)
    {
        List<ModelPricing>? found = null;
        foreach (PriceMatch match in matches)
        {
            // A line may give way to one that has always been there, so its end is a change like its beginning.
            Look(match.Line.EffectiveFrom);
            Look(match.Line.EffectiveTo);
        }

        return found?.ToArray();

        void Look(DateTimeOffset? border)
        {
            if (border is { } at && at > after && at <= until && At(matches, at, TimeProvider.System) is { } next && found?.Contains(next.Line) != true)
                (found ??= []).Add(next.Line);
        }
    }
}
