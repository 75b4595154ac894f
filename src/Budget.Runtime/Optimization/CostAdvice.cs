using System.Globalization;

namespace BudgetGen;

/// <summary>A way to save money, and how much it would have saved.</summary>
internal readonly record struct CostAdvice(Usd Saving, string Text)
{
    /// <summary>Providers cache prompts from about this size on.</summary>
    private const long CacheableTokens = 1_024;

    private const int RepeatsThatCount = 3;

    /// <summary>A saving below a tenth is not worth a change of model.</summary>
    private const int LeastSavingPercent = 10;

    public static IEnumerable<CostAdvice> On(
        IReadOnlyList<UsageRecord> records, Func<string, ModelPricing?> find, Func<ModelClass, LlmUsage, (string Name, Usd Cost)?> cheapest)
    {
        foreach (IGrouping<string, UsageRecord> calls in records.GroupBy(record => record.Model, StringComparer.Ordinal))
        {
            UsageRecord[] list = [.. calls];
            if (CheaperModel(calls.Key, list, find, cheapest) is { } cheaper)
                yield return cheaper;
            if (find(calls.Key) is not { } line)
                continue;
            if (line.Retired is { } retired && list.Any(record => record.Timestamp >= retired))
                yield return new CostAdvice(Usd.Zero, Invariant($"{calls.Key}: its provider retired it on {retired:yyyy-MM-dd}; move to a current model."));
            foreach (CostAdvice caching in RepeatedPrompts(calls.Key, list, line))
                yield return caching;
        }
    }

    private static CostAdvice? CheaperModel(
        string model, UsageRecord[] calls, Func<string, ModelPricing?> find, Func<ModelClass, LlmUsage, (string Name, Usd Cost)?> cheapest)
    {
        ModelClass known = ModelClasses.Of(model);
        if (known == ModelClass.Unknown)
            return null;

        LlmUsage typical = LlmUsage.Of((long)calls.Average(call => (decimal)call.InputTokens), (long)calls.Average(call => (decimal)call.OutputTokens));
        if (cheapest(known, typical) is not { } best || string.Equals(best.Name, model, StringComparison.Ordinal) || find(best.Name) is not { } line)
            return null;

        // Each call is priced by itself: contexts above a tier's border cost more.
        Usd spent = Usd.Zero, instead = Usd.Zero;
        foreach (UsageRecord call in calls)
        {
            if (line.CostOf(UsageOf(call)) is not { } cost)
                return null;
            spent += call.Cost;
            instead += cost.Amount;
        }

        Usd saving = spent - instead;
        return saving.Nanos > 0 && saving.Nanos > spent.Nanos / LeastSavingPercent
            ? new CostAdvice(saving, Invariant($"{model}: {calls.Length} calls cost {spent}. {best.Name}, a model of the same class, would have cost {instead}: {saving} less. Check its quality on your task first."))
            : null;
    }

    private static IEnumerable<CostAdvice> RepeatedPrompts(string model, UsageRecord[] calls, ModelPricing line)
    {
        if (line.Price is not { Input: { } full, CacheRead: { } cached } || cached >= full)
            yield break;

        // Prompts are not kept, so equal sizes from one place are the only sign of equal prompts: a hint, and worded as one.
        var repeated = calls
            .Where(call => call.InputTokens >= CacheableTokens && call.Usage.CacheRead is null or 0)
            .GroupBy(call => (Place: call.Operation ?? call.Endpoint ?? "one place", call.InputTokens))
            .Where(group => group.Count() >= RepeatsThatCount);
        foreach (var group in repeated)
        {
            int again = group.Count() - 1;
            Int128 picos = (Int128)group.Key.InputTokens * again * (full.Picos - cached.Picos);
            var saving = new Usd(checked((long)(picos / 1_000)));
            yield return new CostAdvice(
                saving,
                Invariant($"{model}: {group.Count()} calls of {group.Key.Place} had {group.Key.InputTokens} input tokens each and none from a cache. If the prompt repeats, caching it would have saved up to {saving}."));
        }
    }

    private static LlmUsage UsageOf(UsageRecord call) => call.Usage.IsUnknown ? LlmUsage.Of(call.InputTokens, call.OutputTokens) : call.Usage;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
