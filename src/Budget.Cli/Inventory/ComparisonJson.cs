using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary>A comparison for machines.</summary>
internal static class ComparisonJson
{
    public static string Write(InventoryComparison comparison)
    {
        JsonWriter json = new JsonWriter().Open('{').Number("version", InventoryReport.Version).Text("prices", comparison.After.PriceBook);
        InventoryJson.Assumptions(json, comparison.After.Assumptions);
        InventoryJson.Totals(json, "before", comparison.Before.Totals);
        InventoryJson.Totals(json, "after", comparison.After.Totals);
        List(json, "added", comparison.Added);
        List(json, "removed", comparison.Removed);
        json.Open('[', "changed");
        foreach (ChangedCall call in comparison.Changed)
        {
            json.Open('{').Text("what", call.What);
            InventoryJson.Write(json, "before", call.Before);
            InventoryJson.Write(json, "after", call.After);
            json.Close('}');
        }

        return json.Close(']').Close('}').ToString();
    }

    private static void List(JsonWriter json, string name, IEnumerable<InventoryCall> calls)
    {
        json.Open('[', name);
        foreach (InventoryCall call in calls)
            InventoryJson.Write(json, null, call);
        json.Close(']');
    }
}
