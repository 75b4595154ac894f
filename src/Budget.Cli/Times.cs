using System.Globalization;

namespace BudgetGen.Cli;

/// <summary>Days, instants and lengths of time, as people write them.</summary>
internal static class Times
{
    /// <summary>A day, such as 2026-11-20.</summary>
    public static DateOnly Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
        ? day
        : throw new CliException($"'{text}' is not a day; write it as 2026-11-20.");

    /// <summary>An instant, UTC: a day, which is its beginning, or a day and a time.</summary>
    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)
            ? at
            : throw new CliException($"'{text}' is not an instant; write it as 2026-09-01 or 2026-09-01T16:00:00Z.");

    /// <summary>The beginning of a day, UTC.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Seconds in the milliseconds that the library counts; what is finer is rounded up, because it is billed.</summary>
    public static long Milliseconds(decimal seconds) => checked((long)decimal.Ceiling(seconds * 1_000));
}
