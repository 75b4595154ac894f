using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>A copy of a ledger that is in use: one moment of it, without what was deleted, verified before anybody relies on it.</summary>
internal static class Backup
{
    /// <exception cref="BudgetStoreException">The copy could not be made; nothing is left of it.</exception>
    public static void Run(DatabaseFile file, string path, CancellationToken cancellationToken)
    {
        string copy = Path.GetFullPath(path);
        try
        {
            DatabaseFile.Create(copy, FileMode.CreateNew);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BudgetStoreException($"The backup '{copy}' cannot be made: {error.Message}", error);
        }

        try
        {
            Write(file, copy, cancellationToken);
            Verification.Run(new DatabaseFile(copy), cancellationToken);
        }
        catch
        {
            new DatabaseFile(copy).CloseReaders();
            File.Delete(copy);
            throw;
        }

        new DatabaseFile(copy).CloseReaders();
    }

    private static void Write(DatabaseFile file, string copy, CancellationToken cancellationToken)
    {
        try
        {
            using SqliteConnection connection = file.OpenForCopying();
            using CancellationTokenRegistration interrupt = Verification.Interrupt(connection, cancellationToken);
            using (var vacuum = new Statement(connection, "VACUUM INTO ?1"))
            {
                vacuum.Bind(1, copy);
                vacuum.Execute();
            }

            // SQLite leaves the copy to the system's cache.
            using var written = new FileStream(copy, FileMode.Open, FileAccess.ReadWrite);
            written.Flush(flushToDisk: true);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception error)
        {
            throw StoreErrors.WhileReading(error, file.FullPath);
        }
    }
}
