namespace BudgetGen;

/// <summary>Prices that somebody else keeps, such as rows that a dashboard lets people edit. Read when a registry is loaded, never during a call.</summary>
public interface IPriceLayer
{
    /// <summary>The prices as they are now; null: none.</summary>
    ValueTask<PriceBook?> ReadAsync(CancellationToken cancellationToken = default);
}
