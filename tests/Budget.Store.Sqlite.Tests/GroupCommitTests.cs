using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class GroupCommitTests : IDisposable
{
    private const int Writers = 64;
    private const int EntriesEach = 200;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Many_writers_share_commits_and_each_ones_entries_are_durable_in_its_order()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        using var reader = SqliteBudgetStore.OpenReader(_directory.Database);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (int i = 0; i < EntriesEach; i++)
            {
                Task first = store.Writer.AppendAsync(Spend(1, Of($"u{writer}"), usage: Record(writer)));
                Task second = store.Writer.AppendAsync(Spend(2, Of($"u{writer}"), usage: Record(writer)));
                await second;
                Assert.True(first.IsCompletedSuccessfully, "a later entry was acknowledged before an earlier one");
            }
        })));

        // What was acknowledged is in the file for everybody, and in each writer's order.
        Assert.Equal(Writers * EntriesEach * 3, (await reader.GetBalancesAsync()).Single(b => b.Account == Global).Spent.Nanos);
        for (int writer = 0; writer < Writers; writer++)
        {
            IReadOnlyList<UsageRecord> usage = await reader.GetUsageAsync(new UsageQuery { User = $"u{writer}" });
            Assert.Equal(Enumerable.Range(0, EntriesEach * 2).Select(i => (long)(2 - (i % 2))), usage.Select(record => record.Cost.Nanos));
        }

        Assert.InRange(store.Commits, 1, (Writers * EntriesEach * 2) - 1);
        await Figures.AssertBalancesAreSumsOfEntriesAsync(_directory.Database);
    }

    [Fact]
    public async Task An_entry_is_acknowledged_only_when_another_connection_can_read_it()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        using var reader = SqliteBudgetStore.OpenReader(_directory.Database);
        for (int i = 1; i <= 200; i++)
        {
            await store.AppendAsync(Spend(1));
            Assert.Equal(i, Assert.Single(await reader.GetBalancesAsync()).Spent.Nanos);
        }
    }

    [Fact]
    public async Task A_batch_is_bounded()
    {
        var sizes = new List<int>();
        using var released = new ManualResetEventSlim();
        Task[] all;
        using (var commits = new GroupCommit(
            entries =>
            {
                released.Wait();
                sizes.Add(entries.Count);
            },
            static error => new BudgetStoreException(error.Message, error)))
        {
            all = [.. Enumerable.Range(0, 10_000).Select(_ => commits.Append(Spend(1)))];
            released.Set();
        }

        await Task.WhenAll(all);
        Assert.Equal(10_000, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, 1, 4_096));
    }

    [Fact]
    public async Task A_failed_commit_fails_its_entries_and_the_next_one_works()
    {
        bool fail = true;
        using var commits = new GroupCommit(
            _ =>
            {
                if (fail)
                    throw new IOException("no room");
            },
            static error => new BudgetStoreException(error.Message, error));
        await Assert.ThrowsAsync<BudgetStoreException>(() => commits.Append(Spend(1)));
        fail = false;
        await commits.Append(Spend(1));
        Assert.Equal(1, commits.Commits);
    }

    [Fact]
    public async Task Ids_of_a_commit_that_was_rolled_back_are_not_used_again()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        AccountKey full = Day("full");
        await store.AppendAsync(Entry(LedgerEntryKind.Adjust, ReservationId.New(Now), 0, 9_000_000_000_000_000_000, [full]));

        // Names a new account, user and call site, and then fails for the account that is full.
        LedgerEntry refused = Entry(LedgerEntryKind.Adjust, ReservationId.New(Now), 0, 900_000_000_000_000_000, [full, Day("new")]) with
        {
            Attribution = new CallAttribution("new"), CallSite = "new",
        };
        await Assert.ThrowsAsync<BudgetStoreException>(() => store.Writer.AppendAsync(refused));
        await store.AppendAsync(refused with { Amount = new Usd(5), Accounts = [Day("other"), Day("new")] });

        IReadOnlyList<AccountBalance> balances = await store.Reader.GetBalancesAsync();
        Assert.Equal([9_000_000_000_000_000_000, 5, 5], balances.Select(balance => balance.Spent.Nanos));
        await Figures.AssertBalancesAreSumsOfEntriesAsync(_directory.Database);
    }

    [Fact]
    public async Task More_accounts_than_the_caches_hold_keep_their_identity()
    {
        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            for (int round = 0; round < 2; round++)
                await Task.WhenAll(Enumerable.Range(0, 40_000).Select(i => store.Writer.AppendAsync(Spend(1, [Day($"u{i}")], usage: Record(i)))));
        }

        await using var again = new SqliteBudgetStore(_directory.Database);
        LedgerState state = again.Open(Now);
        Assert.Equal(40_000, state.Balances.Count);
        Assert.All(state.Balances, balance => Assert.Equal(2, balance.Spent.Nanos));
        Assert.Equal(2, (await again.Reader.GetUsageAsync(new UsageQuery { User = "u12345" })).Count);
    }

    private static UsageRecord Record(int writer) => new() { Model = "m", User = $"u{writer}", Cost = default, Timestamp = Now };
}
