namespace BudgetGen;

/// <summary>Refuses lines of one book that contradict each other: which of the two would apply must never depend on their order.</summary>
internal static class PriceBookConflicts
{
    public static void Refuse(string book, IReadOnlyList<ModelPricing> lines)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var claims = new Dictionary<(string Provider, string Name, ModelMode Mode, PriceConditions Conditions), List<ModelPricing>>();
        foreach (ModelPricing line in lines)
        {
            if (!ids.Add(line.Id))
                throw new PriceBookException($"{book}: two lines have the id '{line.Id}'. Give each line an id of its own.");

            foreach (string name in NamesOf(line))
            {
                var key = (line.Provider, name, line.Mode, line.Conditions);
                if (!claims.TryGetValue(key, out List<ModelPricing>? others))
                    claims.Add(key, others = []);
                if (others.Find(other => Overlap(other, line)) is { } rival)
                {
                    throw new PriceBookException(
                        $"{book}: lines '{rival.Id}' and '{line.Id}' both price '{name}' at the same time and under the same conditions. "
                        + "Take the name out of one of them, or give them 'effective_from' and 'effective_to' that do not overlap.");
                }

                others.Add(line);
            }
        }
    }

    // Whether two shapes have a name in common cannot be told in general; that they are the same can.
    private static IEnumerable<string> NamesOf(ModelPricing line)
    {
        IEnumerable<string> names = line.Aliases.Prepend(line.Model);
        return (line.Pattern is null ? names : names.Append(line.Pattern.ToString())).Distinct(StringComparer.Ordinal);
    }

    private static bool Overlap(ModelPricing left, ModelPricing right) => StartsBeforeEndOf(left, right) && StartsBeforeEndOf(right, left);

    private static bool StartsBeforeEndOf(ModelPricing line, ModelPricing other) =>
        line.EffectiveFrom is not { } from || other.EffectiveTo is not { } to || from < to;
}
