using BudgetGen.Storage;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace BudgetGen;

/// <summary>
/// Keeps summaries of spend for a moment, because pages ask for the same one again and again. Only reports look at them; what a budget allows is never read
/// from here. Safe for any number of threads.
/// </summary>
internal sealed class SpendSummaryCache(TimeProvider time, TimeSpan timeToLive) : IDisposable
{
    /// <summary>A flood of keys (every user's own summary) must not become a leak: beyond this many, the least used ones go.</summary>
    private const int MostSummaries = 1_000;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { Clock = new Clock(time), SizeLimit = MostSummaries });

    /// <summary>A summary that was read at most the time to live ago.</summary>
    public async ValueTask<SpendSummary> GetAsync(SpendSummaryQuery query, ILedgerReader reader, CancellationToken cancellationToken)
    {
        if (timeToLive <= TimeSpan.Zero)
            return await query.ReadAsync(reader, time, cancellationToken).ConfigureAwait(false);
        if (_cache.TryGetValue(query, out SpendSummary? kept) && kept is not null)
            return kept;

        SpendSummary read = await query.ReadAsync(reader, time, cancellationToken).ConfigureAwait(false);
        _cache.Set(query, read, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = timeToLive, Size = 1 });
        return read;
    }

    /// <summary>Forgets everything. The cache holds neither a timer nor a handle, so one that is not disposed leaks nothing.</summary>
    public void Dispose() => _cache.Dispose();

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
