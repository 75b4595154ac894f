using System.Globalization;
using System.Text;
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
            var file = new FileStream(path, options);
            Sign(file);
            return new OwnerLock(file);
        }
        catch (UnauthorizedAccessException error)
        {
            throw CannotCreate(path, error);
        }
        catch (IOException error) when (error is DirectoryNotFoundException or PathTooLongException)
        {
            throw CannotCreate(path, error);
        }
        catch (IOException error)
        {
            throw File.Exists(path) && IsHeld(error) ? InUse(database, path, error) : CannotCreate(path, error);
        }
    }

    public void Dispose() => _file.Dispose();

    private static void Sign(FileStream file)
    {
        try
        {
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // The number is only for the next one's error message; on a full disk the lock is still ours.
        }
    }

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows; anything else (disk full, I/O error) is not a living owner.
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static BudgetStoreException InUse(string database, string path, IOException error) => new(
        BudgetStoreFailure.InUse,
        $"The budget ledger '{database}' is in use by another process{Owner(path)}. One process at a time may write it: stop the other one, or give "
        + $"this one a file of its own (the lock is '{path}'). Reading beside a live owner is possible with SqliteBudgetStore.OpenReader.",
        error);

    private static BudgetStoreException CannotCreate(string path, Exception error) =>
        new($"The owner lock '{path}' cannot be made: {error.Message} Check that the directory exists and that this process may write there.", error);

    private static string Owner(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            string text = reader.ReadToEnd();
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? $" (process {id})" : "";
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
