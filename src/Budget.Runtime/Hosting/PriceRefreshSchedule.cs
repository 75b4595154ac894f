namespace BudgetGen;

/// <summary>Fetches newer prices again and again while a host runs. Nothing is fetched unless somebody adds it.</summary>
public sealed record PriceRefreshSchedule
{
    internal const int LargestBook = 1 << 30;

    internal static readonly TimeSpan ShortestInterval = TimeSpan.FromHours(1);
    internal static readonly TimeSpan LongestInterval = TimeSpan.FromDays(30);
    internal static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>Where from, into which file, and what is believed: an address of http or https, at most 1 GiB, within one second to one hour.</summary>
    public required PriceRefreshOptions Source { get; init; }

    /// <summary>
    /// How long between two attempts, one hour to thirty days. Up to a tenth is added at random, and the first attempt comes within a tenth of it after the start,
    /// so that many machines do not ask at once.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The client to fetch with, such as one with credentials; null: one of its own. It is not disposed of.</summary>
    public HttpClient? Client { get; init; }

    internal static bool IsWeb(Uri? url) => url is { IsAbsoluteUri: true, Scheme: "https" or "http" };

    internal static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);

    /// <exception cref="ArgumentOutOfRangeException">The interval is out of its range.</exception>
    /// <exception cref="ArgumentException">Something else cannot be meant.</exception>
    internal void ThrowIfWrong()
    {
        if (Interval < ShortestInterval || Interval > LongestInterval)
            throw new ArgumentOutOfRangeException(nameof(Interval), Interval, IntervalComplaint());
        if (Complaints() is [var first, ..])
            throw new ArgumentException(first, nameof(Source));
    }

    /// <summary>Everything that is wrong with it; empty if nothing is. The address is not shown: it may have a secret.</summary>
    internal List<string> Complaints()
    {
        List<string> complaints = [];
        if (Interval < ShortestInterval || Interval > LongestInterval)
            complaints.Add(IntervalComplaint());
        if (Source is null)
        {
            complaints.Add("PriceRefreshSchedule.Source is null. Say where prices may be fetched from.");
            return complaints;
        }

        if (!IsWeb(Source.Url))
            complaints.Add("PriceRefreshOptions.Url must be an absolute address of http or https.");
        if (string.IsNullOrWhiteSpace(Source.File))
            complaints.Add("PriceRefreshOptions.File is empty. Name the file that keeps the last good book.");
        if (Source.Sha256 is { } sha256 && !IsSha256(sha256))
            complaints.Add($"PriceRefreshOptions.Sha256 is '{SettingText.Shown(sha256)}'. It must be 64 hexadecimal digits, or null for any.");
        if (Source.MaxBytes is < 1 or > LargestBook)
            complaints.Add(FormattableString.Invariant($"PriceRefreshOptions.MaxBytes is {Source.MaxBytes}. It lies between 1 and {LargestBook}; 16 MiB is the default."));
        if (Source.Timeout < ShortestTimeout || Source.Timeout > LongestTimeout)
            complaints.Add($"PriceRefreshOptions.Timeout is {Source.Timeout}. It lies between {ShortestTimeout} and {LongestTimeout}; 30 seconds is the default.");
        return complaints;
    }

    private string IntervalComplaint() => $"PriceRefreshSchedule.Interval is {Interval}. It lies between {ShortestInterval} and {LongestInterval}.";
}
