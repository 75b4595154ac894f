using System.IO.Compression;
using BudgetGen.Sqlite.Tests.Journal;
using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>A ledger that the second version wrote, with its hashes: the code of today comes to the same ones.</summary>
public sealed class VersionTwoTests : IDisposable
{
    private readonly TestDirectory _directory = new(inMemory: true);

    public VersionTwoTests()
    {
        using var zip = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Migration", "version2.gz")), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        LedgerFile.Unpack(bytes.ToArray(), _directory.Database);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task It_verifies_reads_and_goes_on()
    {
        Assert.Equal(2, JournalCorpus.VersionOf(LedgerFile.Pack(_directory.Database)));
        for (int opening = 0; opening < 2; opening++)
        {
            await using var store = new SqliteBudgetStore(_directory.Database);
            store.Open(Now);
            await store.VerifyAsync();
            IReadOnlyList<UsageRecord> records = await store.Reader.GetUsageAsync(new UsageQuery());
            Assert.Equal(31 + opening, records.Count);
            UsageRecord settled = records.Single(static record => record.PriceLine == "line");
            Assert.Equal(new LlmUsage { Input = 3, CacheRead = 2, Output = 6, Reasoning = 0 }, settled.Usage);
            Assert.Equal((new Usd(901), "endpoint", "chatcmpl-1", null, null), (settled.Cost, settled.Endpoint, settled.RequestId, settled.Provenance, settled.ProviderCost));
            Assert.Null(settled.Explain());

            PriceProvenance price = PricingRegistry.Embedded.ProvenanceOf("gpt-4o", default)!;
            var usage = new UsageRecord { Model = "gpt-4o", Cost = default, Timestamp = Now, Provenance = price, PriceLine = price.PriceLine, ProviderCost = new Usd(5) };
            LedgerEntry spend = Spend(4, usage: usage);
            await store.AppendAsync(spend);
            Assert.Contains(spend.Usage, await store.Reader.GetUsageAsync(new UsageQuery()));
        }

        SqliteBudgetStore.Verify(_directory.Database);
    }

    [Theory]
    [InlineData("UPDATE entry SET price_line = NULL WHERE price_line IS NOT NULL")]
    [InlineData("UPDATE entry SET buckets = X'410003' WHERE buckets IS NOT NULL")]
    public void What_it_wrote_is_still_under_its_hashes(string damage)
    {
        using (var connection = Figures.Open(_directory.Database))
            Assert.Empty(Figures.Rows(connection, damage));

        // A copy has no checkpoint, so that opening it looks at all of it.
        Assert.Equal(BudgetStoreFailure.Corrupt, Assert.Throws<BudgetStoreException>(() => new SqliteBudgetStore(_directory.Database).Open(Now)).Failure);
    }
}
