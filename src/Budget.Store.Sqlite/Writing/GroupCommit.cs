using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>
/// One thread that writes. While it commits a batch, the next one fills; so the more callers there are, the more of them share a commit, and a
/// single one waits for nobody.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>Entries in one commit at most: bounds how long a commit takes, and what one failure affects.</summary>
    private const int MaxBatch = 4_096;

    private readonly Lock _gate = new();
    private readonly Queue<Batch> _waiting = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Action<List<LedgerEntry>> _write;
    private readonly Func<Exception, BudgetStoreException> _explain;
    private readonly Thread _thread;
    private Batch? _filling;
    private long _commits;
    private bool _stopped;

    /// <param name="write">Writes entries durably, all or none.</param>
    /// <param name="explain">Makes what callers see of a failure.</param>
    public GroupCommit(Action<List<LedgerEntry>> write, Func<Exception, BudgetStoreException> explain)
    {
        _write = write;
        _explain = explain;
        _thread = new Thread(Run) { Name = "BudgetGen ledger", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Commits so far.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Adds an entry to the batch that is filling.</summary>
    public Task Append(LedgerEntry entry)
    {
        bool alone = EntryCheck.TravelsAlone(entry);
        lock (_gate)
        {
            if (_stopped)
                return Task.FromException(Closed());

            if (_filling is null || alone || _filling.Entries.Count >= MaxBatch)
            {
                _filling = new Batch();
                _waiting.Enqueue(_filling);
                _arrived.Release();
            }

            Batch batch = _filling;
            batch.Entries.Add(entry);
            if (alone)
                _filling = null;
            return batch.Done;
        }
    }

    /// <summary>Writes what is waiting, and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopped)
                return;

            _stopped = true;
            _arrived.Release();
        }

        _thread.Join();
        _arrived.Dispose();
    }

    public static BudgetStoreException Closed() => new("The budget store is closed, or was never opened.");

    private void Run()
    {
        while (Take() is { } batch)
        {
            try
            {
                _write(batch.Entries);
                Volatile.Write(ref _commits, _commits + 1);
                batch.Succeed();
            }
#pragma warning disable CA1031 // Whatever it is, the callers must hear of it, and the thread must live.
            catch (Exception error)
#pragma warning restore CA1031
            {
                batch.Fail(_explain(error));
            }
        }
    }

    private Batch? Take()
    {
        _arrived.Wait();
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out Batch? batch))
                return null;

            if (ReferenceEquals(batch, _filling))
                _filling = null;
            return batch;
        }
    }
}
