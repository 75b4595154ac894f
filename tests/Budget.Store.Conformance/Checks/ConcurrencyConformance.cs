using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>Many writers and readers at once.</summary>
public abstract class ConcurrencyConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    private const int Writers = 32;
    private const int EntriesEach = 500;

    [Fact]
    public async Task Thirty_two_writers_book_every_entry_and_readers_see_only_whole_ones()
    {
        using var stop = new CancellationTokenSource();
        Task watching = Task.Run(() => WatchAsync(stop.Token));
        await Crowd.RunAsync(Writers, async writer =>
        {
            IReadOnlyList<AccountKey> accounts = [Global, Of($"u{writer}")];
            var random = new Random(writer);
            for (int left = EntriesEach; left > 0;)
            {
                // Some wait for each acknowledgement, some for many at once.
                int burst = Math.Min(left, 1 + random.Next(60));
                await AppendTogetherAsync(Enumerable.Range(0, burst).Select(_ => Spend(writer + 1, accounts, Record(0) with { User = $"u{writer}" })));
                left -= burst;
            }
        });
        await stop.CancelAsync();
        await watching;
        await NowAndReopenedAsync(async () =>
        {
            Assert.Equal((EntriesEach * Writers * (Writers + 1) / 2, 0, 0), await FiguresAsync(Global));
            Dictionary<AccountKey, long> spent = (await Reader.GetBalancesAsync()).ToDictionary(static b => b.Account, static b => b.Spent.Nanos);
            for (int writer = 0; writer < Writers; writer++)
                Assert.Equal(EntriesEach * (writer + 1), spent[Of($"u{writer}")]);
            Assert.Equal(Math.Min(Fixture.RecordsKept, Writers * EntriesEach), Assert.Single(await Reader.SumSpendAsync(new SpendQuery())).Calls);
        });
    }

    [Fact]
    public async Task What_one_thread_appends_becomes_durable_in_its_order()
    {
        await Crowd.RunAsync(8, async writer =>
        {
            for (int i = 0; i < 20; i++)
            {
                Task[] appends = [.. Enumerable.Range(0, 20).Select(k => Writer.AppendAsync(Spend((i * 20) + k + 1, usage: Record(0) with { User = $"u{writer}" })))];
                await appends[^1];
                Assert.All(appends, static append => Assert.True(append.IsCompletedSuccessfully, "a later entry was acknowledged before an earlier one"));
            }
        });
        for (int writer = 0; writer < 8; writer++)
        {
            long[] costs = [.. (await Reader.GetUsageAsync(new UsageQuery { User = $"u{writer}" })).Select(static r => r.Cost.Nanos)];
            Assert.Equal(costs.OrderDescending(), costs);
            Assert.True(Fixture.RecordsKept < 3200 || costs.Length == 400, "records are missing");
        }
    }

    [Fact]
    public async Task What_threads_hand_over_one_after_another_becomes_durable_in_that_order()
    {
        // A hold may use the room of an end that another thread handed over a moment ago: if it were durable without that end, a crash between them would leave more charged than the limit.
        var gate = new Lock();
        var handed = new List<Task>();
        await Crowd.RunAsync(8, async writer =>
        {
            for (int i = 0; i < 200; i++)
            {
                Task append;
                int place;
                lock (gate)
                {
                    place = handed.Count;
                    append = Writer.AppendAsync(Spend(place + 1));
                    handed.Add(append);
                }

                // Most are not waited for, so that entries of several threads are under way together.
                if (i % 8 != writer)
                    continue;
                await append;
                lock (gate)
                    Assert.All(handed[..place], static earlier => Assert.True(earlier.IsCompletedSuccessfully, "a later entry was acknowledged before one that another thread had handed over"));
            }
        });
        await Task.WhenAll(handed);
        await NowAndReopenedAsync(async () =>
        {
            long[] costs = [.. (await Reader.GetUsageAsync(new UsageQuery { Limit = handed.Count })).Select(static r => r.Cost.Nanos)];
            Assert.Equal(Kept([.. Enumerable.Range(1, handed.Count).Select(static cost => (long)cost)]).Reverse(), costs);
        });
    }

    [Fact]
    public async Task What_was_acknowledged_can_be_read()
    {
        await Crowd.RunAsync(8, async writer =>
        {
            AccountKey account = Of($"u{writer}");
            for (int i = 1; i <= 25; i++)
            {
                ReservationId id = NewId();
                await AppendAsync(Hold(id, 5, [account]));
                Assert.Contains(await Reader.GetOpenReservationsAsync(), open => open.Id == id);
                await AppendAsync(Settle(id, 5, 2, [account]));
                Assert.Equal((2 * i, 0, 0), await FiguresAsync(account));
                Assert.DoesNotContain(await Reader.GetOpenReservationsAsync(), open => open.Id == id);
                Assert.True(Fixture.RecordsKept < 200 || (await Reader.FindAsync(id)).Count == 2);
            }
        });
    }

    [Fact]
    public async Task First_touches_of_one_account_meet()
    {
        for (int round = 0; round < 10; round++)
        {
            AccountKey account = Of($"new {round}");
            await Crowd.RunAsync(16, _ => AppendAsync(Spend(1, [account])));
            Assert.Equal((16, 0, 0), await FiguresAsync(account));
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        long last = 0;
        while (!stop.IsCancellationRequested)
        {
            IReadOnlyList<AccountBalance> balances = await Reader.GetBalancesAsync(CancellationToken.None);
            long global = balances.Where(static b => b.Account == Global).Sum(static b => b.Spent.Nanos);
            Assert.Equal(global, balances.Where(static b => b.Account != Global).Sum(static b => b.Spent.Nanos));
            Assert.True(global >= last, "spend went down");
            last = global;
            await Task.Delay(1, CancellationToken.None);
        }
    }
}
