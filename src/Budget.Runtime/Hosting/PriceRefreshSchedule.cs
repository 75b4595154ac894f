namespace BudgetGen;

/// <summary>Fetches newer prices again and again while a host runs. Nothing is fetched unless somebody adds it.</summary>
public sealed record PriceRefreshSchedule
{
    internal static readonly TimeSpan ShortestInterval = TimeSpan.FromHours(1);
    internal static readonly TimeSpan LongestInterval = TimeSpan.FromDays(30);

    /// <summary>Where from, into which file, and what is believed.</summary>
    public required PriceRefreshOptions Source { get; init; }

    /// <summary>
    /// How long between two attempts, one hour to thirty days. Up to a tenth is added at random, and the first attempt comes within a tenth of it after the start,
    /// so that many machines do not ask at once.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The client to fetch with, such as one with credentials; null: one of its own. It is not disposed of.</summary>
    public HttpClient? Client { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">The interval is out of its range.</exception>
    internal void ThrowIfWrong()
    {
        if (Source is null)
            throw new ArgumentException("PriceRefreshSchedule.Source is null. Say where prices may be fetched from.", nameof(Source));
        if (Interval < ShortestInterval || Interval > LongestInterval)
            throw new ArgumentOutOfRangeException(nameof(Interval), Interval, $"PriceRefreshSchedule.Interval lies between {ShortestInterval} and {LongestInterval}.");
    }
}
