using System.IO.Compression;
using BudgetGen.Sqlite.Tests.Journal;
using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>A ledger that the third version wrote, which kept no prices, with its hashes: the code of today comes to the same ones, and goes on with prices.</summary>
public sealed class VersionThreeTests : IDisposable
{
    private readonly TestDirectory _directory = new(inMemory: true);

    public VersionThreeTests()
    {
        using var zip = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Migration", "version3.gz")), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        LedgerFile.Unpack(bytes.ToArray(), _directory.Database);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task It_verifies_reads_and_goes_on_with_prices()
    {
        Assert.Equal(3, JournalCorpus.VersionOf(LedgerFile.Pack(_directory.Database)));
        Assert.Contains("older schema", Assert.Throws<BudgetStoreException>(() => SqliteBudgetStore.OpenReader(_directory.Database)).Message, StringComparison.Ordinal);
        PriceLineChange first = new("acme/large", 1, "{}", Now, "ann", "contract"), second = new("acme/large", 2, null, Now.AddDays(1), "bob");
        for (int opening = 0; opening < 3; opening++)
        {
            await using var store = new SqliteBudgetStore(_directory.Database);
            LedgerState state = store.Open(Now);
            await store.VerifyAsync();
            Assert.Equal(new PriceLineChange[][] { [], [first], [second] }[opening], state.Prices);

            // What was there before is as it was.
            Assert.Equal(32, (await store.Reader.GetUsageAsync(new UsageQuery())).Count);
            Assert.Equal([1, 2], (await store.Reader.GetPolicyHistoryAsync("p")).Select(static change => change.Version));
            Assert.Equal(2, (await store.Reader.GetAlertsAsync()).Count);
            await store.AppendPriceAsync(opening == 0 ? first : second);
        }

        using SqliteLedgerReader reader = SqliteBudgetStore.OpenReader(_directory.Database);
        Assert.Equal([first, second], await reader.GetPriceHistoryAsync());
        SqliteBudgetStore.Verify(_directory.Database);
    }

    [Theory]
    [InlineData("UPDATE policy_version SET reason = 'another' WHERE version = 2")]
    [InlineData("UPDATE alert SET message = 'all is well'")]
    [InlineData("CREATE TABLE price_line_version (seq INTEGER)")]
    public void Damage_to_what_it_wrote_is_refused(string damage)
    {
        using (var connection = Figures.Open(_directory.Database))
            Assert.Empty(Figures.Rows(connection, damage));

        // A copy has no checkpoint, so that opening it looks at all of it.
        Assert.Equal(BudgetStoreFailure.Corrupt, Assert.Throws<BudgetStoreException>(() => new SqliteBudgetStore(_directory.Database).Open(Now)).Failure);
    }
}
