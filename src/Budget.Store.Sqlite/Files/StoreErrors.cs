using System.Globalization;
using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BudgetGen.Sqlite;

/// <summary>What SQLite's errors mean to a ledger.</summary>
internal static class StoreErrors
{
    /// <summary>What an error means while entries are written.</summary>
    public static BudgetStoreException WhileWriting(Exception error, string database) => error switch
    {
        BudgetStoreException known => known,
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } => Corrupt(database, error.Message, error),
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => new(
            $"The budget ledger '{database}' cannot grow: the disk is full. Nothing of this commit was kept; it works again when there is room.", error),
        _ => new($"The budget ledger '{database}' is not available: {error.Message}", error),
    };

    /// <summary>
    /// What an error means while a file is opened or read: unless the machine is at fault, the content is. A statement that does not fit the schema, or a
    /// value that is no instant, is damage too.
    /// </summary>
    public static BudgetStoreException WhileReading(Exception error, string database) => error switch
    {
        BudgetStoreException known => known,
        SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN } when LogHeader.ForeignVersion(database) is { } version =>
            Corrupt(database, string.Create(CultureInfo.InvariantCulture, $"its write-ahead log has version {version}, which SQLite does not read."), error),
        IOException or UnauthorizedAccessException or SqliteException
        {
            SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM
                or raw.SQLITE_READONLY or raw.SQLITE_NOMEM or raw.SQLITE_AUTH or raw.SQLITE_PROTOCOL
        } => WhileWriting(error, database),
        _ => Corrupt(database, error.Message, error),
    };

    public static BudgetStoreException Corrupt(string database, string what, Exception? error = null) => new(
        BudgetStoreFailure.Corrupt,
        $"The budget ledger '{database}' is damaged, so nothing is counted from it: {what} Restore it from a backup, or move it away to start with an empty one.",
        error);
}
