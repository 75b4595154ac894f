namespace BudgetGen;

/// <summary>Reads prices by context size: a price with a ladder of borders above it, or a table of ranges that begins at 0.</summary>
internal static class PriceTiersReader
{
    public static (BucketPrices Price, PriceTier[] Tiers) Read(JsonPart part, JsonPart unit, List<string> notes)
    {
        PriceUnit of = PriceUnit.Read(unit);
        JsonPart[] tiers = [.. part.Optional("tiers").Items()];
        if (tiers.Length > 0 && tiers[0].Element.ValueKind == System.Text.Json.JsonValueKind.Object && !tiers[0].Optional("from").IsAbsent)
            return Ranges(part, of, tiers, notes);
        return (of.Prices(part.Required("price"), notes), [.. tiers.Select(tier => Step(tier, of, notes))]);
    }

    private static PriceTier Step(JsonPart part, PriceUnit unit, List<string> notes)
    {
        part.AllowOnly("above", "inclusive", "price");
        return new PriceTier(part.Required("above").Count() ?? 0, part.Optional("inclusive").Flag(), unit.Prices(part.Required("price"), notes));
    }

    /// <summary>In a table each range begins where the one before ends; what is above the last one costs as much as in it.</summary>
    private static (BucketPrices Price, PriceTier[] Tiers) Ranges(JsonPart part, PriceUnit unit, JsonPart[] rows, List<string> notes)
    {
        if (!part.Optional("price").IsAbsent)
            throw part.Optional("price").Refused("a table of ranges has all prices; leave this one out");

        var prices = new List<BucketPrices>();
        var tiers = new List<PriceTier>();
        long end = 0;
        foreach (JsonPart row in rows)
        {
            row.AllowOnly("from", "to", "inclusive", "price");
            JsonPart from = row.Required("from");
            if (from.Whole() != end)
                throw from.Refused($"a range begins where the one before ends, here at {end}");
            prices.Add(unit.Prices(row.Required("price"), notes));
            if (prices.Count > 1)
                tiers.Add(new PriceTier(end, row.Optional("inclusive").Flag(), prices[^1]));
            bool isLast = prices.Count == rows.Length;
            end = row.Optional("to").Count() ?? (isLast ? long.MaxValue : throw row.Optional("to").Refused("only the last range may be open"));
        }

        return (prices[0], [.. tiers]);
    }
}
