using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

/// <summary>T-DISK-1 for the store: a real file system that is full, and then has room again.</summary>
public sealed class DiskFullTests
{
    [Fact]
    public async Task On_a_full_disk_nothing_that_was_acknowledged_is_lost_and_with_room_it_works_again()
    {
        using var directory = new TestDirectory();
        string disk = Directory.CreateDirectory(directory.File("disk")).FullName;
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Commands.Run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk),
            "T-DISK-1 DID NOT RUN: it needs root and a mount of tmpfs.");
        try
        {
            await FillAsync(Path.Combine(disk, "budget.db"), () => Assert.True(Commands.Run("mount", "-o", "remount,size=64m", disk)));
        }
        finally
        {
            Commands.Run("umount", disk);
        }
    }

    private static async Task FillAsync(string database, Action makeRoom)
    {
        var acknowledged = new List<LedgerEntry>();
        var refused = new List<LedgerEntry>();
        await using (var store = new SqliteBudgetStore(database))
        {
            store.Open(Now);
            while (refused.Count < 300)
                await AppendManyAsync(store, acknowledged, refused);

            // It says so, it answers, and it keeps refusing, while there is no room.
            Assert.NotEmpty(acknowledged);
            await AssertHoldsExactlyAsync(database, acknowledged);

            makeRoom();
            await store.AppendAsync([.. refused]);
            await AssertHoldsExactlyAsync(database, [.. acknowledged, .. refused]);
        }

        await using var again = new SqliteBudgetStore(database);
        LedgerState state = again.Open(Now);
        Assert.Equal(acknowledged.Concat(refused).Sum(static entry => entry.Amount.Nanos), state.Balances.Single(static b => b.Account == Global).Spent.Nanos);
        await AssertHoldsExactlyAsync(database, [.. acknowledged, .. refused]);
        SoakReport.Add("T-DISK-1", $"a full disk after {acknowledged.Count} acknowledged entries: {refused.Count} refused, 0 lost, all written when there was room");
    }

    private static async Task AppendManyAsync(SqliteBudgetStore store, List<LedgerEntry> acknowledged, List<LedgerEntry> refused)
    {
        LedgerEntry[] entries = [.. Enumerable.Range(0, 100).Select(static i => Spend(i, Of($"user-{i % 5}")) with { Note = new string('n', 100) })];
        Task[] tasks = [.. entries.Select(store.Writer.AppendAsync)];
        for (int i = 0; i < entries.Length; i++)
        {
            try
            {
                await tasks[i];
                acknowledged.Add(entries[i]);
            }
            catch (BudgetStoreException error)
            {
                Assert.Equal(BudgetStoreFailure.Unavailable, error.Failure);
                refused.Add(entries[i]);
            }
        }
    }

    private static async Task AssertHoldsExactlyAsync(string database, IReadOnlyCollection<LedgerEntry> entries)
    {
        using SqliteLedgerReader reader = SqliteBudgetStore.OpenReader(database);
        IReadOnlyList<UsageRecord> usage = await reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });
        Assert.Equal(
            entries.Select(static entry => (entry.Reservation, entry.Amount)).Order(Comparer),
            usage.Select(static record => (record.Reservation!.Value, record.Cost)).Order(Comparer));
        await Figures.AssertBalancesAreSumsOfEntriesAsync(database);
    }

    private static readonly Comparer<(ReservationId Id, Usd)> Comparer = Comparer<(ReservationId Id, Usd)>.Create(static (a, b) => a.Id.CompareTo(b.Id));
}
