using BudgetGen.Storage;
using Microsoft.Data.Sqlite;

namespace BudgetGen.Sqlite;

/// <summary>
/// A ledger in one SQLite file. An entry that it acknowledges is on disk: write-ahead log, <c>synchronous=FULL</c>, and many callers share one commit.
/// One process at a time writes; any number may read beside it.
/// </summary>
public sealed class SqliteBudgetStore : IBudgetStore, ILedgerWriter
{
    private readonly DatabaseFile _file;
    private readonly SqliteLedgerReader _reader;
    private readonly Lock _gate = new();
    private OwnerLock? _owner;
    private SqliteConnection? _connection;
    private EntryWriter? _entries;
    private GroupCommit? _commits;
    private bool _disposed;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">The database file; made by <see cref="Open"/> if it does not exist. Its directory must exist.</param>
    public SqliteBudgetStore(string path)
    {
        _file = new DatabaseFile(path);
        _reader = new SqliteLedgerReader(_file);
    }

    /// <inheritdoc/>
    public ILedgerWriter Writer => this;

    /// <inheritdoc/>
    public ILedgerReader Reader => _reader;

    /// <summary>Commits so far; fewer than entries when callers share them.</summary>
    internal long Commits => _commits?.Commits ?? 0;

    /// <summary>Opens a ledger for reading only, beside an owner that may be alive, or without one.</summary>
    /// <param name="path">The database file.</param>
    /// <exception cref="BudgetStoreException">The file is missing, no ledger, damaged, or newer than this version.</exception>
    public static SqliteLedgerReader OpenReader(string path)
    {
        var reader = new SqliteLedgerReader(new DatabaseFile(path));
        reader.ThrowIfUnreadable();
        return reader;
    }

    /// <inheritdoc/>
    public LedgerState Open(DateTimeOffset now)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_commits is not null)
                throw new InvalidOperationException("The budget store is open already.");

            _owner = OwnerLock.Take(_file.FullPath);
            try
            {
                return Start(now);
            }
            catch (Exception error)
            {
                Close();
                throw StoreErrors.WhileReading(error, _file.FullPath);
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The entry is malformed.</exception>
    public Task AppendAsync(LedgerEntry entry)
    {
        EntryCheck.ThrowIfMalformed(entry);
        return _commits is { } commits ? commits.Append(entry) : Task.FromException(GroupCommit.Closed());
    }

    /// <inheritdoc/>
    public Task AppendPolicyAsync(PolicyChange change) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task AppendAlertAsync(AlertRecord alert) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task MarkAlertDeliveredAsync(string alertId) => throw new NotImplementedException();

    /// <summary>Writes what is waiting, moves the write-ahead log into the database, and gives up ownership.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
                return ValueTask.CompletedTask;
            _disposed = true;
        }

        return new ValueTask(Task.Run(Close));
    }

    private LedgerState Start(DateTimeOffset now)
    {
        string path = _file.FullPath;
        _file.CreateIfMissing();
        _connection = _file.OpenForWriting();
        if (Schema.Version(_connection, path) > 0)
            LedgerCheck.Structure(_connection, path);
        DatabaseFile.ConfigureForWriting(_connection);
        Schema.Migrate(_connection, path);
        LedgerCheck.Balances(_connection, path);

        var ledger = new LedgerQueries(_connection);
        var state = new LedgerState(ledger.Balances(endsAfter: now), ledger.OpenReservations(suspendedToo: false));
        _entries = new EntryWriter(_connection);
        _commits = new GroupCommit(_entries.Write, error => StoreErrors.WhileWriting(error, path));
        return state;
    }

    private void Close()
    {
        _commits?.Dispose();
        _entries?.Dispose();
        _entries = null;
        _reader.Dispose();
        try
        {
            if (_commits is not null)
                DatabaseFile.Execute(_connection!, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            // The log stays beside the database and is read at the next opening: nothing is lost.
        }

        _connection?.Dispose();
        _connection = null;
        _owner?.Dispose();
        _owner = null;
    }
}
