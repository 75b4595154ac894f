using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class MaintenanceTests : IDisposable
{
    private readonly TestDirectory _directory = new(inMemory: true);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_backup_of_a_ledger_in_use_is_one_moment_of_it_and_opens_as_a_ledger()
    {
        await using SqliteBudgetStore store = Open();
        await Ledgers.AppendAsync(store);
        using var stop = new CancellationTokenSource();
        Task writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await store.AppendAsync(Spend(1, Of("busy")));
        });
        for (int i = 0; i < 5; i++)
        {
            string copy = _directory.File($"backup-{i}.db");
            await store.Maintenance.BackupAsync(copy);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
            Assert.False(File.Exists(copy + "-wal"));
            await Figures.AssertBalancesAreSumsOfEntriesAsync(copy);
            await using var restored = new SqliteBudgetStore(copy);
            Assert.NotEmpty(restored.Open(Now).Policies);
        }

        await stop.CancelAsync();
        await writing;
        await store.VerifyAsync();
    }

    [Fact]
    public async Task A_backup_without_writers_says_the_same()
    {
        await using SqliteBudgetStore store = Open();
        await Ledgers.AppendAsync(store);
        await store.BackupAsync(_directory.File("backup.db"));
        Assert.Equal(await Ledgers.DescribeAsync(_directory.Database), await Ledgers.DescribeAsync(_directory.File("backup.db")));
    }

    [Fact]
    public async Task A_backup_never_replaces_a_file_and_a_failed_one_leaves_none()
    {
        await using SqliteBudgetStore store = Open();
        await store.AppendAsync(Spend(1));
        await File.WriteAllTextAsync(_directory.File("precious"), "mine");
        Assert.Equal(BudgetStoreFailure.Unavailable, (await Assert.ThrowsAsync<BudgetStoreException>(() => store.BackupAsync(_directory.File("precious")))).Failure);
        Assert.Equal("mine", await File.ReadAllTextAsync(_directory.File("precious")));
        await Assert.ThrowsAsync<BudgetStoreException>(() => store.BackupAsync(_directory.Database));
        await Assert.ThrowsAsync<BudgetStoreException>(() => store.BackupAsync(Path.Combine(_directory.Path, "missing", "b.db")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.BackupAsync(_directory.File("cancelled"), new CancellationToken(canceled: true)));

        var closed = new SqliteBudgetStore(_directory.File("none.db"));
        await Assert.ThrowsAsync<BudgetStoreException>(() => closed.BackupAsync(_directory.File("of-none")));
        Assert.False(File.Exists(_directory.File("cancelled")));
        Assert.False(File.Exists(_directory.File("of-none")));
        await store.VerifyAsync();
    }

    [Fact]
    public async Task A_compaction_replaces_what_is_over_and_changes_no_balance()
    {
        AccountKey day1 = Day("u"), day2 = day1 with { WindowStart = Start.AddDays(1), WindowEnd = Start.AddDays(2) };
        ReservationId lost = ReservationId.New(Now);
        LedgerEntry kept = Spend(5, [day1, Global]), later = Spend(6, [day2], Start.AddDays(1.5)), lateBooked = Spend(7, [day1], Start.AddDays(2.5));
        LedgerEntry[] gone = [.. Enumerable.Range(1, 3_000).Select(i => Spend(i, [day1], Now.AddSeconds(i % 60)) with { Note = new string('n', 200), Actor = "ann" })];
        await using (SqliteBudgetStore store = Open())
        {
            foreach (LedgerEntry[] some in gone.Chunk(500))
                await Task.WhenAll(some.Select(store.Writer.AppendAsync));
            await store.AppendAsync(
                kept, later, lateBooked, Entry(LedgerEntryKind.Hold, lost, 40, 0, [day1]), Entry(LedgerEntryKind.Suspend, lost, 40, 0, [day1]), Spend(3, [], Now));
            await store.Writer.AppendAlertAsync(new AlertRecord("a", AlertKind.LimitExceeded, AlertLevel.Warning, day1, Now, "over"));

            IReadOnlyList<AccountBalance> before = await store.Reader.GetBalancesAsync();
            Assert.Equal(1, await store.CompactAsync(Start.AddHours(23)));
            // The calls of the first day, and the one of the second. What no policy asked about has gone with the first compaction.
            Assert.Equal(3_001, await store.Maintenance.CompactAsync(Start.AddDays(2)));
            Assert.Equal(0, await store.CompactAsync(Start.AddDays(2)));
            Assert.Equal(before, await store.Reader.GetBalancesAsync());
            Assert.Empty(await store.Reader.FindAsync(gone[7].Reservation));
            Assert.Equal([LedgerEntryKind.Hold, LedgerEntryKind.Suspend], (await store.Reader.FindAsync(lost)).Select(static entry => entry.Kind));
            Assert.Single(await store.Reader.FindAsync(kept.Reservation));
            Assert.Single(await store.Reader.FindAsync(lateBooked.Reservation));
            await store.VerifyAsync();

            await store.AppendAsync(Spend(11, [day1]), Entry(LedgerEntryKind.LateSettle, lost, 40, 41, [day1]));
            await store.VerifyAsync();
        }

        await using SqliteBudgetStore again = Open();
        AccountBalance balance = (await again.Reader.GetBalancesAsync()).Single(b => b.Account == day1);
        Assert.Equal((gone.Sum(static e => e.Amount.Nanos) + 5 + 7 + 11 + 41, 0, 1), (balance.Spent.Nanos, balance.Suspense.Nanos, balance.Overrun.Nanos));
        Assert.Single(await again.Reader.GetAlertsAsync());
        await again.VerifyAsync();
    }

    [Fact]
    public async Task A_compaction_gives_the_room_back_while_calls_go_on()
    {
        await using SqliteBudgetStore store = Open();
        AccountKey past = Day("u");
        await Task.WhenAll(Enumerable.Range(0, 5_000).Select(i => store.Writer.AppendAsync(Spend(1, [past]) with { Note = new string('n', 400) })));
        Task[] calls = [.. Enumerable.Range(0, 200).Select(_ => store.Writer.AppendAsync(Spend(1)))];
        Task<long> compaction = store.CompactAsync(Start.AddDays(1));
        Task[] more = [.. Enumerable.Range(0, 200).Select(_ => store.Writer.AppendAsync(Spend(1)))];
        await Task.WhenAll([.. calls, compaction, .. more]);
        Assert.Equal(5_000, await compaction);
        Assert.Equal(400, (await store.Reader.GetBalancesAsync()).Single(static b => b.Account == Global).Spent.Nanos);
        using (SqliteConnection connection = Figures.Open(_directory.Database))
            Assert.True((long)Figures.Rows(connection, "PRAGMA page_count").Single()[0]! < 100);
        await store.VerifyAsync();
    }

    [Fact]
    public async Task A_compaction_that_is_cancelled_or_finds_damage_changes_nothing()
    {
        await using (SqliteBudgetStore store = Open())
        {
            await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => store.Writer.AppendAsync(Spend(1, [Day("u")]))));
            string before = await Ledgers.DescribeAsync(_directory.Database);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.CompactAsync(Start.AddDays(1), new CancellationToken(canceled: true)));
            Assert.Equal(before, await Ledgers.DescribeAsync(_directory.Database));
            await store.AppendAsync(Spend(1));
            await store.VerifyAsync();
        }

        using (SqliteConnection connection = Figures.Open(_directory.Database))
            Assert.Empty(Figures.Rows(connection, "UPDATE entry SET request_id = 'x' WHERE seq = 5"));
        await using SqliteBudgetStore damaged = Open();
        Assert.Equal(BudgetStoreFailure.Corrupt, (await Assert.ThrowsAsync<BudgetStoreException>(() => damaged.CompactAsync(Start.AddDays(1)))).Failure);
        Assert.Equal(2_000, (await damaged.Reader.GetUsageAsync(new UsageQuery { Limit = 9_999 })).Count(static record => record.Cost == new Usd(1)) - 1);
    }

    [Fact]
    public async Task What_needs_an_open_store_says_so()
    {
        var store = new SqliteBudgetStore(_directory.Database);
        await Assert.ThrowsAsync<BudgetStoreException>(() => store.CompactAsync(Now));
        await Assert.ThrowsAsync<BudgetStoreException>(() => store.VerifyAsync());
        Assert.Throws<BudgetStoreException>(() => SqliteBudgetStore.Verify(_directory.Database));
    }

    private SqliteBudgetStore Open()
    {
        var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        return store;
    }
}
