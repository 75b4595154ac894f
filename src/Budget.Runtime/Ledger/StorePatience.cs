using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// How long anybody waits for the store. One that does not answer in time counts as down: what was asked of it may be durable or not. Until it answers something, only
/// one caller in a while is made to wait for it, and all others are told at once. Safe for any number of threads.
/// </summary>
internal sealed class StorePatience(TimeProvider time, TimeSpan most)
{
    private readonly long _ticks = (long)((Int128)most.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
    private Task? _unanswered;
    private long _tryAt;

    /// <summary>False while the store is silent and somebody else tries it.</summary>
    public bool MayTry
    {
        get
        {
            if (Volatile.Read(ref _unanswered) is not { IsCompleted: false })
                return true;

            long at = Volatile.Read(ref _tryAt), now = time.GetTimestamp();
            return now >= at && Interlocked.CompareExchange(ref _tryAt, now + _ticks, at) == at;
        }
    }

    /// <summary>What callers see while the store is silent.</summary>
    public BudgetStoreException Silence => new($"The budget store has not answered within {most}. It is taken for down until it does.");

    /// <summary>Waits for what was asked of the store.</summary>
    /// <exception cref="BudgetStoreException">It has not answered in time. It may still do what it was asked.</exception>
    public async Task WaitAsync(Task asked, CancellationToken cancellationToken = default)
    {
        try
        {
            await asked.WaitAsync(most, time, cancellationToken).ConfigureAwait(false);
            if (Volatile.Read(ref _unanswered) is not null)
                Volatile.Write(ref _unanswered, null);
        }
        catch (TimeoutException)
        {
            // In the last moment: then its answer counts.
            if (asked.IsCompleted)
            {
                await asked.ConfigureAwait(false);
                return;
            }

            Volatile.Write(ref _tryAt, time.GetTimestamp() + _ticks);
            Volatile.Write(ref _unanswered, asked);

            // Nobody looks at it any more; if it fails after all, that must not become an event of the process.
            _ = asked.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw Silence;
        }
    }

    /// <inheritdoc cref="WaitAsync(Task, CancellationToken)"/>
    public async Task<T> WaitAsync<T>(ValueTask<T> asked, CancellationToken cancellationToken = default)
    {
        if (asked.IsCompletedSuccessfully)
            return asked.Result;
        Task<T> task = asked.AsTask();
        await WaitAsync((Task)task, cancellationToken).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }
}
