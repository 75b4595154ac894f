using System.Globalization;

namespace BudgetGen;

/// <summary>Findings in plain words.</summary>
internal static class OptimizationTexts
{
    public static OptimizationRecommendation Of(PlaceSaving found) => new()
    {
        Kind = found.Kind,
        Model = found.Place.Key.Model,
        Provider = found.Place.Key.Provider,
        Operation = found.Place.Key.Operation,
        Saving = found.Saving,
        Cost = found.Cost,
        Calls = found.Calls,
        Sample = found.Sample,
        Instead = found.Instead?.Name,
        InsteadProvider = found.Instead is { Line.Provider: { Length: > 0 } provider } ? provider : null,
        Explanation = Explain(found),
        Assumption = Assume(found),
        IsInBestTogether = found.IsInBestTogether,
    };

    private static string Explain(PlaceSaving found)
    {
        string calls = Invariant($"{found.Place.Key.Model}: {Counted.Of(found.Calls, "call")}{(found.Place.Key.Operation is { } operation ? " of " + operation : "")}");
        string they = Counted.Word(found.Calls, "it", "they"), figure = Counted.Of(found.Figure, "token");
        return found.Kind switch
        {
            OptimizationKind.CheaperModel => Invariant($"{calls} cost {found.Cost}. {found.Instead!.Name}, a model of the same class, would have cost {found.Cost - found.Saving}: {found.Saving} less."),
            OptimizationKind.PromptCaching => Invariant($"{calls} had large prompts, came within {SavingRules.CacheLife.TotalMinutes:0} minutes of each other and read little from the provider's cache. With the start that they may share in the cache {they} would have cost {found.Saving} less."),
            OptimizationKind.Batching => Invariant($"{calls} came in bulk: {SavingRules.CallsOfABulk} or more of one user within {SavingRules.BulkWithin.TotalMinutes:0} minute. As a batch, at {BatchTerms(found)}, {they} would have cost {found.Saving} less."),
            OptimizationKind.ShorterPrompts => Invariant($"{calls} had {Counted.Word(found.Calls, "a prompt", "prompts")} of more than {figure}, {SavingRules.FarAbove} times the usual of this place. Cut down to that {they} would have cost {found.Saving} less."),
            OptimizationKind.BoundedOutput => Invariant($"{calls} had {Counted.Word(found.Calls, "an answer", "answers")} of more than {figure}, {SavingRules.FarAbove} times the usual of this place. A bound there would have saved {found.Saving}."),
            OptimizationKind.RepeatedPrompts => Invariant($"{calls} had exactly as many tokens in and out as one within {SavingRules.RepeatWithin.TotalMinutes:0} minutes before, so {Counted.Word(found.Calls, "it may be a repeat", "they may be repeats")}. Answered from a cache of your own {they} would have saved {found.Saving}."),
            _ => Invariant($"{calls} came after the end of the model{Retired(found)}; move to a current one."),
        };
    }

    private static string Assume(PlaceSaving found) => found.Kind switch
    {
        OptimizationKind.CheaperModel => "Check its quality on your task first: the class is its maker's placing, not a measurement. The same tokens are assumed at its price of today; another tokenizer counts differently, and a model that thinks bills its thoughts.",
        OptimizationKind.PromptCaching => "Assumes that the prompts begin alike, up to the size of the smallest of a run; records hold no text, so this is the most that caching can save.",
        OptimizationKind.Batching => "Assumes that nobody waited for single answers; calls without a user count as those of one.",
        OptimizationKind.ShorterPrompts => "Assumes that the rest of the prompt was not needed.",
        OptimizationKind.BoundedOutput => "Assumes that nobody needed the end of those answers. Which bound the requests were sent with is not in the records.",
        OptimizationKind.RepeatedPrompts => "Assumes equal prompts and that the earlier answer would do; records hold no text, so equal sizes are only a sign, and may be chance.",
        _ => "Nothing is computed for this.",
    };

    private static string BatchTerms(PlaceSaving found)
    {
        string? own = found.BatchLine is { } line ? Invariant($"the batch price of {line.Id} ({line.Source}, {line.Checked:yyyy-MM-dd})") : null;
        string? off = found.Discount is { } discount ? Invariant($"{discount.Percent} % off ({discount.Source}, {discount.Checked:yyyy-MM-dd}{(discount.Assumed is null ? "" : ", assumed")})") : null;
        return own is not null && off is not null ? $"{own}, elsewhere at {off}" : own ?? off!;
    }

    private static string Retired(PlaceSaving found)
    {
        for (int i = found.Place.Count - 1; i >= 0; i--)
        {
            if (found.Place.Line(i)?.Retired is { } retired)
                return Invariant($" (its provider retired it on {retired:yyyy-MM-dd})");
        }

        return "";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
