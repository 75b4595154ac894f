namespace BudgetGen;

/// <summary>The ways to save, each a function of the calls of one place. No call is counted twice by one of them.</summary>
internal static partial class SavingRules
{
    /// <summary>So many calls of one user within <see cref="BulkWithin"/> are more than a person makes.</summary>
    public const int CallsOfABulk = 20;

    /// <summary>How close together the calls of a bulk are.</summary>
    public static readonly TimeSpan BulkWithin = TimeSpan.FromMinutes(1);

    /// <summary>All that was found at a place.</summary>
    public static List<PlaceSaving> At(CallPlace place, ModelCatalogue catalogue, IReadOnlyList<ModelCandidate> candidates)
    {
        List<PlaceSaving> found = [];
        Add(CheaperModel(place, catalogue, candidates));
        Add(Caching(place));
        Add(Bulk(place, catalogue));
        Add(LongPrompts(place));
        Add(LongAnswers(place));
        Add(Repeats(place));
        Add(Retired(place));
        return found;

        void Add(PlaceSaving? saving)
        {
            if (saving is not null)
                found.Add(saving);
        }
    }

    private static PlaceSaving? Bulk(CallPlace place, ModelCatalogue catalogue)
    {
        string? provider = place.Key.Provider ?? Latest(place)?.Provider;
        BatchDiscount? discount = provider is null ? null : catalogue.BatchOf(ProviderNames.Normalise(provider));

        // In the order of time for each user, so the calls of a window are neighbours.
        var byUser = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (int i = 0; i < place.Count; i++)
        {
            if (place.Line(i) is not { Mode: ModelMode.Chat or ModelMode.Embedding } || place[i].ServiceTier == ServiceTier.Batch)
                continue;
            string user = place[i].User ?? "";
            if (!byUser.TryGetValue(user, out List<int>? calls))
                byUser.Add(user, calls = []);
            calls.Add(i);
        }

        bool[] isBulk = new bool[place.Count];
        foreach (List<int> calls in byUser.Values)
            MarkBulk(place, calls, isBulk);

        var found = new PlaceSaving(OptimizationKind.Batching, place);
        for (int i = 0; i < isBulk.Length; i++)
        {
            if (!isBulk[i])
                continue;

            // The book's own batch price is evidence about this model; the catalogue's percentage is the provider's rule for all of them.
            ModelPricing line = place.Line(i)!;
            bool hasOwn = line.ServiceTiers.Any(static own => own.Tier == ServiceTier.Batch);
            if ((hasOwn ? AtBatchPrice(place, i) : discount is null ? 0 : Discounted(place, i, discount)) is not (> 0 and long less))
                continue;
            found.Add(i, less);
            if (hasOwn)
                found.BatchLine = line;
            else
                found.Discount = discount;
        }

        return found.Calls > 0 ? found : null;
    }

    private static void MarkBulk(CallPlace place, List<int> calls, bool[] isBulk)
    {
        int first = 0, marked = 0;
        for (int last = 0; last < calls.Count; last++)
        {
            while (place[calls[last]].Timestamp - place[calls[first]].Timestamp > BulkWithin)
                first++;
            if (last - first + 1 < CallsOfABulk)
                continue;
            for (marked = Math.Max(marked, first); marked <= last; marked++)
                isBulk[calls[marked]] = true;
        }
    }

    /// <summary>What a call's tokens cost less at the batch price of their line, never more than the call did cost.</summary>
    private static long AtBatchPrice(CallPlace place, int call)
    {
        LlmUsage tokens = place.Usage(call) with { WebSearches = null };
        if (CallPlace.Price(place.Line(call)!, in tokens, place[call].ServiceTier) is not { } now || CallPlace.Price(place.Line(call)!, in tokens, ServiceTier.Batch) is not { } batch)
            return 0;
        return Math.Min(now.Nanos - batch.Nanos, Math.Max(0, place[call].Cost.Nanos));
    }

    /// <summary>The discount on a call's tokens, in whole nano-dollars rounded down. The fees of searches are not discounted.</summary>
    private static long Discounted(CallPlace place, int call, BatchDiscount discount)
    {
        LlmUsage tokens = place.Usage(call) with { WebSearches = null };
        long cost = CallPlace.Price(place.Line(call)!, in tokens, place[call].ServiceTier)?.Nanos ?? 0;
        long paid = Math.Min(cost, Math.Max(0, place[call].Cost.Nanos));
        return (long)((Int128)paid * discount.Percent / 100);
    }

    private static PlaceSaving? Retired(CallPlace place)
    {
        if (Latest(place)?.Retired is not { } retired)
            return null;

        var found = new PlaceSaving(OptimizationKind.RetiredModel, place);
        for (int i = 0; i < place.Count; i++)
        {
            if (place[i].Timestamp >= retired)
                found.Add(i, 0);
        }

        return found.Calls > 0 ? found : null;
    }

    private static ModelPricing? Latest(CallPlace place)
    {
        for (int i = place.Count - 1; i >= 0; i--)
        {
            if (place.Line(i) is { } line)
                return line;
        }

        return null;
    }
}
