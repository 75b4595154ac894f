using System.Buffers.Binary;
using System.IO.Compression;
using BudgetGen.Testing;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests.Journal;

/// <summary>The ledgers that damage is done to: one that was closed, and one that was open, with commits in its log. Made anew when UPDATE_CORPUS is set.</summary>
internal static class JournalCorpus
{
    private const int VersionInHeader = 60;

    private static readonly string[] s_names = ["closed.gz", "open.gz"];

    public static byte[][] Read() => [.. s_names.Select(static name =>
    {
        using var zip = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Journal", "Corpus", name)), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        return bytes.ToArray();
    })];

    /// <summary>The version of a ledger's schema, from the header of the file.</summary>
    public static int VersionOf(Span<byte> file) => BinaryPrimitives.ReadInt32BigEndian(LedgerFile.Database(file)[VersionInHeader..]);

    public static async Task<byte[][]> MakeAsync(TestDirectory directory)
    {
        string database = directory.Database, copy = directory.File("copy.db");
        await using (var store = new SqliteBudgetStore(database))
        {
            store.Open(Now);
            await Ledgers.AppendAsync(store, calls: 30);
            await store.BackupAsync(copy);
        }

        byte[] closed = LedgerFile.Pack(copy);
        await using (var store = new SqliteBudgetStore(database))
        {
            store.Open(Now);
            for (int i = 0; i < 12; i++)
                await store.AppendAsync(Spend(i + 1, Of($"user-{i % 3}"), at: Now.AddMinutes(i)));
            return [closed, LedgerFile.Pack(database)];
        }
    }

    public static void Write(byte[][] files)
    {
        foreach ((string name, byte[] file) in s_names.Zip(files))
        {
            using var zip = new GZipStream(File.Create(Path.Combine(Repository.Root, "tests", "Budget.Store.Sqlite.Tests", "Journal", "Corpus", name)), CompressionLevel.SmallestSize);
            zip.Write(file);
        }
    }
}
