namespace BudgetGen;

/// <summary>
/// How many refusals are told of one by one where no money is concerned: those of users, tags and so on who have spent nothing. Whoever makes up names could
/// otherwise fill the store, the log and the line of alerts. Counted for each policy and day (UTC). Safe for any number of threads.
/// </summary>
internal sealed class RefusalQuota
{
    /// <summary>Accounts without money of one policy whose refusals are told of on one day. After that one alert says that there are more.</summary>
    public const int MostEach = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>Takes a place in the quota.</summary>
    /// <param name="policyId">The policy that refuses.</param>
    /// <param name="version">Its version: an edit arms alerts again.</param>
    /// <param name="now">UTC.</param>
    public RefusalTelling Take(string policyId, int version, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        lock (_lock)
        {
            Count before = _counts.GetValueOrDefault(policyId);
            int told = before.Version == version && before.Day == day ? before.Told : 0;
            if (told > MostEach)
                return RefusalTelling.None;

            _counts[policyId] = new Count(version, day, told + 1);
            return told < MostEach ? RefusalTelling.One : RefusalTelling.More;
        }
    }

    private readonly record struct Count(int Version, DateOnly Day, int Told);
}

/// <summary>What is said about a refusal.</summary>
internal enum RefusalTelling
{
    /// <summary>Nothing but a line in the log, at its lowest level.</summary>
    None,

    /// <summary>It is told of.</summary>
    One,

    /// <summary>It is the first that is not told of: what is said is that there are more.</summary>
    More,
}
