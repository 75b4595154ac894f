using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class SchemaTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_empty_file_becomes_a_ledger_of_the_newest_version()
    {
        await File.WriteAllBytesAsync(_directory.Database, []);
        await OpenAndCloseAsync();
        using SqliteConnection connection = Figures.Open(_directory.Database);
        Assert.Equal((long)Schema.Newest, Figures.Rows(connection, "PRAGMA user_version").Single()[0]);
        Assert.Equal((long)Schema.ApplicationId, Figures.Rows(connection, "PRAGMA application_id").Single()[0]);
        Assert.Equal("wal", Figures.Rows(connection, "PRAGMA journal_mode").Single()[0]);
    }

    [Fact]
    public async Task A_newer_ledger_is_refused_and_left_alone()
    {
        await OpenAndCloseAsync();
        Execute($"PRAGMA user_version = {Schema.Newest + 1}");
        byte[] before = await File.ReadAllBytesAsync(_directory.Database);

        Assert.Equal(BudgetStoreFailure.TooNew, (await Assert.ThrowsAsync<BudgetStoreException>(OpenAndCloseAsync)).Failure);
        Assert.Equal(BudgetStoreFailure.TooNew, Assert.Throws<BudgetStoreException>(() => SqliteBudgetStore.OpenReader(_directory.Database)).Failure);
        Assert.Equal(before, await File.ReadAllBytesAsync(_directory.Database));
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_alone()
    {
        Execute("CREATE TABLE theirs (x)");
        byte[] before = await File.ReadAllBytesAsync(_directory.Database);
        Assert.Equal(BudgetStoreFailure.Corrupt, (await Assert.ThrowsAsync<BudgetStoreException>(OpenAndCloseAsync)).Failure);
        Assert.Equal(before, await File.ReadAllBytesAsync(_directory.Database));
    }

    [Theory]
    [InlineData(1)] // SQLite takes it for empty.
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(5_000)]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone(int length)
    {
        await File.WriteAllTextAsync(_directory.Database, new string('S', length));
        Assert.Equal(BudgetStoreFailure.Corrupt, (await Assert.ThrowsAsync<BudgetStoreException>(OpenAndCloseAsync)).Failure);
        Assert.Equal(new string('S', length), await File.ReadAllTextAsync(_directory.Database));
    }

    /// <summary>SQLite only reads a file whose header asks for a format that it does not write, and says that it is read-only: but no permission mends that.</summary>
    [Theory]
    [InlineData(18, 3)] // The format for writers.
    [InlineData(18, 255)]
    [InlineData(19, 3)] // The format for readers.
    public async Task A_header_with_another_format_is_damage(int at, byte format)
    {
        await OpenAndCloseAsync();
        byte[] file = await File.ReadAllBytesAsync(_directory.Database);
        file[at] = format;
        await File.WriteAllBytesAsync(_directory.Database, file);
        BudgetStoreException refusal = await Assert.ThrowsAsync<BudgetStoreException>(OpenAndCloseAsync);
        Assert.True(refusal.Failure == BudgetStoreFailure.Corrupt, refusal.Message);
        Assert.Equal(file, await File.ReadAllBytesAsync(_directory.Database));
    }

    [Fact]
    public async Task A_disk_that_is_read_only_is_not_damage()
    {
        string disk = Directory.CreateDirectory(_directory.File("disk")).FullName, database = Path.Combine(disk, "budget.db");
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Commands.Run("mount", "-t", "tmpfs", "tmpfs", disk), "It needs root and a mount of tmpfs.");
        try
        {
            await using (var store = new SqliteBudgetStore(database))
            {
                store.Open(Now);
                await store.AppendAsync(Spend(1));
            }

            Assert.True(Commands.Run("mount", "-o", "remount,ro", disk));
            await using var again = new SqliteBudgetStore(database);
            BudgetStoreException refusal = Assert.Throws<BudgetStoreException>(() => again.Open(Now));
            Assert.True(refusal.Failure == BudgetStoreFailure.Unavailable, refusal.Message);
        }
        finally
        {
            Commands.Run("umount", disk);
        }
    }

    [Fact]
    public void A_migration_that_fails_leaves_no_half_of_it()
    {
        using (SqliteConnection connection = Figures.Open(_directory.Database))
        {
            // The first migration creates "name" first and "entry" near its end.
            foreach (object?[] _ in Figures.Rows(connection, $"PRAGMA application_id = {Schema.ApplicationId}"))
                Assert.Fail("a pragma that sets returns nothing");
            Execute("CREATE TABLE entry (x)");
            Assert.ThrowsAny<SqliteException>(() => Schema.Migrate(connection, _directory.Database));
            Assert.Equal(0L, Figures.Rows(connection, "PRAGMA user_version").Single()[0]);
            Assert.Equal("entry", Assert.Single(Figures.Rows(connection, "SELECT name FROM sqlite_schema"))[0]);
        }
    }

    [Fact]
    public async Task A_failed_opening_gives_the_lock_back()
    {
        await File.WriteAllTextAsync(_directory.Database, new string('x', 5_000));
        var store = new SqliteBudgetStore(_directory.Database);
        Assert.Throws<BudgetStoreException>(() => store.Open(Now));
        File.Delete(_directory.Database);
        store.Open(Now);
        await store.AppendAsync(Spend(1));
        await store.DisposeAsync();
    }

    private async Task OpenAndCloseAsync()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = Figures.Open(_directory.Database);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
