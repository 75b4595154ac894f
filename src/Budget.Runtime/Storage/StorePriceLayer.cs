namespace BudgetGen.Storage;

/// <summary>
/// The prices that a store keeps, for whoever only reads it: a program beside the ledger's owner. A <see cref="BudgetManager"/> has those of its own store on top
/// without this. Safe for any number of threads.
/// </summary>
/// <param name="reader">The store's side that reads.</param>
public sealed class StorePriceLayer(ILedgerReader reader) : IPriceLayer
{
    /// <summary>The lines that are in force now, as the book <c>store</c>; null: none. A line that this version cannot read is left out, as the manager leaves it out.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="BudgetStoreException">The store cannot be read.</exception>
    public async ValueTask<PriceBook?> ReadAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<PriceLineChange> history = await reader.GetPriceHistoryAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        return new PriceVersions([.. history.GroupBy(static change => change.LineId).Select(static versions => versions.MaxBy(static change => change.Version)!)]).Book();
    }
}
