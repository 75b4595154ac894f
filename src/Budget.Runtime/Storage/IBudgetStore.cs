namespace BudgetGen.Storage;

/// <summary>
/// A place where the ledger lives. Two sides that do not know each other: the ledger writes, and reports, status pages and the command line only
/// read, so they cannot spend.
/// </summary>
public interface IBudgetStore : IAsyncDisposable
{
    /// <summary>The side that the ledger writes.</summary>
    ILedgerWriter Writer { get; }

    /// <summary>The side that everybody else reads.</summary>
    ILedgerReader Reader { get; }

    /// <summary>Back-up, compaction and checks; null if the store has nothing to maintain.</summary>
    ILedgerMaintenance? Maintenance => null;

    /// <summary>
    /// Opens the store for writing: takes the owner lock, checks the file, migrates the schema, and returns what the ledger starts from. Called
    /// once, before anything else.
    /// </summary>
    /// <exception cref="BudgetStoreException">The store is in use by another process, corrupt, newer than this version, or not reachable.</exception>
    LedgerState Open(DateTimeOffset now);
}
