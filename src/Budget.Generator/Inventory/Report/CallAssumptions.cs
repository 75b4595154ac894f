namespace BudgetGen.Inventory;

/// <summary>How large a call is taken to be where it is estimated: nobody knows that before it runs.</summary>
/// <param name="InputTokens">Tokens of input.</param>
/// <param name="OutputTokens">Tokens of output; a request that bounds its output lower counts with its bound.</param>
internal sealed record CallAssumptions(long InputTokens, long OutputTokens)
{
    /// <summary>A page of prompt and half a page of answer.</summary>
    public static CallAssumptions Usual { get; } = new(1000, 500);

    /// <summary>The output of one call, tokens.</summary>
    public long OutputOf(InventoryCall call) => Math.Min(OutputTokens, call.MaxOutputTokens ?? OutputTokens);
}
