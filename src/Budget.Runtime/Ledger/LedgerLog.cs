using System.Collections.Concurrent;
using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen;

/// <summary>
/// The way of entries to the store. What the store refuses waits in memory, in order, and is tried again in the background: a settlement that
/// cannot be made durable is the operator's problem and never the caller's.
/// </summary>
internal sealed class LedgerLog(ILedgerWriter writer, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<LedgerEntry> _waiting = new();
    private readonly SemaphoreSlim _drain = new(1);
    private readonly CancellationTokenSource _stop = new();
    private int _retrying;

    /// <summary>Entries that wait for the store.</summary>
    public int WaitingEntries => _waiting.Count;

    /// <summary>Appends an entry; the task fails if it is not durable.</summary>
    public Task Append(LedgerEntry entry)
    {
        try
        {
            return writer.AppendAsync(entry);
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    /// <summary>Appends an entry, or keeps it for later; never fails.</summary>
    public ValueTask Write(LedgerEntry entry, Reservation? reservation)
    {
        if (reservation is { HasWaitingEntry: true })
        {
            KeepForLater(entry, reservation);
            return default;
        }

        Task append = Append(entry);
        return append.IsCompletedSuccessfully ? default : new ValueTask(FinishAsync(append, entry, reservation));
    }

    public void KeepForLater(LedgerEntry entry, Reservation? reservation)
    {
        reservation?.HasWaitingEntry = true;
        _waiting.Enqueue(entry);
        if (Interlocked.Exchange(ref _retrying, 1) == 0)
            _ = RetryAsync();
    }

    /// <summary>Tries everything that waits, in order. True if nothing is left.</summary>
    public async Task<bool> DrainAsync()
    {
        await _drain.WaitAsync().ConfigureAwait(false);
        try
        {
            int written = 0;
            while (_waiting.TryPeek(out LedgerEntry? entry))
            {
                try
                {
                    await Append(entry).ConfigureAwait(false);
                }
                catch (ArgumentException refusal)
                {
                    // The store will never take it; it must not stand in the way of what waits behind it.
                    logger.LogCritical(
                        BudgetEvents.EntriesLost, refusal, "The budget store refuses a {Kind} entry of {Amount} for good; it is not recorded.", entry.Kind, entry.Amount);
                }
                catch (Exception)
                {
                    // It was logged when it failed first; one line per attempt would only hide that one.
                    return false;
                }

                _waiting.TryDequeue(out _);
                written++;
            }

            if (written > 0)
                logger.LogInformation(BudgetEvents.StoreCaughtUp, "The budget store is back: {Count} entries that waited are durable now.", written);
            return true;
        }
        finally
        {
            _drain.Release();
        }
    }

    /// <summary>A last attempt, then no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (!await DrainAsync().ConfigureAwait(false))
        {
            logger.LogError(
                BudgetEvents.EntriesLost,
                "{Count} ledger entries could not be made durable. Their durable holds will be charged as unknown at the next start.",
                _waiting.Count);
        }
    }

    private async Task FinishAsync(Task append, LedgerEntry entry, Reservation? reservation)
    {
        try
        {
            await append.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            logger.LogError(
                BudgetEvents.StoreFailed,
                error,
                "The budget store did not take a {Kind} entry of {Amount}; it waits in memory and is tried again.",
                entry.Kind,
                entry.Amount);
            KeepForLater(entry, reservation);
        }
    }

    private async Task RetryAsync()
    {
        TimeSpan delay = FirstDelay;
        while (true)
        {
            try
            {
                await Task.Delay(delay, time, _stop.Token).ConfigureAwait(false);
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

            // Whoever enqueued before this line saw the flag set and relies on us to look once more.
            Interlocked.Exchange(ref _retrying, 0);
            if (_waiting.IsEmpty || Interlocked.Exchange(ref _retrying, 1) != 0)
                return;
            delay = FirstDelay;
        }
    }
}
