using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>Every stored value is covered: changed by hand, with a database shell, it is noticed.</summary>
public sealed class ChainTests : IDisposable
{
    private readonly TestDirectory _directory = new(inMemory: true);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Every_column_of_every_table_is_covered_by_the_full_check()
    {
        await WriteCompactedAsync();
        SqliteBudgetStore.Verify(_directory.Database);
        int columns = 0;
        foreach ((string table, string column) in Columns())
        {
            // The largest row: the last one written, of what has several.
            string copy = Copy($"UPDATE {table} SET {column} = {Changed(table, column)} WHERE {RowOf(table, column)}");
            AssertCorrupt(() => SqliteBudgetStore.Verify(copy), $"{table}.{column}");
            columns++;
        }

        Assert.True(columns > 80, $"Only {columns} columns were tried.");
    }

    [Fact]
    public async Task A_row_that_is_gone_is_missed_whatever_it_is()
    {
        await WriteCompactedAsync();
        foreach (string table in Columns().Select(static column => column.Table).Distinct())
        {
            string copy = Copy($"DELETE FROM {table} WHERE {RowOf(table, null)}");
            AssertCorrupt(() => SqliteBudgetStore.Verify(copy), table);
        }
    }

    [Theory]
    [InlineData("INSERT INTO entry (seq, kind, id_time, id_rest, at, account_set, attribution, amount) SELECT 100000, 6, 1, 1, 1, MAX(id), 1, 0 FROM account_set")]
    [InlineData("UPDATE entry SET seq = 100000 WHERE seq = (SELECT MAX(seq) FROM entry)")]
    [InlineData("INSERT INTO alert_delivery (seq, alert) SELECT 100000, MAX(seq) FROM alert")]
    [InlineData("UPDATE account SET spent = spent + 5; UPDATE checked_balance SET spent = spent + 5")]
    [InlineData("DROP INDEX entry_reservation")]
    public async Task What_was_added_or_moved_is_noticed(string damage)
    {
        await Ledgers.WriteAsync(_directory.Database);
        string copy = Copy(damage);
        AssertCorrupt(() => SqliteBudgetStore.Verify(copy), damage);
    }

    [Theory]
    [InlineData("UPDATE entry SET amount = amount + 1 WHERE seq = 40")]
    [InlineData("UPDATE entry SET request_id = 'other' WHERE seq = 40")]
    [InlineData("UPDATE entry SET id_rest = id_rest + 1 WHERE seq = 40")]
    [InlineData("UPDATE entry SET note = 'other' WHERE seq = 305")]
    [InlineData("UPDATE extra SET actor = 'eve'")]
    [InlineData("DELETE FROM entry WHERE seq = 40")]
    [InlineData("UPDATE attribution SET user = 'eve' WHERE user = 'user-7'")]
    [InlineData("UPDATE attribution_tag SET value = 'test' WHERE value = 'prod'")]
    [InlineData("UPDATE name SET text = 'elsewhere' WHERE text = 'endpoint'")]
    [InlineData("UPDATE account SET scope_key = 'eve' WHERE scope_key = 'user-7'")]
    [InlineData("UPDATE account SET window_end = window_end + 1 WHERE scope_key = 'user-7'")]
    [InlineData("UPDATE account SET spent = spent + 1 WHERE scope_key = 'user-7'")]
    [InlineData("UPDATE hold SET hold = hold + 1")]
    [InlineData("UPDATE hold SET note = 'other'")]
    [InlineData("DELETE FROM hold WHERE state = 0")]
    [InlineData("DELETE FROM hold WHERE state = 1")]
    [InlineData("UPDATE policy_version SET definition = '{}' WHERE version = 1")]
    [InlineData("UPDATE price_line_version SET definition = '{}' WHERE version = 1")]
    [InlineData("UPDATE price_line_version SET actor = 'eve' WHERE version = 2")]
    [InlineData("DELETE FROM price_line_version WHERE version = 2")]
    [InlineData("UPDATE alert SET message = 'all is well'")]
    [InlineData("DELETE FROM alert_delivery")]
    [InlineData("UPDATE head SET hash = zeroblob(32)")]
    [InlineData("UPDATE head SET checked = 5")]
    [InlineData("UPDATE checked_balance SET spent = spent + 1")]
    public async Task What_came_after_the_last_checkpoint_is_verified_when_the_ledger_is_opened(string damage)
    {
        await using (var first = new SqliteBudgetStore(_directory.Database))
        {
            first.Open(Now);
            await first.AppendAsync(Spend(1));
        }

        string copy = _directory.File("copy.db");
        await using (var store = new SqliteBudgetStore(_directory.Database))
        {
            store.Open(Now);
            await Ledgers.AppendAsync(store);
            File.Copy(_directory.Database, copy);
            File.Copy(_directory.Database + "-wal", copy + "-wal");
        }

        using (SqliteConnection connection = Figures.Open(copy))
            Assert.Empty(Figures.Rows(connection, damage));
        AssertCorrupt(
            () =>
            {
                var store = new SqliteBudgetStore(copy);
                store.Open(Now);
            },
            damage);
    }

