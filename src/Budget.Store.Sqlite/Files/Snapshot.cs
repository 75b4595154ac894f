using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>One moment of a ledger, read beside whoever writes.</summary>
internal static class Snapshot
{
    /// <summary>Reads on a connection of its own, in one transaction.</summary>
    /// <exception cref="BudgetStoreException">The file is missing, damaged, of an older schema, or newer than this version.</exception>
    public static T Read<T>(DatabaseFile file, Func<SqliteConnection, T> read)
    {
        try
        {
            using SqliteConnection connection = file.OpenForReading();
            using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
            if (Schema.Version(connection, file.FullPath) < Schema.Newest)
            {
                throw new BudgetStoreException(
                    $"The budget ledger '{file.FullPath}' is empty or has an older schema. Open it once for writing; that brings it up to date.");
            }

            return read(connection);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw StoreErrors.WhileReading(error, file.FullPath);
        }
    }
}
