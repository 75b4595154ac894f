namespace BudgetGen;

/// <summary>Prices of a line from a context size on. A crossed border re-rates the whole request: nothing is sliced.</summary>
/// <param name="Border">The border, in tokens of total input (cached and written ones included).</param>
/// <param name="Inclusive">True if a request of exactly <paramref name="Border"/> tokens is over it (xAI).</param>
/// <param name="Price">The prices beyond the border.</param>
public sealed record PriceTier(long Border, bool Inclusive, BucketPrices Price)
{
    /// <summary>The least total input that this tier applies to, tokens.</summary>
    public long From => Inclusive ? Border : checked(Border + 1);
}
