using BudgetGen.Storage;
using static BudgetGen.Sqlite.Tests.Calls;

namespace BudgetGen.Sqlite.Tests;

public sealed class IdempotenceTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(LedgerEntryKind.Settle, 900, 0)]
    [InlineData(LedgerEntryKind.Void, 0, 0)]
    [InlineData(LedgerEntryKind.Suspend, 0, 700)]
    [InlineData(LedgerEntryKind.Adjust, 900, 0)]
    public async Task The_same_entry_twice_books_once(LedgerEntryKind kind, long spent, long suspense)
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        ReservationId id = ReservationId.New(Now);
        LedgerEntry hold = Entry(LedgerEntryKind.Hold, id, 700);
        LedgerEntry end = Entry(kind, id, 700, spent);
        Task[] together = [store.Writer.AppendAsync(hold), store.Writer.AppendAsync(hold), store.Writer.AppendAsync(end), store.Writer.AppendAsync(end)];
        await Task.WhenAll(together);
        await store.AppendAsync(end, hold, end);

        AccountBalance balance = Assert.Single(await store.Reader.GetBalancesAsync());
        Assert.Equal((spent, suspense), (balance.Spent.Nanos, balance.Suspense.Nanos));
        await Figures.AssertBalancesAreSumsOfEntriesAsync(_directory.Database);
    }

    [Fact]
    public async Task A_hold_that_comes_again_after_its_end_does_not_come_back_to_life()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        ReservationId id = ReservationId.New(Now);
        LedgerEntry hold = Entry(LedgerEntryKind.Hold, id, 700);
        await store.AppendAsync(hold, Entry(LedgerEntryKind.Settle, id, 700, 600), hold);
        Assert.Empty(await store.Reader.GetOpenReservationsAsync());
    }

    [Fact]
    public async Task A_suspension_and_its_late_settlement_twice_book_once_each()
    {
        await using var store = new SqliteBudgetStore(_directory.Database);
        store.Open(Now);
        ReservationId id = ReservationId.New(Now);
        LedgerEntry suspend = Entry(LedgerEntryKind.Suspend, id, 700);
        LedgerEntry late = Entry(LedgerEntryKind.LateSettle, id, 700, 800);
        await store.AppendAsync(Entry(LedgerEntryKind.Hold, id, 700), suspend, suspend, late, suspend, late);
        AccountBalance balance = Assert.Single(await store.Reader.GetBalancesAsync());
        Assert.Equal(new AccountBalance(Global, new Usd(800), default, new Usd(100)), balance);
        Assert.Empty(await store.Reader.GetOpenReservationsAsync());
    }

    [Fact]
    public async Task An_entry_is_known_again_after_the_ledger_was_reopened()
    {
        LedgerEntry spend = Spend(900);
        for (int i = 0; i < 3; i++)
        {
            await using var store = new SqliteBudgetStore(_directory.Database);
            store.Open(Now);
            await store.AppendAsync(spend);
            Assert.Equal(new Usd(900), Assert.Single(await store.Reader.GetBalancesAsync()).Spent);
        }
    }
}
