namespace BudgetGen;

/// <summary>The calendar windows of a policy that the store knows. A later update of the time zone's rules does not move one that is open.</summary>
internal sealed class StoredWindows
{
    /// <summary>No update of a zone's rules moves a border further than this, the day that Samoa left out aside.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromHours(3);

    private readonly List<BudgetWindow> _newestFirst = [];

    public void Clear() => _newestFirst.Clear();

    /// <summary>Adds a window; false if it is known, or none of this policy's.</summary>
    public bool Add(BudgetPolicy policy, BudgetWindow stored)
    {
        if (policy.Period is not (BudgetPeriod.Daily or BudgetPeriod.Weekly or BudgetPeriod.Monthly or BudgetPeriod.Yearly) || _newestFirst.Contains(stored))
            return false;

        // Its middle, because its borders may lie in the windows beside the one that it should have been.
        DateTimeOffset middle = stored.Start + ((stored.End - stored.Start) / 2);
        if (BudgetWindow.At(policy, middle) is not { } computed || !AreNear(computed.Start, stored.Start) || !AreNear(computed.End, stored.End))
            return false;

        _newestFirst.Add(stored);
        _newestFirst.Sort(static (left, right) => right.Start.CompareTo(left.Start));
        return true;
    }

    /// <summary>The window that is in force at an instant for which this one was computed.</summary>
    public BudgetWindow InForce(BudgetPolicy policy, BudgetWindow computed, DateTimeOffset at)
    {
        // Known as it is computed: that one has been reached, whatever there was before it.
        if (_newestFirst.Contains(computed))
            return computed;

        foreach (BudgetWindow stored in _newestFirst)
        {
            // One that begins in a moment has been reached before, under other rules or by a clock that ran ahead, and is not left for an older one.
            if (at < stored.End && stored.Start - at <= s_tolerance)
                return stored;

            // What is left of the computed window after one that was nearly the same would be a full limit for a few hours: the next one begins early.
            if (stored.End <= at && stored.End > computed.Start && AreNear(computed.End, stored.End))
                return BudgetWindow.At(policy, computed.End) ?? computed;
        }

        return computed;
    }

    private static bool AreNear(DateTimeOffset left, DateTimeOffset right) => (left - right).Duration() <= s_tolerance;
}
