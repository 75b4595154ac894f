using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BudgetGen.Sqlite;

/// <summary>The file of a ledger: where it is, and how connections to it are opened.</summary>
internal sealed class DatabaseFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Pages of the write-ahead log after which a commit also moves them into the database: 16 MB.</summary>
    private const int CheckpointPages = 4_000;

    static DatabaseFile() => SQLitePCL.Batteries_V2.Init();

    private readonly string _synchronous;

    /// <param name="path">Where it is.</param>
    /// <param name="synchronous">What a commit waits for. Anything but FULL loses acknowledged entries at a power cut; tests show that.</param>
    public DatabaseFile(string path, string synchronous = "FULL")
    {
        _synchronous = synchronous;
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);

        // Two names of one file must meet at one owner lock.
        var file = new FileInfo(full);
        FullPath = file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
    }

    /// <summary>The absolute path, links resolved.</summary>
    public string FullPath { get; }

    /// <summary>Makes an empty file that only its owner can read, if there is none. SQLite gives its side files the same mode.</summary>
    /// <exception cref="BudgetStoreException">There is none, but its log is there.</exception>
    public void CreateIfMissing()
    {
        ThrowIfCutOff();
        if (!File.Exists(FullPath))
            Create(FullPath, FileMode.OpenOrCreate);
    }

    /// <summary>Makes an empty file that only its owner can read.</summary>
    public static void Create(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        new FileStream(path, options).Dispose();
    }

    /// <summary>Opens the one connection that writes. The caller has the owner lock.</summary>
    /// <exception cref="BudgetStoreException">The file may only be read.</exception>
    public SqliteConnection OpenForWriting()
    {
        SqliteConnection connection = Open(SqliteOpenMode.ReadWrite, "PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
        if (!IsReadOnly(connection))
            return connection;

        connection.Dispose();
        throw new BudgetStoreException($"The budget ledger '{FullPath}' is not available: the file, or the disk that it is on, may only be read.");
    }

    /// <summary>Prepares a connection that <see cref="OpenForWriting"/> opened, once it is clear that the file is ours.</summary>
    /// <remarks>FULL: with NORMAL a power cut loses acknowledged entries. fullfsync: on macOS an fsync alone does not reach the disk.
    /// There are no foreign keys to look up at each insert: the chain covers what a number stands for.</remarks>
    /// <exception cref="BudgetStoreException">The file is damaged.</exception>
    public void ConfigureForWriting(SqliteConnection connection)
    {
        // It was writable when it was opened: now its header was read, and asks for a format that SQLite does not write.
        if (IsReadOnly(connection))
            throw StoreErrors.Corrupt(FullPath, "its header asks for a file format that SQLite does not write.");

        Execute(connection, $"""
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {_synchronous};
            PRAGMA fullfsync = ON;
            PRAGMA checkpoint_fullfsync = ON;
            PRAGMA foreign_keys = OFF;
            PRAGMA cache_size = -16000;
            PRAGMA wal_autocheckpoint = {CheckpointPages};
            PRAGMA journal_size_limit = 67108864;
            """);
    }

    /// <summary>Opens a connection that only reads. Disposing it gives it back to a pool.</summary>
    public SqliteConnection OpenForReading()
    {
        if (!File.Exists(FullPath))
            throw new BudgetStoreException($"There is no budget ledger at '{FullPath}'.");

        ThrowIfCutOff();
        return Open(SqliteOpenMode.ReadOnly, "PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;");
    }

    /// <summary>
    /// A database that has a log is never empty: SQLite would throw the log away, and with it what it has committed. Nor is one of a single byte, although SQLite takes it
    /// for empty (an old remedy for a file system that cannot keep empty files): it would begin anew where a ledger was.
    /// </summary>
    private void ThrowIfCutOff()
    {
        var database = new FileInfo(FullPath);
        long length = database.Exists ? database.Length : 0;
        if (length == 0 && new FileInfo(FullPath + "-wal") is { Exists: true, Length: > 0 })
            throw StoreErrors.Corrupt(FullPath, "its write-ahead log is there, and the database is gone or empty.");
        if (length == 1)
            throw StoreErrors.Corrupt(FullPath, "the file has a single byte.");
    }

    /// <summary>Opens a connection that copies the ledger into another file. It does not write into this one.</summary>
    public SqliteConnection OpenForCopying()
    {
        if (!File.Exists(FullPath))
            throw new BudgetStoreException($"There is no budget ledger at '{FullPath}'.");

        return Open(SqliteOpenMode.ReadWrite, "PRAGMA busy_timeout = 5000; PRAGMA trusted_schema = OFF; PRAGMA wal_autocheckpoint = 0;");
    }

    /// <summary>Closes pooled connections that are not in use.</summary>
    public void CloseReaders()
    {
        using var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadOnly));
        SqliteConnection.ClearPool(connection);
    }

    public static void Execute(SqliteConnection connection, string sql) => Execute(connection, null, sql);

    public static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Our own constants; a PRAGMA takes no parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static long Scalar(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    private static bool IsReadOnly(SqliteConnection connection) => raw.sqlite3_db_readonly(connection.Handle, "main") == 1;

    private SqliteConnection Open(SqliteOpenMode mode, string pragmas)
    {
        var connection = new SqliteConnection(ConnectionString(mode));
        try
        {
            connection.Open();
            Execute(connection, pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private string ConnectionString(SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = FullPath,
        Mode = mode,
        Pooling = mode == SqliteOpenMode.ReadOnly,
    }.ToString();
}
