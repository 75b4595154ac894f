using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Random ledgers, in the store, in the reference store and on the whiteboard: the same answers everywhere.</summary>
public abstract class ModelConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    private const int Steps = 150;

    [Fact]
    public async Task Random_ledgers_are_what_the_whiteboard_and_the_reference_store_say()
    {
        var board = new Whiteboard();
        await using var reference = new InMemoryBudgetStore(int.MaxValue);
        reference.Open(Now);
        for (int seed = 1; seed <= 12; seed++)
        {
            var ledger = new RandomLedger(seed);
            var random = new Random(seed);
            for (int step = 0; step < Steps;)
            {
                LedgerEntry[] burst = [.. Enumerable.Range(0, 1 + random.Next(30)).Select(_ => ledger.Next())];
                step += burst.Length;
                await AppendTogetherAsync(burst);
                foreach (LedgerEntry line in burst)
                {
                    board.Append(line);
                    await reference.AppendAsync(line);
                }

                if (random.Next(6) == 0)
                    await (random.Next(2) == 0 ? ReopenAsync() : KillAndReopenAsync());
            }

            await AssertAsWhiteboardAsync(board, seed);
            await AssertAsReferenceAsync(reference.Reader, ledger.Ids);
            foreach (ReservationId id in ledger.Ids)
                Assert.Equal(board.Find(id).Select(Comparable), (await Reader.FindAsync(id)).Select(Comparable));
        }
    }

    private async Task AssertAsWhiteboardAsync(Whiteboard board, int seed)
    {
        var balances = board.Balances();
        IReadOnlyList<AccountBalance> read = await Reader.GetBalancesAsync();
        Assert.True(balances.Count == read.Count, $"seed {seed}");
        Assert.All(read, b => Assert.Equal(balances[b.Account], (b.Spent.Nanos, b.Suspense.Nanos, b.Overrun.Nanos)));
        Assert.Equal(board.Open(), (await Reader.GetOpenReservationsAsync()).Select(static o => (o.Id, o.Hold.Nanos, o.Suspended)).ToHashSet());
        Assert.Equal(board.Entries().Count(), (await Reader.GetEntriesAsync(new EntryQuery { Limit = int.MaxValue })).Count);
    }

    private async Task AssertAsReferenceAsync(ILedgerReader reference, IEnumerable<ReservationId> ids)
    {
        Assert.Equal((await reference.GetBalancesAsync()).ToHashSet(), [.. await Reader.GetBalancesAsync()]);
        Assert.Equal((await reference.GetOpenReservationsAsync()).Select(Comparable).ToHashSet(), [.. (await Reader.GetOpenReservationsAsync()).Select(Comparable)]);
        Assert.Equal(await reference.GetUsageAsync(new UsageQuery { Limit = 200 }), await Reader.GetUsageAsync(new UsageQuery { Limit = 200 }));
        Assert.Equal(await reference.SumSpendAsync(new SpendQuery()), await Reader.SumSpendAsync(new SpendQuery()));
        var all = new EntryQuery { Limit = int.MaxValue };
        Assert.Equal((await reference.GetEntriesAsync(all)).Select(Comparable), (await Reader.GetEntriesAsync(all)).Select(Comparable));
        foreach (ReservationId id in ids)
            Assert.Equal((await reference.FindAsync(id)).Select(Comparable), (await Reader.FindAsync(id)).Select(Comparable));
    }
}
