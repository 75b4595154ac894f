using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BudgetGen.Sqlite;

/// <summary>What SQLite's errors mean to a ledger.</summary>
internal static class StoreErrors
{
    public static BudgetStoreException From(Exception error, string database) => error switch
    {
        BudgetStoreException known => known,
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } => Corrupt(database, error.Message, error),
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => new(
            $"The budget ledger '{database}' cannot grow: the disk is full. Nothing of this commit was kept; it works again when there is room.", error),
        _ => new($"The budget ledger '{database}' is not available: {error.Message}", error),
    };

    public static BudgetStoreException Corrupt(string database, string what, Exception? error = null) => new(
        BudgetStoreFailure.Corrupt,
        $"The budget ledger '{database}' is damaged, so nothing is counted from it: {what} Restore it from a backup, or move it away to start with an empty one.",
        error);
}
