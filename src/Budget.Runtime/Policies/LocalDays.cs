namespace BudgetGen;

/// <summary>
/// The days of a time zone, numbered from 0, the first day of the calendar. A day begins at the first instant at which the zone's clocks show its date
/// or a later one. That is one instant also where midnight is left out, or comes twice, or where the zone skips a whole day, which then has no instant.
/// </summary>
/// <param name="zone">Null: UTC.</param>
internal readonly struct LocalDays(TimeZoneInfo? zone)
{
    private static readonly int s_last = DateOnly.MaxValue.DayNumber;

    /// <summary>The day that an instant belongs to.</summary>
    /// <param name="utc">UTC ticks.</param>
    public int At(long utc)
    {
        if (zone is null)
            return (int)(utc / TimeSpan.TicksPerDay);

        int day = (int)(Math.Clamp(utc + OffsetAt(utc), 0, DateTime.MaxValue.Ticks) / TimeSpan.TicksPerDay);

        // Clocks that are set back over midnight show the old date again. The new day has begun all the same.
        while (day < s_last && StartOf(day + 1) <= utc)
            day++;
        return day;
    }

    /// <summary>When a day begins, UTC ticks. The first day begins with the calendar, and what comes after the last one never does.</summary>
    public long StartOf(int day)
    {
        if (day <= 0)
            return 0;
        if (day > s_last)
            return DateTime.MaxValue.Ticks;

        long midnight = day * TimeSpan.TicksPerDay;
        if (zone is null)
            return midnight;

        // No clock is a whole day away from UTC.
        long from = midnight - TimeSpan.TicksPerDay;
        long to = Math.Min(midnight + TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks);
        long offset = OffsetAt(from);
        return OffsetAt(to) == offset && OffsetAt(Math.Min(midnight - offset, to)) == offset ? Math.Min(midnight - offset, to) : Search(midnight, from, to);
    }

    /// <summary>Goes through the stretches in which the clocks are not set, and takes the first instant at which they show midnight or later.</summary>
    private long Search(long midnight, long from, long to)
    {
        for (long stretch = from; stretch < to;)
        {
            long end = EndOfStretch(stretch, Math.Min(stretch + TimeSpan.TicksPerHour, to));
            long begins = Math.Max(stretch, midnight - OffsetAt(stretch));
            if (begins < end)
                return begins;
            stretch = end;
        }

        return to;
    }

    /// <summary>The first instant after this one, up to a limit, at which the clocks are set. No zone sets them twice in an hour.</summary>
    private long EndOfStretch(long start, long limit)
    {
        long offset = OffsetAt(start);
        if (OffsetAt(limit) == offset)
            return limit;

        long same = start;
        long other = limit;
        while (other - same > 1)
        {
            long middle = same + ((other - same) / 2);
            if (OffsetAt(middle) == offset)
                same = middle;
            else
                other = middle;
        }

        return other;
    }

    private long OffsetAt(long utc) => zone!.GetUtcOffset(new DateTime(utc, DateTimeKind.Utc)).Ticks;
}
