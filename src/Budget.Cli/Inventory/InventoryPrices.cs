using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary>Prices calls by the books of today, whatever the build's own were: two inventories are compared by one book.</summary>
/// <param name="prices">The prices.</param>
/// <param name="assumptions">How large a call is taken to be.</param>
internal sealed class InventoryPrices(PricingRegistry prices, CallAssumptions assumptions)
{
    /// <summary>The inventory with these prices and estimates.</summary>
    public InventoryReport Apply(InventoryReport report) =>
        new(report.Projects, report.Calls.Select(Apply), assumptions, string.Join(" + ", prices.Layers.Select(static book => $"{book.Name} {book.Version}")));

    private InventoryCall Apply(InventoryCall call)
    {
        InventoryCall bare = call with { Prices = null, EstimatedCost = null, Unpriced = null };
        if (call.Model.Value is not { } model)
            return bare with { Unpriced = "the model is not known before the call runs" };

        string whose = call.Provider is null ? "" : $" of {call.Provider}";
        if (prices.Find(model, call.Provider) is not { } match)
            return bare with { Unpriced = $"the book has no price for '{model}'{whose}" };

        ModelPricing line = match.Line;
        if (line.Price.Input is not { } input || (line.Price.Output is null && line.Mode != ModelMode.Embedding))
            return bare with { Unpriced = $"the book has no price for tokens of '{model}'{whose}" };

        long output = line.Mode == ModelMode.Embedding ? 0 : assumptions.OutputOf(call);
        return bare with
        {
            Prices = new CallPrices(input.Picos, line.Price.Output?.Picos ?? 0),
            EstimatedCost = match.CostOf(LlmUsage.Of(assumptions.InputTokens, output))?.Amount.ToDollars(),
        };
    }
}
