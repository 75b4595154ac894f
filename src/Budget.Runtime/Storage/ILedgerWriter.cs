namespace BudgetGen.Storage;

/// <summary>The write side: an append-only log of what happened to reservations. Safe for any number of threads.</summary>
public interface ILedgerWriter
{
    /// <summary>
    /// Appends one entry. The task completes when the entry is durable as the store promises it; entries that one thread appends are durable in
    /// that order. Many callers share one commit.
    /// </summary>
    /// <exception cref="BudgetStoreException">The entry is not durable and will not be: the caller decides what that means.</exception>
    Task AppendAsync(LedgerEntry entry);
}
