using BudgetGen.Storage;

namespace BudgetGen.Sqlite;

/// <summary>
/// One thread that writes. While it commits a batch, the next one fills; so the more callers there are, the more of them share a commit, and a
/// single one waits for nobody.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    /// <summary>Items in one commit at most: bounds how long a commit takes, and what one failure affects.</summary>
    private const int MaxBatch = 4_096;

    /// <summary>Batches that wait, from which on nobody is told that it is enough to have said it: a writer that does not keep up must slow its callers down.</summary>
    private const int MaxUnheard = 64;

    private readonly Lock _gate = new();
    private readonly Queue<Batch> _waiting = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly Action<IReadOnlyList<object>> _write;
    private readonly Func<Exception, BudgetStoreException> _explain;
    private readonly Thread _thread;
    private Batch? _filling;
    private long _commits;
    private volatile bool _failing;
    private bool _stopped;

    /// <param name="write">Writes items durably, all or none.</param>
    /// <param name="explain">Makes what callers see of a failure.</param>
    public GroupCommit(Action<IReadOnlyList<object>> write, Func<Exception, BudgetStoreException> explain)
    {
        _write = write;
        _explain = explain;
        _thread = new Thread(Run) { Name = "BudgetGen ledger", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Commits so far.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Adds an item to the batch that is filling.</summary>
    /// <param name="item">An entry, a policy change, an alert, or the id of one that was delivered.</param>
    /// <param name="alone">Whether it gets a commit of its own.</param>
    /// <param name="relaxed">Whether it is enough that it is going to be written. Not while writing fails: then somebody has to hear of it.</param>
    public Task Append(object item, bool alone = false, bool relaxed = false)
    {
        lock (_gate)
        {
            if (_stopped)
                return Task.FromException(Closed());

            Batch batch = _filling is { } filling && !alone && filling.Items.Count < MaxBatch ? filling : Enqueue(new Batch());
            batch.Items.Add(item);
            _filling = alone ? null : batch;
            return relaxed && !_failing && _waiting.Count < MaxUnheard ? Task.CompletedTask : batch.Done;
        }
    }

    /// <summary>Does something on the thread that writes, between two commits.</summary>
    public Task Run(Action job)
    {
        lock (_gate)
        {
            if (_stopped)
                return Task.FromException(Closed());

            _filling = null;
            return Enqueue(new Batch { Job = job }).Done;
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

    private Batch Enqueue(Batch batch)
    {
        _waiting.Enqueue(batch);
        _arrived.Release();
        return batch;
    }

    private void Run()
    {
        while (Take() is { } batch)
        {
            try
            {
                if (batch.Job is { } job)
                {
                    job();
                }
                else
                {
                    _write(batch.Items);
                    Volatile.Write(ref _commits, _commits + 1);
                    _failing = false;
                }

                batch.Succeed();
            }
            catch (OperationCanceledException cancelled) when (batch.Job is not null)
            {
                batch.Fail(cancelled);
            }
#pragma warning disable CA1031 // Whatever it is, the callers must hear of it, and the thread must live.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _failing = batch.Job is null;
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
