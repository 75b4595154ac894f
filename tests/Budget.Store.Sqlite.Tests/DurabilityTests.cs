using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class DurabilityTests
{
    [Fact]
    public async Task A_strict_entry_has_a_commit_of_its_own_and_keeps_its_place()
    {
        using var released = new ManualResetEventSlim();
        var batches = new List<int>();
        using var commits = new GroupCommit(
            items =>
            {
                released.Wait();
                batches.Add(items.Count);
            },
            static error => new BudgetStoreException(error.Message, error));
        Task first = commits.Append(Spend(1));
        LedgerEntry strict = Spend(2) with { Durability = DurabilityLevel.Strict };
        Assert.True(EntryCheck.TravelsAlone(strict));
        Task[] rest = [commits.Append(Spend(1)), commits.Append(Spend(1)), commits.Append(strict, alone: true), commits.Append(Spend(1)), commits.Append(Spend(1))];
        released.Set();
        await Task.WhenAll([first, .. rest]);

        // Whether the first one left alone depends on the thread; the strict one is alone between its neighbours.
        Assert.Contains(batches, static size => size == 1);
        Assert.Equal(2, batches[^1]);
        Assert.Equal(1, batches[^2]);
        Assert.Equal(6, batches.Sum());
    }

    [Fact]
    public async Task A_relaxed_entry_waits_for_nobody_unless_writing_fails_or_does_not_keep_up()
    {
        using var released = new ManualResetEventSlim();
        bool fail = true;
        var commits = new GroupCommit(
            _ =>
            {
                released.Wait();
                if (fail)
                    throw new IOException("no room");
            },
            static error => new BudgetStoreException(error.Message, error));
        Assert.True(commits.Append(Spend(1), relaxed: true).IsCompletedSuccessfully);
        released.Set();
        await Assert.ThrowsAsync<BudgetStoreException>(() => commits.Append(Spend(1)));
        await Assert.ThrowsAsync<BudgetStoreException>(() => commits.Append(Spend(1), relaxed: true));
        fail = false;
        await commits.Append(Spend(1));
        Assert.True(commits.Append(Spend(1), relaxed: true).IsCompletedSuccessfully);

        released.Reset();
        Task[] many = [.. Enumerable.Range(0, 200).Select(_ => commits.Append(Spend(1), alone: true, relaxed: true))];
        Assert.False(many[^1].IsCompleted);
        released.Set();
        await Task.WhenAll(many);
        commits.Dispose();
    }

    [Fact]
    public async Task Relaxed_and_strict_entries_are_there_after_closing()
    {
        using var directory = new TestDirectory();
        await using (var store = new SqliteBudgetStore(directory.Database))
        {
            store.Open(Now);
            for (int i = 0; i < 300; i++)
                await store.AppendAsync(Spend(1) with { Durability = (DurabilityLevel)(i % 3) });
        }

        await using var again = new SqliteBudgetStore(directory.Database);
        Assert.Equal(300, Assert.Single(again.Open(Now).Balances).Spent.Nanos);
    }
}
