using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class ReaderTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_reader_beside_a_living_owner_sees_only_whole_commits()
    {
        using Worker owner = await Worker.StartAsync("spend", _directory.Database, _directory.File("acks"), "8");
        Assert.Equal("open", owner.FirstLine);
        using SqliteLedgerReader reader = SqliteBudgetStore.OpenReader(_directory.Database);
        long last = 0;
        for (int i = 0; i < 50 || (last == 0 && i < 10_000); i++)
        {
            IReadOnlyList<AccountBalance> balances = await reader.GetBalancesAsync();
            long all = balances.Where(b => b.Account.PolicyId == "global").Sum(b => b.Spent.Nanos);
            Assert.Equal(all, balances.Where(b => b.Account.PolicyId == "user").Sum(b => b.Spent.Nanos));
            Assert.True(all >= last, "spend went down");
            last = all;
        }

        Assert.NotEmpty(await reader.GetUsageAsync(new UsageQuery()));
    }

    [Fact]
    public async Task A_reader_works_without_an_owner_and_does_not_become_one()
    {
        await using (SqliteBudgetStore store = Open())
            await store.AppendAsync(Spend(7));
        using SqliteLedgerReader reader = SqliteBudgetStore.OpenReader(_directory.Database);
        await using SqliteBudgetStore owner = Open();
        Assert.Equal(7, Assert.Single(await reader.GetBalancesAsync()).Spent.Nanos);
        await owner.AppendAsync(Spend(8));
        Assert.Equal(15, Assert.Single(await reader.GetBalancesAsync()).Spent.Nanos);
    }

    [Fact]
    public void A_missing_or_empty_file_is_no_ledger_to_read()
    {
        Assert.Equal(BudgetStoreFailure.Unavailable, Assert.Throws<BudgetStoreException>(() => SqliteBudgetStore.OpenReader(_directory.Database)).Failure);
        Assert.False(File.Exists(_directory.Database));
        File.WriteAllBytes(_directory.Database, []);
        Assert.Equal(BudgetStoreFailure.Unavailable, Assert.Throws<BudgetStoreException>(() => SqliteBudgetStore.OpenReader(_directory.Database)).Failure);
    }

    [Fact]
    public async Task Usage_is_selected_by_time_and_by_who_newest_first()
    {
        await using SqliteBudgetStore store = Open();
        for (int i = 0; i < 100; i++)
        {
            var record = new UsageRecord
            {
                Model = $"m{i % 2}", Provider = $"p{i % 3}", User = $"u{i % 5}", Project = i % 7 == 0 ? null : $"j{i % 7}", Cost = default, Timestamp = Now,
            };
            await store.AppendAsync(Spend(i, at: Now.AddSeconds(i / 2), usage: record));
        }

        await AssertAsync(new UsageQuery(), i => true);
        await AssertAsync(new UsageQuery { User = "u3" }, i => i % 5 == 3);
        await AssertAsync(new UsageQuery { Model = "m1", Provider = "p2", Project = "j4" }, i => i % 2 == 1 && i % 3 == 2 && i % 7 == 4);
        await AssertAsync(new UsageQuery { From = Now.AddSeconds(10), To = Now.AddSeconds(20) }, i => i / 2 is >= 10 and < 20);
        await AssertAsync(new UsageQuery { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue }, i => true);
        await AssertAsync(new UsageQuery { User = "U3" }, i => false);
        await AssertAsync(new UsageQuery { User = "%" }, i => false);
        await AssertAsync(new UsageQuery { User = "' OR 1=1 --" }, i => false);
        await AssertAsync(new UsageQuery { Limit = 0 }, i => false);
        await AssertAsync(new UsageQuery { Limit = -1 }, i => false);
        await AssertAsync(new UsageQuery { Limit = 10 }, i => i >= 90);

        async Task AssertAsync(UsageQuery query, Func<int, bool> expected) => Assert.Equal(
            Enumerable.Range(0, 100).Where(expected).Reverse().Select(i => (long)i),
            (await store.Reader.GetUsageAsync(query)).Select(record => record.Cost.Nanos));
    }

    [Fact]
    public async Task Reading_can_be_cancelled()
    {
        await using SqliteBudgetStore store = Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.Reader.GetBalancesAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Many_threads_may_read_while_one_process_writes()
    {
        await using SqliteBudgetStore store = Open();
        using var stop = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await store.Reader.GetBalancesAsync();
                await store.Reader.GetOpenReservationsAsync();
                await store.Reader.GetUsageAsync(new UsageQuery { Limit = 10 });

                // Loops that never rest keep the pool's own queues full, and it would not get to the writer's acknowledgements.
                await Task.Delay(1);
            }
        }))];
        for (int i = 0; i < 500; i++)
            await store.AppendAsync(Spend(1, Of($"u{i % 10}")));
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(500, (await store.Reader.GetBalancesAsync()).Single(b => b.Account == Global).Spent.Nanos);
    }

    private SqliteBudgetStore Open()
    {
        var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        return store;
    }
}
