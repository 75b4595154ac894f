using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>
/// The way of entries to the store. What the store refuses waits in memory, in order, and is tried again in the background: a settlement that
/// cannot be made durable is the operator's problem and never the caller's.
/// </summary>
internal sealed class LedgerLog : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly ILedgerWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _closing;
    private readonly WaitingEntries _waiting = new();
    private readonly StorePatience _patience;
    private readonly RelaxedBuffer _buffer;
    private readonly SemaphoreSlim _drain = new(1);
    private readonly CancellationTokenSource _stop = new();
    private int _retrying;
    private int _outage = 1;

    /// <param name="writer">The store.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where to log.</param>
    /// <param name="flushInterval">How long entries with relaxed durability may stay in memory.</param>
    /// <param name="patience">How long anybody waits for the store.</param>
    /// <param name="closing">How long closing may wait for the store.</param>
    public LedgerLog(ILedgerWriter writer, TimeProvider time, ILogger logger, TimeSpan flushInterval, StorePatience patience, TimeSpan closing)
    {
        _writer = writer;
        _patience = patience;
        _time = time;
        _logger = logger;
        _closing = closing;
        _buffer = new RelaxedBuffer(time, flushInterval, entry => Write(entry, null));
    }

    /// <summary>Entries that wait for the store.</summary>
    public int WaitingEntries => _waiting.Count;

    /// <summary>Entries with relaxed durability that wait for the next flush.</summary>
    public int BufferedEntries => _buffer.Count;

    /// <summary>Counts outages of the store: what policies admit in one of them is counted against its number.</summary>
    public int Outage => Volatile.Read(ref _outage);

    /// <summary>Appends an entry; the task fails if it is not durable. It may never end: wait for it with <see cref="StorePatience"/>.</summary>
    public Task Append(LedgerEntry entry)
    {
        if (entry.Durability == DurabilityLevel.Relaxed)
        {
            _buffer.Add(entry);
            return Task.CompletedTask;
        }

        return Try(entry);
    }

    /// <summary>Appends an entry, or keeps it for later; never fails.</summary>
    public ValueTask Write(LedgerEntry entry, Reservation? reservation)
    {
        if (reservation is { HasWaitingEntry: true })
        {
            if (_waiting.Count > 0)
            {
                KeepForLater(entry, reservation);
                return default;
            }

            // The store is back and has what this one waits behind.
            reservation.HasWaitingEntry = false;
        }

        return entry.Durability == DurabilityLevel.Relaxed ? Buffer(entry) : Finish(Try(entry), entry, reservation);
    }

    /// <summary>Appends a version of a price line. What the store does not take is not kept for later: a price is in force only when it is durable.</summary>
    /// <exception cref="BudgetStoreException">The store did not take it, or has not answered; it may have it all the same.</exception>
    public async Task AppendAsync(PriceLineChange change)
    {
        try
        {
            await _patience.WaitAsync(Try(change)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not BudgetStoreException)
        {
            throw new BudgetStoreException($"The budget store did not take {Describe(change)}: {error.Message}", error);
        }
    }

    /// <summary>Appends a version of a policy, or keeps it for later; never fails.</summary>
    public ValueTask Write(PolicyChange change) => Finish(Try(change), change, null);

    /// <summary>Appends an alert, or keeps it for later; never fails.</summary>
    public ValueTask Write(AlertRecord alert) => Finish(Try(alert), alert, null);

    /// <summary>Marks an alert as delivered. A mark that gets lost means that it is delivered once more, which is allowed.</summary>
    public async Task MarkDeliveredAsync(string alertId)
    {
        try
        {
            await _writer.MarkAlertDeliveredAsync(alertId).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _logger.LogWarning(BudgetEvents.StoreFailed, error, "The budget store did not take the mark that alert {Alert} was delivered; it will be delivered again.", alertId);
        }
    }

    public void KeepForLater(object line, Reservation? reservation)
    {
        reservation?.HasWaitingEntry = true;
        _waiting.Add(line);
        if (Interlocked.Exchange(ref _retrying, 1) == 0)
            _ = RetryAsync();
    }

    /// <summary>Writes what is buffered, and tries everything that waits, in order. True if nothing is left.</summary>
    public async Task<bool> DrainAsync()
    {
        await _buffer.FlushAsync().ConfigureAwait(false);
        await _drain.WaitAsync().ConfigureAwait(false);
        try
        {
            int written = 0;
            while (_waiting.Peek() is { } line)
            {
                try
                {
                    await _patience.WaitAsync(Send(line)).ConfigureAwait(false);
                }
                catch (ArgumentException refusal)
                {
                    // The store will never take it; it must not stand in the way of what waits behind it.
                    _logger.LogCritical(BudgetEvents.EntriesLost, refusal, "The budget store refuses for good, and it is not recorded: {Line}", Describe(line));
                }
                catch (Exception)
                {
                    // It was logged when it failed first; one line per attempt would only hide that one.
                    return false;
                }

                _waiting.Remove();
                written++;
            }

            if (written > 0)
                _logger.LogInformation(BudgetEvents.StoreCaughtUp, "The budget store is back. Entries that waited and are durable now: {Count}.", written);
            return true;
        }
        finally
        {
            _drain.Release();
        }
    }

    /// <summary>A last attempt, then no more. A store that does not answer is not waited for without end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        bool drained = false;
        try
        {
            drained = await DrainAsync().WaitAsync(_closing, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.LogError(BudgetEvents.StoreFailed, "The budget store did not answer within {Limit}; closing goes on without it.", _closing);
        }

        _buffer.Dispose();
        if (!drained)
        {
            _logger.LogError(
                BudgetEvents.EntriesLost,
                "Ledger entries that could not be made durable: {Count}. Their durable holds will be charged as unknown at the next start.",
                _waiting.Count + _buffer.Count);
        }
    }

    private ValueTask Buffer(LedgerEntry entry)
    {
        _buffer.Add(entry);
        return default;
    }

    /// <summary>A store that is silent is not asked, but for one call in a while.</summary>
    private Task Try(object line) => _patience.MayTry ? Send(line) : Task.FromException(_patience.Silence);

    private Task Send(object line)
    {
        try
        {
            return line switch
            {
                LedgerEntry entry => _writer.AppendAsync(entry),
                PolicyChange change => _writer.AppendPolicyAsync(change),
                PriceLineChange change => _writer.AppendPriceAsync(change),
                _ => _writer.AppendAlertAsync((AlertRecord)line),
            };
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    private ValueTask Finish(Task append, object line, Reservation? reservation) =>
        append.IsCompletedSuccessfully ? default : new ValueTask(FinishAsync(append, line, reservation));

    private async Task FinishAsync(Task append, object line, Reservation? reservation)
    {
        try
        {
            await _patience.WaitAsync(append).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _logger.LogError(BudgetEvents.StoreFailed, error, "The budget store did not take this; it waits in memory and is tried again: {Line}", Describe(line));
            KeepForLater(line, reservation);
        }
    }

    private async Task RetryAsync()
    {
        TimeSpan delay = FirstDelay;
        while (true)
        {
            try
            {
                await Task.Delay(delay, _time, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (!await DrainAsync().ConfigureAwait(false))
            {
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
                continue;
            }

            // Before anybody can begin the next outage: all who are in it must count against one number.
            Interlocked.Increment(ref _outage);

            // Whoever enqueued before this line saw the flag set and relies on us to look once more.
            Interlocked.Exchange(ref _retrying, 0);
            if (_waiting.Count == 0 || Interlocked.Exchange(ref _retrying, 1) != 0)
                return;
            delay = FirstDelay;
        }
    }

    private static string Describe(object line) => line switch
    {
        LedgerEntry entry => FormattableString.Invariant($"{entry.Kind} of {entry.Amount}, reservation {entry.Reservation}"),
        PolicyChange change => FormattableString.Invariant($"version {change.Version} of policy '{change.PolicyId}'"),
        PriceLineChange change => FormattableString.Invariant($"version {change.Version} of price line '{change.LineId}'"),
        _ => $"alert {((AlertRecord)line).Id}",
    };
}
