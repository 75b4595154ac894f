namespace BudgetGen;

/// <summary>Where money could have been saved on calls that were made.</summary>
public sealed record OptimizationReport
{
    /// <summary>The recommendations, the largest saving first. Each stands for itself: those on the same calls do not add up.</summary>
    public required IReadOnlyList<OptimizationRecommendation> Recommendations { get; init; }

    /// <summary>How many smaller recommendations were left out of the list; they count in <see cref="BestTogether"/>.</summary>
    public required int LeftOut { get; init; }

    /// <summary>The most that recommendations save together if no call is in two of them: what a plan may promise.</summary>
    public required Usd BestTogether { get; init; }

    /// <summary>How many calls were looked at.</summary>
    public required int Calls { get; init; }

    /// <summary>What they cost.</summary>
    public required Usd Cost { get; init; }

    /// <summary>Of the calls: those whose model has no price for what they used. Only <see cref="OptimizationKind.RepeatedPrompts"/> looks at them.</summary>
    public required int CallsWithoutPrice { get; init; }

    /// <summary>What records cannot tell, whatever their number.</summary>
    public static IReadOnlyList<string> NotKnowable { get; } =
    [
        "Records hold no text: that two prompts, or their beginnings, are equal is only guessed from their sizes.",
        "Records do not hold the bound on output that a request was sent with: an oversized bound costs room in budgets while the call runs, not money, and what of it was unused cannot be computed from records.",
        "Records do not say whether anybody waited for the answer.",
        "Records do not measure how good an answer was.",
    ];
}
