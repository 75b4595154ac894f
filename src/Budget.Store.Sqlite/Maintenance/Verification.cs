using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BudgetGen.Sqlite;

/// <summary>The full check of a ledger, from its first row, beside whoever writes.</summary>
internal static class Verification
{
    /// <exception cref="BudgetStoreException">The ledger is damaged, or cannot be read.</exception>
    public static void Run(DatabaseFile file, CancellationToken cancellationToken)
    {
        try
        {
            Snapshot.Read(file, connection =>
            {
                using CancellationTokenRegistration interrupt = Interrupt(connection, cancellationToken);
                LedgerCheck.WholeStructure(connection, file.FullPath);
                Schema.Check(connection, file.FullPath);
                new LedgerVerifier(connection, file.FullPath, cancellationToken).Everything();
                return true;
            });
        }
        catch (BudgetStoreException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Lets a cancellation end a statement that runs for long.</summary>
    public static CancellationTokenRegistration Interrupt(SqliteConnection connection, CancellationToken cancellationToken) =>
        cancellationToken.Register(static handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle);
}
