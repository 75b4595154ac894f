namespace BudgetGen.Storage;

/// <summary>What the operator of a store does now and then. Stores that have a place on disk offer it.</summary>
public interface ILedgerMaintenance
{
    /// <summary>Writes a consistent copy of the ledger while it is in use.</summary>
    /// <param name="path">The file to make; it must not exist.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <exception cref="BudgetStoreException">The copy could not be made.</exception>
    Task BackupAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces the entries of windows that ended before an instant by their sums, and gives the room back. Balances stay as they are; usage records of that time are
    /// gone, so back up first.
    /// </summary>
    /// <param name="before">Entries booked before it go, as far as all their accounts' windows have ended.</param>
    /// <param name="cancellationToken">Cancels the work; nothing is half done.</param>
    /// <returns>How many entries were replaced.</returns>
    /// <exception cref="BudgetStoreException">It could not be done; nothing has changed.</exception>
    Task<long> CompactAsync(DateTimeOffset before, CancellationToken cancellationToken = default);

    /// <summary>Checks everything there is: every page, every entry against the hash chain, every balance against the sum of its entries.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="BudgetStoreException">The ledger is damaged; the message says where.</exception>
    Task VerifyAsync(CancellationToken cancellationToken = default);
}
