using System.Buffers.Binary;

namespace BudgetGen.Sqlite.Tests.Journal;

/// <summary>A ledger as it lies on the disk: the database and its write-ahead log, in one piece. The length of the database stands before it.</summary>
internal static class LedgerFile
{
    private const int HeaderLength = sizeof(int);

    public static byte[] Join(ReadOnlySpan<byte> database, ReadOnlySpan<byte> log)
    {
        byte[] file = new byte[HeaderLength + database.Length + log.Length];
        BinaryPrimitives.WriteInt32LittleEndian(file, database.Length);
        database.CopyTo(file.AsSpan(HeaderLength));
        log.CopyTo(file.AsSpan(HeaderLength + database.Length));
        return file;
    }

    public static Span<byte> Database(Span<byte> file) => file.Slice(HeaderLength, BinaryPrimitives.ReadInt32LittleEndian(file));

    public static Span<byte> Log(Span<byte> file) => file[(HeaderLength + BinaryPrimitives.ReadInt32LittleEndian(file))..];

    /// <summary>Lays it on the disk.</summary>
    public static void Unpack(byte[] file, string path) => Write(path, Database(file), Log(file));

    /// <summary>Lays a database and its log on the disk.</summary>
    public static void Write(string path, ReadOnlySpan<byte> database, ReadOnlySpan<byte> log)
    {
        File.WriteAllBytes(path, database);
        if (!log.IsEmpty)
            File.WriteAllBytes(path + "-wal", log);
    }

    /// <summary>Takes a ledger off the disk, with everything that may lie beside it.</summary>
    public static void Delete(string path)
    {
        foreach (string suffix in new[] { "", "-wal", "-shm", "-lock", "-journal" })
            File.Delete(path + suffix);
    }

    public static byte[] Pack(string path) => Join(Read(path), File.Exists(path + "-wal") ? Read(path + "-wal") : []);

    /// <summary>One of its files, beside the store that has it open.</summary>
    public static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
