using BudgetGen.Storage;
using Microsoft.Data.Sqlite;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class ReopeningTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_ledger_starts_from_the_figures_that_it_ended_with()
    {
        ReservationId live = ReservationId.New(Now), lost = ReservationId.New(Now);
        await using (SqliteBudgetStore store = Open(Now, out LedgerState empty))
        {
            Assert.Empty(empty.Balances);
            Assert.Empty(empty.InFlight);
            await store.AppendAsync(
                Spend(100, Of("u")),
                Entry(LedgerEntryKind.Hold, live, 30, 0, Of("u")),
                Entry(LedgerEntryKind.Hold, lost, 40, 0, Of("u")),
                Entry(LedgerEntryKind.Suspend, lost, 40, 0, Of("u")));
        }

        for (int i = 0; i < 2; i++)
        {
            await using SqliteBudgetStore store = Open(Now, out LedgerState state);
            Assert.Equal(
                [new AccountBalance(Day("u"), new Usd(100), new Usd(40), default), new AccountBalance(Global, new Usd(100), new Usd(40), default)],
                state.Balances);
            OpenReservation inFlight = Assert.Single(state.InFlight);
            Assert.Equal((live, new Usd(30), false), (inFlight.Id, inFlight.Hold, inFlight.Suspended));
            Assert.Equal(Of("u"), inFlight.Accounts);
        }
    }

    [Fact]
    public async Task Windows_that_have_ended_are_not_loaded_but_can_be_read()
    {
        await using (SqliteBudgetStore store = Open(Now, out _))
            await store.AppendAsync(Spend(100, Of("u")));

        await using SqliteBudgetStore later = Open(Start.AddDays(1), out LedgerState state);
        Assert.Equal(Global, Assert.Single(state.Balances).Account);
        Assert.Equal(2, (await later.Reader.GetBalancesAsync()).Count);
    }

    [Fact]
    public async Task Entries_after_a_reopening_join_the_accounts_that_are_there()
    {
        for (int i = 1; i <= 3; i++)
        {
            await using SqliteBudgetStore store = Open(Now, out _);
            await store.AppendAsync(Spend(100, Of("u"), usage: new UsageRecord { Model = "m", User = "u", Endpoint = "e", Cost = default, Timestamp = Now }));
            Assert.All(await store.Reader.GetBalancesAsync(), balance => Assert.Equal(100 * i, balance.Spent.Nanos));
        }

        await Figures.AssertBalancesAreSumsOfEntriesAsync(_directory.Database);
        using SqliteConnection connection = Figures.Open(_directory.Database);
        Assert.Equal(2L, Figures.Rows(connection, "SELECT COUNT(*) FROM account").Single()[0]);
        Assert.Equal(1L, Figures.Rows(connection, "SELECT COUNT(*) FROM account_set").Single()[0]);
        Assert.Equal(2L, Figures.Rows(connection, "SELECT COUNT(*) FROM attribution").Single()[0]);
        Assert.Equal(1L, Figures.Rows(connection, "SELECT COUNT(*) FROM name").Single()[0]);
    }

    [Fact]
    public async Task Closing_leaves_one_file_and_nothing_in_the_log()
    {
        await using (SqliteBudgetStore store = Open(Now, out _))
            await store.AppendAsync(Spend(100));
        Assert.Equal(["budget.db", "budget.db-lock"], Directory.GetFiles(_directory.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task After_closing_and_before_opening_nothing_can_be_appended()
    {
        var store = new SqliteBudgetStore(_directory.Database);
        await Assert.ThrowsAsync<BudgetStoreException>(() => store.Writer.AppendAsync(Spend(1)));
        store.Open(Now);
        Task waiting = store.Writer.AppendAsync(Spend(1));
        await store.DisposeAsync();
        await waiting;
        await Assert.ThrowsAsync<BudgetStoreException>(() => store.Writer.AppendAsync(Spend(1)));
        Assert.Throws<ObjectDisposedException>(() => store.Open(Now));
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Closing_writes_what_is_waiting()
    {
        Task[] waiting;
        await using (SqliteBudgetStore store = Open(Now, out _))
            waiting = [.. Enumerable.Range(0, 20_000).Select(_ => store.Writer.AppendAsync(Spend(1)))];
        await Task.WhenAll(waiting);
        await using SqliteBudgetStore again = Open(Now, out LedgerState state);
        Assert.Equal(20_000, Assert.Single(state.Balances).Spent.Nanos);
    }

    [Fact]
    public async Task Files_can_only_be_read_by_their_owner()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix file modes");
            return;
        }

        await using SqliteBudgetStore store = Open(Now, out _);
        await store.AppendAsync(Spend(1));
        string[] files = Directory.GetFiles(_directory.Path);
        Assert.Equal(4, files.Length);
        foreach (string file in files)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_directory_that_does_not_exist_is_said_so()
    {
        var store = new SqliteBudgetStore(Path.Combine(_directory.Path, "missing", "budget.db"));
        BudgetStoreException error = Assert.Throws<BudgetStoreException>(() => store.Open(Now));
        Assert.Equal(BudgetStoreFailure.Unavailable, error.Failure);
        Assert.Contains("directory exists", error.Message, StringComparison.Ordinal);
    }

    private SqliteBudgetStore Open(DateTimeOffset now, out LedgerState state)
    {
        var store = new SqliteBudgetStore(_directory.Database);
        state = store.Open(now);
        return store;
    }
}