    [Fact]
    public async Task Opening_does_not_read_what_was_verified_before_and_the_full_check_does()
    {
        await Ledgers.WriteAsync(_directory.Database);
        string copy = Copy("UPDATE entry SET request_id = 'other' WHERE seq = 40");
        await using (var store = new SqliteBudgetStore(copy))
        {
            store.Open(Now);
            BudgetStoreException error = await Assert.ThrowsAsync<BudgetStoreException>(() => store.VerifyAsync());
            Assert.Equal(BudgetStoreFailure.Corrupt, error.Failure);
            Assert.Contains("numbered", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_full_check_runs_beside_a_store_that_writes()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        for (int round = 0; round < 5; round++)
        {
            Task writing = Ledgers.AppendAsync(store);
            await store.VerifyAsync();
            SqliteBudgetStore.Verify(_directory.Database);
            await writing;
        }
    }

    [Fact]
    public async Task The_chain_goes_on_through_links_failures_and_reopenings()
    {
        for (int round = 0; round < 3; round++)
        {
            await using var store = new SqliteBudgetStore(_directory.Database);
            store.Open(Now);
            for (int i = 0; i < 5; i++)
            {
                await Task.WhenAll(Enumerable.Range(0, 700).Select(n => store.Writer.AppendAsync(Spend(n, Of($"u{n % 7}")))));
                await store.AppendAsync(Spend(1), Spend(2));
                await store.Writer.AppendAsync(Entry(LedgerEntryKind.Adjust, ReservationId.New(Now), 0, 9_000_000_000_000_000_000, [Day("full")]));
                await Assert.ThrowsAsync<BudgetStoreException>(
                    () => store.Writer.AppendAsync(Entry(LedgerEntryKind.Adjust, ReservationId.New(Now), 0, 900_000_000_000_000_000, [Day("full"), Day("x")])));
                await store.Writer.AppendAsync(Entry(LedgerEntryKind.Adjust, ReservationId.New(Now), 0, -9_000_000_000_000_000_000, [Day("full")]));
            }

            await store.VerifyAsync();
        }

        await Figures.AssertBalancesAreSumsOfEntriesAsync(_directory.Database);
        using SqliteConnection connection = Figures.Open(_directory.Database);
        Assert.True((long)Figures.Rows(connection, "SELECT COUNT(*) FROM link").Single()[0]! > 9);
    }

    // With a compaction behind it, so that sums of what is gone are there, too.
    private async Task WriteCompactedAsync()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        AccountKey old = new("old", "x", Start.AddDays(-9), Start.AddDays(-8));
        await store.AppendAsync(Spend(7, [old], Start.AddDays(-8)), Spend(8, [old], Start.AddDays(-8)));
        Assert.Equal(2, await store.CompactAsync(Start));
        await Ledgers.AppendAsync(store);
    }

    private List<(string Table, string Column)> Columns()
    {
        using SqliteConnection connection = Figures.Open(_directory.Database);
        return
        [
            .. Figures.Rows(connection, "SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY 1, c.cid")
                .Select(static row => ((string)row[0]!, (string)row[1]!)),
        ];
    }

    // A row that has the value, if there is one, and of those the last.
    private static string RowOf(string table, string? column)
    {
        string key = table switch
        {
            "hold" => "reservation",
            "attribution_tag" => "name",
            "checked_balance" or "compacted_balance" => "account",
            "account" or "account_set" or "attribution" or "name" or "price" or "head" => "id",
            _ => "seq",
        };
        string order = column is null ? $"{key} DESC" : $"{column} IS NULL, {key} DESC";
        return $"{key} = (SELECT {key} FROM {table} ORDER BY {order} LIMIT 1)";
    }

    private static string Changed(string table, string column) => (table, column) switch
    {
        ("head", "id") => "2",
        ("account_set", "members") => "zeroblob(8)",
        ("entry", "id_time") => "id_time + 1024",
        ("entry", "buckets") => "CAST(X'0500' || zeroblob(2) AS BLOB)",
        ("extra", "usage_reservation") or ("hold", "reservation") => "zeroblob(16)",
        (_, "hash" or "origin" or "key") => "zeroblob(32)",
        (_, "id" or "seq" or "account" or "after") => $"{column} + 100000",
        _ => $"CASE typeof({column}) WHEN 'text' THEN {column} || 'x' WHEN 'blob' THEN zeroblob(3) WHEN 'null' THEN 1 ELSE {column} + 1 END",
    };

    private string Copy(string damage)
    {
        string copy = _directory.File($"copy-{Guid.NewGuid():N}.db");
        File.Copy(_directory.Database, copy);
        using SqliteConnection connection = Figures.Open(copy);
        Assert.Empty(Figures.Rows(connection, "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF"));
        Assert.Empty(Figures.Rows(connection, damage));
        return copy;
    }

    private static void AssertCorrupt(Action open, string what)
    {
        try
        {
            open();
            Assert.Fail($"{what}: the change was not noticed.");
        }
        catch (BudgetStoreException error)
        {
            Assert.True(error.Failure == BudgetStoreFailure.Corrupt, $"{what}: {error.Message}");
        }
    }
}
