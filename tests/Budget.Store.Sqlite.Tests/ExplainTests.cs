using BudgetGen.Pricing.Tests;
using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>A record says by itself where its cost comes from, to the nano-dollar, after the store was closed and the book is another one.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly TestDirectory _directory = new(inMemory: true);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Every_record_is_explained_from_the_file_alone_as_it_was_when_it_was_booked()
    {
        var random = new RandomTerms(41);
        int rounds = Soak.Rounds(4_000, 100_000), linesEach = Soak.Rounds(20, 100), priced = 0;
        var prices = new PricingRegistry(new PriceBook("book", "0"));
        var expected = new List<(UsageRecord Record, CostExplanation Why)>();
        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            var tasks = new List<Task>();
            for (int i = 0; i < rounds; i++)
            {
                if (i % linesEach == 0)
                    prices.Reload(new PriceBook("book", $"{i}", random.Line()));

                LlmUsage usage = random.Usage();
                CallTerms terms = random.Terms() with { At = Now };
                Usd? stated = random.Next(0, 4) == 0 ? new Usd(random.Next(0, 1_000_000)) : null;
                CallCost? cost = prices.CalculateLlmCost("model", usage, terms);
                priced += cost is null ? 0 : 1;
                PriceProvenance price = prices.ProvenanceOf("model", usage, terms)!;
                UsageRecord record = Spend(cost?.Amount.Nanos ?? 77, at: Now.AddSeconds(-i), usage: new UsageRecord
                {
                    Model = "model", Cost = default, Timestamp = Now, Usage = usage, PriceLine = price.PriceLine, Provenance = price, ProviderCost = stated,
                }).Usage!;
                CostExplanation why = prices.Explain("model", usage, terms, providerCost: stated)!;
                Assert.Equal(cost?.Amount, why.Cost);
                expected.Add((record, why));
                tasks.Add(store.Writer.AppendAsync(Entry(LedgerEntryKind.Settle, record.Reservation!.Value, 0, record.Cost.Nanos, at: record.Timestamp) with { Usage = record }));
            }

            await Task.WhenAll(tasks);
        }

        prices.Reload(new PriceBook("another", "9", random.Line()));
        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            await store.VerifyAsync();
            IReadOnlyList<UsageRecord> kept = await store.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });
            Assert.Equal(expected.Count, kept.Count);
            foreach ((UsageRecord record, (UsageRecord before, CostExplanation why)) in kept.Zip(expected))
            {
                Assert.Equal(before, record);
                CostExplanation explained = record.Explain()!;
                Assert.Equal((why.Cost is null ? why with { Flags = why.Flags | CostCaveats.ChargedOtherwise } : why).ToJson(), explained.ToJson());
                Assert.Equal(why.Cost, explained.Recompute());
            }
        }

        Assert.True(priced > rounds / 10, $"{priced} of {rounds} have a cost.");
        SoakReport.Add("C-EXPLAIN-1 stored", $"{rounds} random records, {priced} with a cost, read back after the book had changed, all explained to the nano-dollar");
    }

    [Fact]
    public async Task What_a_manager_booked_is_explained_by_the_next_process_with_another_book()
    {
        var prices = new PricingRegistry(PriceBook.Embedded, Book("1", input: 3m, output: 7m));
        UsageRecord[] booked;
        await using (var budget = new BudgetManager(new BudgetOptions { Prices = prices }.UseSqlite(_directory.Database)))
        {
            booked =
            [
                await budget.UpdateCostAsync("ann", LlmUsage.Of(1_000, 100), "large"),
                await budget.UpdateCostAsync("ann", new LlmUsage { Input = 900, CacheRead = 100, Output = 50, Reasoning = 5 }, "gpt-4o-mini-2024-07-18"),
                await budget.UpdateCostAsync("ann", LlmUsage.Of(1_000, 100), "nobody-knows-it"),
                await budget.UpdateCostAsync("ann", LlmUsage.Of(1_000, 100), "half"),
                await budget.UpdateCostAsync("ann", new LlmUsage { Input = 5, Pages = 3 }, "large"),
            ];
            prices.Reload(Book("2", input: 30m, output: 70m));
        }

        await using (var budget = new BudgetManager(new BudgetOptions { Prices = prices }.UseSqlite(_directory.Database)))
        {
            IReadOnlyList<UsageRecord> kept = await budget.Reader.GetUsageAsync(new UsageQuery());
            foreach (UsageRecord record in booked)
            {
                UsageRecord read = kept.Single(other => other.Model == record.Model && other.Usage == record.Usage);
                Assert.Equal(record.Cost, read.Cost);
                Assert.Equal(record.PriceLine, read.PriceLine);
                Assert.Equal(record.Provenance, read.Provenance);
                Assert.Equal(record.Explain()!.ToJson(), read.Explain()!.ToJson());
            }
        }

        CostExplanation large = booked[0].Explain()!;
        Assert.Equal((new Usd(3_700_000), "acme/large", "acme.json", "1", PriceMatchKind.Exact), (large.Cost, large.PriceLine, large.Book, large.BookVersion, large.MatchKind));
        CostExplanation mini = booked[1].Explain()!;
        Assert.Equal(("embedded", CostCaveats.BucketFallback), (mini.Book, mini.Flags));

        // Priced at the default, and the record names it: also where the model has a line that cannot price the usage.
        Assert.All(booked[2..4], static record => Assert.Equal((ModelPricing.DefaultId, record.Cost, true), (record.PriceLine, record.Explain()!.Cost!.Value, record.Estimated)));

        // No price for pages anywhere: the most that a call may cost, and the explanation says so.
        CostExplanation pages = booked[4].Explain()!;
        Assert.Equal((Usd.MaxCall, (Usd?)null), (booked[4].Cost, pages.Cost));
        Assert.True(pages.Flags.HasFlag(CostCaveats.ChargedOtherwise));
        Assert.Equal(["page"], pages.Unpriced);
    }

    [Fact]
    public async Task Calls_that_are_priced_alike_share_what_is_kept_of_their_price()
    {
        for (int round = 0; round < 3; round++)
        {
            // A book that was loaded again is another object that says the same.
            var prices = new PricingRegistry(Book("1", 3m, 7m));
            await using var store = new SqliteBudgetStore(_directory.Database);
            store.Open(Now);
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            {
                PriceProvenance price = prices.ProvenanceOf("large", default, new CallTerms { At = Now.AddSeconds(i), ServiceTier = i % 2 == 0 ? ServiceTier.Standard : ServiceTier.Batch })!;
                return store.Writer.AppendAsync(Spend(1, at: Now.AddSeconds(i), usage: Record(price, price.PriceLine)));
            }));
        }

        using var connection = Figures.Open(_directory.Database);
        Assert.Equal([2L, 2L], Figures.Rows(connection, "SELECT COUNT(*), (SELECT COUNT(DISTINCT price) FROM entry) FROM price").Single());
        Assert.Equal(["acme/large"], Figures.Rows(connection, "SELECT DISTINCT price_line FROM ledger").Select(static row => row[0]));
    }

    [Fact]
    public async Task What_cannot_be_kept_as_it_is_leaves_the_name_of_the_line()
    {
        ModelPricing half = new() { Id = "acme/\uD800", Provider = "acme", Model = "m", Price = new BucketPrices { Input = new UnitPrice(1) }, Source = "s", Checked = new DateOnly(2026, 1, 1) };
        PriceProvenance unkept = new PriceMatch(half, PriceMatchKind.Exact).Provenance;
        PriceProvenance long1 = new PriceMatch(half with { Id = "acme/long", Source = new string('s', 70_000) }, PriceMatchKind.Exact).Provenance;
        PriceProvenance fine = new PriceMatch(half with { Id = "acme/fine" }, PriceMatchKind.Exact).Provenance;
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        await store.AppendAsync(Spend(1, usage: Record(unkept, unkept.PriceLine)), Spend(1, usage: Record(long1, long1.PriceLine)), Spend(1, usage: Record(fine, "another line")), Spend(1, usage: Record(fine, fine.PriceLine)));
        Assert.Equal(
            [("acme/fine", true), ("another line", false), ("acme/long", false), ("acme/\uD800", false)],
            (await store.Reader.GetUsageAsync(new UsageQuery())).Select(static record => (record.PriceLine!, record.Provenance is not null)));
        await store.VerifyAsync();
    }

    [Theory]
    [InlineData("UPDATE entry SET price = 3 - price")]
    [InlineData("UPDATE price SET id = -id; UPDATE price SET id = 3 + id")]
    [InlineData("UPDATE entry SET price = NULL")]
    [InlineData("UPDATE entry SET price = NULL, price_line = (SELECT MIN(id) FROM name)")]
    [InlineData("UPDATE extra SET provider_cost = provider_cost + 1")]
    [InlineData("UPDATE extra SET provider_cost = NULL")]
    public async Task A_record_that_is_given_another_price_is_noticed(string damage)
    {
        var prices = new PricingRegistry(Book("1", 3m, 7m));
        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            PriceProvenance large = prices.ProvenanceOf("large", default)!, half = prices.ProvenanceOf("half", default)!;
            await store.AppendAsync(
                Spend(1, usage: Record(large, large.PriceLine) with { ProviderCost = new Usd(4) }), Spend(1, usage: Record(half, half.PriceLine)) with { CallSite = "acme/large" });
        }

        SqliteBudgetStore.Verify(_directory.Database);
        using (var connection = Figures.Open(_directory.Database))
        {
            // The numbers are what the damage above takes them for.
            Assert.Equal([1L, 2L], Figures.Rows(connection, "SELECT id FROM price ORDER BY id").Select(static row => row[0]));
            foreach (string statement in damage.Split("; "))
                Assert.Empty(Figures.Rows(connection, statement));
        }

        Assert.Equal(BudgetStoreFailure.Corrupt, Assert.Throws<BudgetStoreException>(() => SqliteBudgetStore.Verify(_directory.Database)).Failure);
    }

    private static UsageRecord Record(PriceProvenance price, string line) => new() { Model = "m", Cost = default, Timestamp = Now, PriceLine = line, Provenance = price };

    private static PriceBook Book(string version, decimal input, decimal output) => new(
        "acme.json",
        version,
        Line("large", new BucketPrices { Input = UnitPrice.PerMillion(input), Output = UnitPrice.PerMillion(output) }),
        Line("half", new BucketPrices { Input = UnitPrice.PerMillion(input) }));

    private static ModelPricing Line(string model, BucketPrices price) => new()
    {
        Id = "acme/" + model, Provider = "acme", Model = model, Price = price, Source = "https://acme.example/pricing", Checked = new DateOnly(2026, 3, 1),
    };
}
