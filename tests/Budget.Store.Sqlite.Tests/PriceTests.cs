using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>Prices that are edited while a program runs, in the file that keeps them.</summary>
public sealed class PriceTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_edit_that_returned_is_there_for_readers_after_a_kill_a_compaction_and_in_a_backup()
    {
        string killed = _directory.File("killed.db"), copy = _directory.File("copy.db");
        await using (var manager = new BudgetManager(Options(_directory.Database)))
        {
            await manager.SetPriceAsync(Line("one", 9), "ann", "contract");
            await manager.SetPriceAsync(Line("two", 4), "ann");
            Assert.True(await manager.DeletePriceAsync("acme/two", "bob"));

            // What a killed process leaves: the files as they are, with nothing closed.
            foreach (string end in (string[])["", "-wal"])
                File.Copy(_directory.Database + end, killed + end);

            using SqliteLedgerReader beside = SqliteBudgetStore.OpenReader(_directory.Database);
            PriceBook book = (await new StorePriceLayer(beside).ReadAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal("acme/one", Assert.Single(book.Lines).Id);
            await manager.Maintenance!.BackupAsync(copy, TestContext.Current.CancellationToken);
            await manager.RecordSpendAsync(new UsageRecord { Model = "m", Cost = new Usd(5), Timestamp = Start.AddDays(-400) });
            await manager.Maintenance.CompactAsync(Start, TestContext.Current.CancellationToken);
            await manager.Maintenance.VerifyAsync(TestContext.Current.CancellationToken);
        }

        foreach (string database in (string[])[_directory.Database, killed, copy])
        {
            await using (var next = new BudgetManager(Options(database)))
            {
                Assert.Equal(UnitPrice.PerMillion(9), next.Pricing.GetModelPricing("one")!.Price.Input);
                Assert.Null(next.Pricing.GetModelPricing("two"));
                Assert.Equal(
                    [("acme/one", 1, "ann", "contract"), ("acme/two", 1, "ann", null), ("acme/two", 2, "bob", null)],
                    (await next.GetPriceHistoryAsync()).Select(static change => (change.LineId, change.Version, change.Actor, change.Reason)));
                await next.SetPriceAsync(Line("one", 7));
            }

            SqliteBudgetStore.Verify(database);
            using SqliteLedgerReader reader = SqliteBudgetStore.OpenReader(database);
            Assert.Equal([1, 2], (await reader.GetPriceHistoryAsync("acme/one")).Select(static change => change.Version));
        }
    }

    private static BudgetOptions Options(string database) => new() { Store = _ => new SqliteBudgetStore(database) };

    private static ModelPricing Line(string model, decimal perMillion) => new()
    {
        Id = "acme/" + model,
        Provider = "acme",
        Model = model,
        Price = new BucketPrices { Input = UnitPrice.PerMillion(perMillion) },
        Source = "https://acme.example/pricing",
        Checked = new DateOnly(2026, 3, 1),
    };
}
