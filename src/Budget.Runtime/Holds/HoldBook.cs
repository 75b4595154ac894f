using System.Collections.Concurrent;

namespace BudgetGen;

/// <summary>What is known of the holds of each call site and model. Bounded: names of models come from requests, and may be anything.</summary>
internal sealed class HoldBook(HoldOptions options)
{
    /// <summary>How many call sites and models are known at most. Beyond it, those that were not used for longest are forgotten.</summary>
    internal const int MostSites = 10_000;

    private readonly ConcurrentDictionary<(string CallSite, string Model), HoldSite> _sites = new();
    private readonly Lock _forgetting = new();
    private long _made;
    private int _count;

    /// <summary>How holds are sized.</summary>
    public HoldOptions Options { get; } = options.Copy();

    /// <summary>The site for a call. The one that the caller had last time is taken if it is still right, without looking it up.</summary>
    public HoldSite Find(string callSite, string model, HoldSite? last)
    {
        HoldSite site = last is { IsForgotten: false } && last.Model == model && ReferenceEquals(last.Book, this) ? last : Find(callSite, model);
        site.Touch(Volatile.Read(ref _made));
        return site;
    }

    /// <summary>All statistics, by call site and model.</summary>
    public List<HoldStatistics> Statistics() =>
    [
        .. _sites.Values.Select(static site => site.Statistics())
            .Where(static one => one.Calls + one.Unbounded > 0)
            .OrderBy(static one => one.CallSite, StringComparer.Ordinal)
            .ThenBy(static one => one.Model, StringComparer.Ordinal),
    ];

    private HoldSite Find(string callSite, string model)
    {
        if (_sites.TryGetValue((callSite, model), out HoldSite? known))
            return known;

        var made = new HoldSite(this, callSite, model);
        HoldSite site = _sites.GetOrAdd((callSite, model), made);
        if (ReferenceEquals(site, made))
        {
            Interlocked.Increment(ref _made);
            if (Interlocked.Increment(ref _count) > MostSites)
                ForgetSome();
        }

        return site;
    }

    /// <summary>Forgets a tenth at once, so that the next thousand newcomers need not look for room.</summary>
    private void ForgetSome()
    {
        lock (_forgetting)
        {
            if (Volatile.Read(ref _count) <= MostSites)
                return;

            (long LastUse, long Calls, HoldSite Site)[] all = [.. _sites.Values.Select(static site => (site.LastUse, site.Calls, site))];
            Array.Sort(all, static (left, right) => (left.LastUse, left.Calls).CompareTo((right.LastUse, right.Calls)));
            foreach ((_, _, HoldSite site) in all.Take(all.Length - (MostSites / 10 * 9)))
            {
                site.IsForgotten = true;
                if (_sites.TryRemove((site.CallSite, site.Model), out _))
                    Interlocked.Decrement(ref _count);
            }
        }
    }
}
