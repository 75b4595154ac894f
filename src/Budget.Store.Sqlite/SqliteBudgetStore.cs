using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BudgetGen.Sqlite;

/// <summary>
/// A ledger in one SQLite file. An entry that it acknowledges is on disk: write-ahead log, <c>synchronous=FULL</c>, and many callers share one commit.
/// One process at a time writes; any number may read beside it. Every row is covered by a chain of hashes, so that damage is noticed.
/// </summary>
public sealed class SqliteBudgetStore : IBudgetStore, ILedgerWriter, ILedgerMaintenance
{
    private readonly DatabaseFile _file;
    private readonly SqliteLedgerReader _reader;
    private readonly Lock _gate = new();
    private OwnerLock? _owner;
    private SqliteConnection? _connection;
    private LedgerWriter? _ledger;
    private GroupCommit? _commits;
    private bool _disposed;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="path">The database file; made by <see cref="Open"/> if it does not exist. Its directory must exist.</param>
    public SqliteBudgetStore(string path)
        : this(new DatabaseFile(path))
    {
    }

    internal SqliteBudgetStore(DatabaseFile file)
    {
        _file = file;
        _reader = new SqliteLedgerReader(_file);
    }

    /// <inheritdoc/>
    public ILedgerWriter Writer => this;

    /// <inheritdoc/>
    public ILedgerReader Reader => _reader;

    /// <inheritdoc/>
    public ILedgerMaintenance Maintenance => this;

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
        LedgerEntryRules.ThrowIfMalformed(entry);
        return Append(entry, EntryCheck.TravelsAlone(entry), entry.Durability == DurabilityLevel.Relaxed);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The change is malformed.</exception>
    public Task AppendPolicyAsync(PolicyChange change)
    {
        LedgerEntryRules.ThrowIfMalformed(change);
        return Append(change, EntryCheck.TravelsAlone(change));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The change is malformed.</exception>
    public Task AppendPriceAsync(PriceLineChange change)
    {
        LedgerEntryRules.ThrowIfMalformed(change);
        return Append(change, EntryCheck.TravelsAlone(change));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The alert is malformed.</exception>
    public Task AppendAlertAsync(AlertRecord alert)
    {
        LedgerEntryRules.ThrowIfMalformed(alert);
        return Append(alert, EntryCheck.TravelsAlone(alert));
    }

    /// <inheritdoc/>
    public Task MarkAlertDeliveredAsync(string alertId)
    {
        ArgumentNullException.ThrowIfNull(alertId);
        return Append(alertId, alone: false);
    }

    /// <inheritdoc/>
    /// <remarks>The copy is one moment of the ledger, in one file of mode 0600, verified. Writing goes on beside it.</remarks>
    public Task BackupAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Task.Run(() => Backup.Run(_file, path, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The whole ledger is verified first. Entries that are appended meanwhile wait until it is done. Entries of reservations that are still open stay. What was
    /// replaced is no longer known by its id: the same entry again would be booked again.
    /// </remarks>
    public async Task<long> CompactAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        long replaced = 0;
        await (_commits?.Run(() => replaced = Compact(before, cancellationToken)) ?? Task.FromException(GroupCommit.Closed())).ConfigureAwait(false);
        return replaced;
    }

    /// <inheritdoc/>
    public Task VerifyAsync(CancellationToken cancellationToken = default) => Task.Run(() => Verification.Run(_file, cancellationToken), cancellationToken);

    /// <summary>Checks a ledger from its first row, whether anybody has it open or not: every page, every entry against the hash chain, every balance.</summary>
    /// <param name="path">The database file.</param>
    /// <exception cref="BudgetStoreException">The ledger is damaged, or cannot be read by this version; the message says where or why.</exception>
    public static void Verify(string path)
    {
        var file = new DatabaseFile(path);
        try
        {
            Verification.Run(file, CancellationToken.None);
        }
        finally
        {
            file.CloseReaders();
        }
    }

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

    private Task Append(object item, bool alone, bool relaxed = false) =>
        _commits is { } commits ? commits.Append(item, alone, relaxed) : Task.FromException(GroupCommit.Closed());

    private LedgerState Start(DateTimeOffset now)
    {
        string path = _file.FullPath;
        _file.CreateIfMissing();
        _connection = _file.OpenForWriting();
        if (Schema.Version(_connection, path) > 0)
            LedgerCheck.Structure(_connection, path);
        _file.ConfigureForWriting(_connection);
        Schema.Migrate(_connection, path);
        Schema.Check(_connection, path);

        (LinkHash growing, long lastLink) = new LedgerVerifier(_connection, path).SinceCheckpoint();
        _ledger = new LedgerWriter(_connection, new ChainWriter(_connection, growing, lastLink));
        try
        {
            _ledger.Checkpoint();
        }
        catch (SqliteException error) when (error.SqliteErrorCode == raw.SQLITE_FULL)
        {
            // It only spares the next opening some work. A full disk is no reason not to say what was spent.
        }

        using var ledger = new LedgerQueries(_connection);
        var state = new LedgerState(ledger.Balances(endsAfter: now), ledger.OpenReservations(suspendedToo: false))
        {
            Policies = ledger.NewestPolicies(),
            Prices = ledger.NewestPriceLines(),
            Alerts = ledger.OpenAlerts(now),
        };
        _commits = new GroupCommit(items => _ledger.Write(items), error => StoreErrors.WhileWriting(error, path));
        return state;
    }

    // On the thread that writes.
    private long Compact(DateTimeOffset before, CancellationToken cancellationToken)
    {
        SqliteConnection connection = _connection!;
        long replaced = new Compaction(connection, _file.FullPath, before, cancellationToken).Run();
        if (replaced == 0)
            return 0;

        Head head = Head.Read(connection);
        _ledger!.Dispose();
        _ledger = new LedgerWriter(connection, new ChainWriter(connection, LinkHash.After(head.Hash), head.Seq));
        try
        {
            DatabaseFile.Execute(connection, "VACUUM");
        }
        catch (SqliteException)
        {
            // No room for the copy that this makes. The entries are replaced; their room is used again by later ones.
        }

        return replaced;
    }

    private void Close()
    {
        _commits?.Dispose();
        try
        {
            if (_commits is not null)
            {
                _ledger!.Checkpoint();
                DatabaseFile.Execute(_connection!, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
        }
        catch (SqliteException)
        {
            // The log stays beside the database and is read at the next opening, which checks more then: nothing is lost.
        }

        _ledger?.Dispose();
        _ledger = null;
        _reader.Dispose();
        _connection?.Dispose();
        _connection = null;
        _owner?.Dispose();
        _owner = null;
    }
}
