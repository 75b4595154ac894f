using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests.Journal;

/// <summary>F-FUZZ-5: a damaged ledger opens with what it said at one of its commits, or is refused as corrupt. Nothing else ever happens, and never a wrong figure.</summary>
public sealed class JournalFuzzTests : IDisposable
{
    private readonly TestDirectory _directory = new(inMemory: true);
    private int _copies;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_damaged_ledger_is_a_prefix_or_is_refused()
    {
        byte[][] corpus = JournalCorpus.Read();
        HashSet<string> truths = Truths(corpus);
        var fuzzer = new Fuzzer(new LedgerDamage(corpus).Make);
        string? finding = fuzzer.Run(bytes => OpenOrRefuse(bytes, truths), 1_000, Soak.Fuzz);
        Assert.True(finding is null, finding);

        // Were nothing accepted, or all of it, the damage would not be where the bugs are.
        Assert.InRange(fuzzer.Accepted, fuzzer.Tried / 20, fuzzer.Tried * 9 / 10);
        SoakReport.Add("F-FUZZ-5 journal", fuzzer.Figures);
    }

    [Fact]
    public void A_planted_bug_is_found()
    {
        // What a reader in a hurry does: it takes what it finds, and never looks whether the chain and the sums fit.
        byte[][] corpus = JournalCorpus.Read();
        HashSet<string> truths = Truths(corpus);
        string? finding = new Fuzzer(new LedgerDamage(corpus).Make).Run(bytes => OpenOrRefuse(bytes, truths, verify: false), 3_000);
        Assert.Contains("none of its commits", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_corpus_is_of_the_schema_of_today()
    {
        byte[][] files = await JournalCorpus.MakeAsync(_directory);
        if (Environment.GetEnvironmentVariable("UPDATE_CORPUS") is { Length: > 0 })
            JournalCorpus.Write(files);

        // One of an older version would be migrated, and the damage would be about something else.
        Assert.All(JournalCorpus.Read(), file => Assert.Equal(JournalCorpus.VersionOf(files[0]), JournalCorpus.VersionOf(file)));
    }

    [Fact]
    public void The_sums_of_a_whole_log_are_those_that_SQLite_wrote()
    {
        byte[] whole = JournalCorpus.Read().Single(static file => LedgerFile.Log(file).Length > 0);
        byte[] summed = [.. whole];
        WriteAheadLog.Sum(LedgerFile.Log(summed));
        Assert.Equal(whole, summed);
    }

    /// <summary>What the ledgers say after each of their commits.</summary>
    private HashSet<string> Truths(byte[][] corpus)
    {
        const int Header = 32, Frame = 24 + 4096;
        var truths = new HashSet<string>();
        foreach (byte[] file in corpus)
        {
            for (int length = LedgerFile.Log(file).Length; length >= 0; length -= Frame)
            {
                string path = Unpack(LedgerFile.Join(LedgerFile.Database(file), LedgerFile.Log(file)[..length]));
                Open(path);
                truths.Add(Describe(path));
                LedgerFile.Delete(path);
                if (length <= Header)
                    break;
            }
        }

        return truths;
    }

    private bool OpenOrRefuse(byte[] bytes, HashSet<string> truths, bool verify = true)
    {
        string path = Unpack(bytes);
        try
        {
            if (verify)
            {
                Open(path);
                SqliteBudgetStore.Verify(path);
            }

            Assert.True(truths.Contains(Describe(path)), "It says what it said at none of its commits.");
            return true;
        }
        catch (BudgetStoreException refusal) when (refusal.Failure is BudgetStoreFailure.Corrupt or BudgetStoreFailure.TooNew)
        {
            return false;
        }
        finally
        {
            LedgerFile.Delete(path);
        }
    }

    private static void Open(string path)
    {
        var store = new SqliteBudgetStore(path);
        try
        {
            store.Open(Now);
        }
        finally
        {
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static string Describe(string path) => Ledgers.DescribeAsync(path).GetAwaiter().GetResult();

    private string Unpack(byte[] file)
    {
        string path = _directory.File($"{++_copies}.db");
        LedgerFile.Unpack(file, path);
        return path;
    }
}
