namespace BudgetGen.Sqlite;

/// <summary>Instants as the file keeps them: 100 ns since 1970-01-01 UTC, exact in both directions.</summary>
internal static class Instant
{
    public static long ToStored(DateTimeOffset instant) => instant.UtcTicks - DateTime.UnixEpoch.Ticks;

    public static DateTimeOffset FromStored(long stored) => new(stored + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);
}
