namespace BudgetGen.Cli;

/// <summary>Costs for people.</summary>
internal static class CostText
{
    public static void Write(TextWriter output, (string Id, string Model, CostExplanation? Cost)[] costs, bool explain)
    {
        foreach ((string id, string model, CostExplanation? cost) in costs)
        {
            string amount = cost?.Cost is { } known ? "$" + Amounts.Exact(known) : "unknown";
            output.WriteLine(costs.Length == 1 && id == model ? amount : $"{id}  {model}  {amount}");
            if (explain && cost is not null)
                Explain(output, cost);
        }
    }

    private static void Explain(TextWriter output, CostExplanation cost)
    {
        output.WriteLine($"  line         {cost.PriceLine} ({cost.MatchKind}), book {cost.Book} {cost.BookVersion}");
        output.WriteLine($"  source       {cost.Source}, checked {cost.Checked:yyyy-MM-dd}");
        if (cost.Conditions.Length > 0)
            output.WriteLine($"  for          {cost.Conditions}");
        if (cost.ServiceTier != ServiceTier.Standard)
            output.WriteLine($"  service tier {cost.ServiceTier}");
        if (cost.ContextFrom > 0)
            output.WriteLine($"  context tier from {Counted.Of(cost.ContextFrom, "token")} of input");
        foreach (CostComponent part in cost.Components)
        {
            string own = part.PricedAs == part.Bucket ? "" : $", priced as {part.PricedAs}";
            output.WriteLine($"  {part.Bucket,-16} {part.Count,14} x ${Amounts.Price(part)}{own}{(part.Borrowed ? ", standard tier" : "")}{(part.Halved ? ", half of the standard price" : "")} = ${Amounts.Of(part)}");
        }

        foreach (PriceMultiplier multiplier in cost.Multipliers)
            output.WriteLine($"  tokens times {multiplier}");
        foreach (string bucket in cost.Unpriced)
            output.WriteLine($"  {bucket,-16} has no price");
        if (cost.Flags != CostCaveats.None)
            output.WriteLine($"  note         {cost.Flags}");
    }
}
