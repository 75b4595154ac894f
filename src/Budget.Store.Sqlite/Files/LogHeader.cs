using System.Buffers.Binary;

namespace BudgetGen.Sqlite;

/// <summary>The head of SQLite's write-ahead log (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).</summary>
internal static class LogHeader
{
    private const uint Magic = 0x377F0682, Version = 3_007_000;

    /// <summary>
    /// The version of the log beside a database, if it is none that SQLite reads; null if it is, or if there is no log. SQLite says of such a log only that it cannot open the
    /// database, as it does of a folder that is not there. But no machine and no waiting mends it.
    /// </summary>
    public static uint? ForeignVersion(string database)
    {
        try
        {
            using var log = new FileStream(database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[8];
            log.ReadExactly(head);
            uint version = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
            return (BinaryPrimitives.ReadUInt32BigEndian(head) & ~1u) == Magic && version != Version ? version : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
