namespace BudgetGen;

// The same calls with another model.
internal static partial class SavingRules
{
    /// <summary>A saving below a tenth is not worth a change of model.</summary>
    private const int LeastSavingPercent = 10;

    private static PlaceSaving? CheaperModel(CallPlace place, ModelCatalogue catalogue, IReadOnlyList<ModelCandidate> candidates)
    {
        if (catalogue.Find(place.Key.Model) is not { } known || Sum(place) is not { } sum)
            return null;

        string model = ModelNames.Normalise(place.Key.Model);

        // From the cheapest for the sum of the calls on, so that most others are given up after a few calls. Each call is priced by itself, because a
        // context above a tier's border costs more: the order is a guess, the sums are not.
        ModelCandidate? best = null;
        long instead = place.Cost.Nanos;
        foreach (ModelCandidate candidate in candidates
            .Where(candidate => candidate.Line.Id != sum.LineId && candidate.Name != model && candidate.Capabilities.Class == known.Class && candidate.Capabilities.Covers(known) && Fits(candidate, sum))
            .Select(candidate => (candidate, Guess: CallPlace.Price(candidate.Line, sum.Usage)))
            .Where(static guess => guess.Guess is not null)
            .OrderBy(static guess => guess.Guess!.Value.Nanos)
            .ThenBy(static guess => guess.candidate.Name, StringComparer.Ordinal)
            .Select(static guess => guess.candidate))
        {
            if (CostWith(candidate, place, instead) is { } cost && (cost < instead || (cost == instead && string.CompareOrdinal(candidate.Name, best?.Name) < 0)))
                (best, instead) = (candidate, cost);
        }

        long saving = place.Cost.Nanos - instead;
        if (best is null || saving <= 0 || saving <= place.Cost.Nanos / (100 / LeastSavingPercent))
            return null;

        var found = new PlaceSaving(OptimizationKind.CheaperModel, place) { Instead = best };
        for (int i = 0; i < place.Count; i++)
            found.Add(i, place[i].Cost.Nanos - CallPlace.Price(best.Line, place.Usage(i))!.Value.Nanos);
        return found;
    }

    /// <summary>What all calls cost with another model; null if one of them has no price there, or it is more than a bound.</summary>
    private static long? CostWith(ModelCandidate candidate, CallPlace place, long bound)
    {
        long sum = 0;
        for (int i = 0; i < place.Count; i++)
        {
            if (CallPlace.Price(candidate.Line, place.Usage(i)) is not { } cost || (sum = checked(sum + cost.Nanos)) > bound)
                return null;
        }

        return sum;
    }

    private static bool Fits(ModelCandidate candidate, PlaceSum sum) =>
        candidate.Capabilities.WindowOf(candidate.Line) >= sum.LargestCall
        && (candidate.Line.Limits.MaxOutput ?? long.MaxValue) >= sum.LargestOutput
        && candidate.Capabilities.Has(new ModelNeeds(Vision: sum.Usage.InputImage > 0, Reasoning: sum.Usage.Reasoning > 0));

    /// <summary>All calls in one; null if one of them has no price, or carried sound, which the catalogue says nothing about.</summary>
    private static PlaceSum? Sum(CallPlace place)
    {
        if (place.WithoutPrice > 0)
            return null;

        var sum = default(LlmUsage);
        long whole = 0, output = 0;
        for (int i = 0; i < place.Count; i++)
        {
            LlmUsage usage = place.Usage(i);
            if ((usage.InputAudio ?? 0) + (usage.OutputAudio ?? 0) + (usage.OutputImage ?? 0) > 0)
                return null;
            (whole, output) = (Math.Max(whole, usage.TotalInput + usage.TotalOutput), Math.Max(output, usage.TotalOutput));
            sum += usage;
        }

        return new PlaceSum(sum, whole, output, place.Line(place.Count - 1)!.Id);
    }

    private readonly record struct PlaceSum(LlmUsage Usage, long LargestCall, long LargestOutput, string LineId);
}
