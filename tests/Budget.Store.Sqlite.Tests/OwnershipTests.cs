using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class OwnershipTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_ledger_that_another_process_owns_is_in_use_until_that_process_closes_it()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        using (Worker owner = await Worker.StartAsync("own", _directory.Database))
        {
            Assert.Equal("open", owner.FirstLine);
            BudgetStoreException error = Assert.Throws<BudgetStoreException>(() => store.Open(Now));
            Assert.Equal(BudgetStoreFailure.InUse, error.Failure);
            Assert.Contains(_directory.Database, error.Message, StringComparison.Ordinal);
            Assert.Contains(_directory.Database + "-lock", error.Message, StringComparison.Ordinal);
            Assert.Contains("OpenReader", error.Message, StringComparison.Ordinal);
            await owner.CloseAsync();
        }

        store.Open(Now);
    }

    [Fact]
    public async Task The_lock_of_a_killed_process_is_free()
    {
        using Worker owner = await Worker.StartAsync("own", _directory.Database);
        Assert.Equal("open", owner.FirstLine);
        owner.Kill();
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
    }

    [Fact]
    public async Task Another_process_is_refused_while_this_one_owns_the_ledger()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        using Worker second = await Worker.StartAsync("own", _directory.Database);
        Assert.StartsWith("InUse: ", second.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_store_in_the_same_process_is_refused_too()
    {
        await using var first = new SqliteBudgetStore(_directory.Database);
        first.Open(Now);
        await using var second = new SqliteBudgetStore(_directory.Database);
        Assert.Equal(BudgetStoreFailure.InUse, Assert.Throws<BudgetStoreException>(() => second.Open(Now)).Failure);
    }

    [Fact]
    public async Task A_link_to_the_file_meets_the_same_lock()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs rights on Windows");
        await using var first = new SqliteBudgetStore(_directory.Database);
        first.Open(Now);
        File.CreateSymbolicLink(_directory.File("link.db"), _directory.Database);
        await using var second = new SqliteBudgetStore(_directory.File("link.db"));
        Assert.Equal(BudgetStoreFailure.InUse, Assert.Throws<BudgetStoreException>(() => second.Open(Now)).Failure);
    }
}
