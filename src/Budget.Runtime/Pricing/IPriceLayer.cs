namespace BudgetGen;

/// <summary>
/// Prices that somebody else keeps, such as those of a store (<see cref="BudgetGen.Storage.StorePriceLayer"/>). Read when a registry is loaded, never during a call.
/// </summary>
public interface IPriceLayer
{
    /// <summary>The prices as they are now; null: none.</summary>
    ValueTask<PriceBook?> ReadAsync(CancellationToken cancellationToken = default);
}
