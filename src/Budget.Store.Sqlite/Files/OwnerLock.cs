using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>
/// The right to write a ledger: an exclusive lock on a file beside it. The kernel frees it when its owner dies, however that happens, so
/// whoever holds it knows that no other owner lives. The file stays; deleting it would race with the next owner.
/// </summary>
internal sealed class OwnerLock : IDisposable
{
    private readonly FileStream _file;

    private OwnerLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="BudgetStoreException">Another owner lives, or the file cannot be made.</exception>
    public static OwnerLock Take(string database)
    {
        string path = database + "-lock";
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = DatabaseFile.OwnerOnly;

        try
        {
            return new OwnerLock(new FileStream(path, options));
        }
        catch (IOException error) when (IsHeld(error))
        {
            throw InUse(database, path, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BudgetStoreException(
                $"The owner lock '{path}' cannot be made: {error.Message} Check that the directory exists and that this process may write there.", error);
        }
    }

    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows; anything else (disk full, I/O error) is not a living owner.
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static BudgetStoreException InUse(string database, string path, IOException error) => new(
        BudgetStoreFailure.InUse,
        $"The budget ledger '{database}' is in use by another process, or by another store of this one. One at a time may write it: close the "
        + $"other one, or give this one a file of its own (the lock is '{path}'). Reading beside a live owner is possible with SqliteBudgetStore.OpenReader.",
        error);
}
