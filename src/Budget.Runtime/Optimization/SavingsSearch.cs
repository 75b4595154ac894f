namespace BudgetGen;

/// <summary>Looks through records place by place: time n log n, memory a reference for each record and a report whose length is bounded.</summary>
internal static class SavingsSearch
{
    public static OptimizationReport In(
        IReadOnlyList<UsageRecord> records,
        Func<string, string?, DateTimeOffset?, ModelPricing?> find,
        ModelCatalogue catalogue,
        IReadOnlyList<ModelCandidate> candidates,
        int most)
    {
        // The least of the kept ones comes out first where one too many is found.
        var kept = new PriorityQueue<PlaceSaving, PlaceSaving>(Comparer<PlaceSaving>.Create(static (left, right) => PlaceSaving.Compare(right, left)));
        (int leftOut, int withoutPrice) = (0, 0);
        (Usd cost, Usd together) = (Usd.Zero, Usd.Zero);
        foreach ((CallPlaceKey key, List<UsageRecord> calls) in ByPlace(records))
        {
            var place = new CallPlace(key, [.. calls], find);
            List<PlaceSaving> found = SavingRules.At(place, catalogue, candidates);
            (cost, together, withoutPrice) = (cost + place.Cost, together + BestTogether.Choose(place, found), withoutPrice + place.WithoutPrice);
            foreach (PlaceSaving saving in found)
            {
                kept.Enqueue(saving, saving);
                if (kept.Count > most)
                    (leftOut, _) = (leftOut + 1, kept.Dequeue());
            }
        }

        var shown = new List<PlaceSaving>(kept.Count);
        while (kept.TryDequeue(out PlaceSaving? saving, out _))
            shown.Add(saving);
        shown.Reverse();
        return new OptimizationReport
        {
            Recommendations = [.. shown.Select(OptimizationTexts.Of)],
            LeftOut = leftOut,
            BestTogether = together,
            Calls = records.Count,
            Cost = cost,
            CallsWithoutPrice = withoutPrice,
        };
    }

    private static Dictionary<CallPlaceKey, List<UsageRecord>> ByPlace(IReadOnlyList<UsageRecord> records)
    {
        var places = new Dictionary<CallPlaceKey, List<UsageRecord>>();
        for (int i = 0; i < records.Count; i++)
        {
            UsageRecord call = records[i] ?? throw new ArgumentException($"Record {i} is null.", nameof(records));
            CallPlaceKey key = CallPlaceKey.Of(call);
            if (!places.TryGetValue(key, out List<UsageRecord>? calls))
                places.Add(key, calls = []);
            calls.Add(call);
        }

        return places;
    }
}
