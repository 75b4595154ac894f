namespace BudgetGen;

/// <summary>Days, ISO weeks, months and years, between midnights of a time zone.</summary>
internal static class CalendarWindows
{
    /// <param name="period">Which of them.</param>
    /// <param name="timeZone">The IANA name of a zone; null: UTC.</param>
    /// <param name="instant">The window of this instant.</param>
    public static BudgetWindow At(BudgetPeriod period, string? timeZone, DateTimeOffset instant)
    {
        var days = new LocalDays(timeZone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        int day = days.At(instant.UtcTicks);
        (int first, int next) = period switch
        {
            BudgetPeriod.Daily => (day, day + 1),

            // The first day of the calendar is a Monday.
            BudgetPeriod.Weekly => (day - (day % 7), day - (day % 7) + 7),
            BudgetPeriod.Monthly => Month(DateOnly.FromDayNumber(day)),
            BudgetPeriod.Yearly => Year(DateOnly.FromDayNumber(day)),
            _ => throw new ArgumentOutOfRangeException(nameof(period), period, "This is not a period of the calendar."),
        };
        return new(Utc(days.StartOf(first)), Utc(days.StartOf(next)));
    }

    private static (int First, int Next) Month(DateOnly day)
    {
        int first = day.DayNumber - day.Day + 1;
        return (first, first + DateTime.DaysInMonth(day.Year, day.Month));
    }

    private static (int First, int Next) Year(DateOnly day)
    {
        int first = day.DayNumber - day.DayOfYear + 1;
        return (first, first + (DateTime.IsLeapYear(day.Year) ? 366 : 365));
    }

    private static DateTimeOffset Utc(long ticks) => ticks == DateTimeOffset.MaxValue.UtcTicks ? DateTimeOffset.MaxValue : new(ticks, TimeSpan.Zero);
}
