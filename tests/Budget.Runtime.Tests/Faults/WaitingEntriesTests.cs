using BudgetGen.Storage;

namespace BudgetGen.Tests.Faults;

/// <summary>An outage may last: what waits is bounded, and no money is lost.</summary>
public class WaitingEntriesTests
{
    private const int Calls = 125_000;

    private readonly WaitingEntries _waiting = new();
    private readonly IReadOnlyList<AccountKey> _accounts = Array.AsReadOnly([new AccountKey("all", "", DateTimeOffset.MinValue, DateTimeOffset.MaxValue)]);

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(Calls)]
    public async Task A_quarter_of_a_million_entries_are_folded_and_every_sum_is_exact(int inFlight)
    {
        var held = new Queue<LedgerEntry>();
        long spent = 0;
        for (int i = 0; i < Calls; i++)
        {
            LedgerEntry hold = Entry(LedgerEntryKind.Hold, Id(i));
            _waiting.Add(hold);
            held.Enqueue(hold);
            if (held.Count >= inFlight)
                End(held.Dequeue(), ref spent, i);
        }

        while (held.TryDequeue(out LedgerEntry? left))
            End(left, ref spent, 1);
        Assert.InRange(_waiting.Count, WaitingEntries.MostLines, 2 * Calls);

        var store = new InMemoryBudgetStore();
        store.Open(default);
        int lines = await DrainAsync(store);
        Assert.InRange(lines, WaitingEntries.MostLines, (2 * WaitingEntries.MostLines) + 2);
        Assert.Equal(new Usd(spent), Assert.Single(await store.GetBalancesAsync()).Spent);

        // A hold that came to the store without its end would be charged as unknown at the next start: booked twice.
        Assert.Empty(await store.GetOpenReservationsAsync());
        Assert.Equal(0, _waiting.Count);
    }

    [Fact]
    public async Task The_end_of_a_hold_that_the_store_has_is_never_folded()
    {
        var store = new InMemoryBudgetStore();
        store.Open(default);
        LedgerEntry settled = Entry(LedgerEntryKind.Hold, Id(-1)), voided = Entry(LedgerEntryKind.Hold, Id(-2));
        await store.AppendAsync(settled);
        await store.AppendAsync(voided);
        long spent = 0;
        for (int i = 0; i < WaitingEntries.MostLines; i++)
            _waiting.Add(Entry(LedgerEntryKind.Settle, Id(i)) with { Hold = Usd.Zero });
        _waiting.Add(voided with { Kind = LedgerEntryKind.Void });
        End(settled, ref spent, 1);
        await DrainAsync(store);
        Assert.Equal(new Usd(spent), Assert.Single(await store.GetBalancesAsync()).Spent);
        Assert.Empty(await store.GetOpenReservationsAsync());
    }

    [Fact]
    public async Task Spend_without_holds_is_added_up()
    {
        for (int i = 0; i < 2 * Calls; i++)
            _waiting.Add(Entry(LedgerEntryKind.Settle, Id(i)) with { Hold = Usd.Zero, Amount = new Usd(1), Usage = Make.Usage(1) });
        var store = new InMemoryBudgetStore();
        store.Open(default);
        Assert.Equal(WaitingEntries.MostLines + 1, await DrainAsync(store));
        Assert.Equal(new Usd(2 * Calls), Assert.Single(await store.GetBalancesAsync()).Spent);
    }

    [Fact]
    public async Task The_overruns_of_spend_without_holds_are_added_up_too()
    {
        for (int i = 0; i < Calls; i++)
        {
            LedgerEntry spend = Entry(LedgerEntryKind.Settle, Id(i)) with { Hold = Usd.Zero, Amount = new Usd(2), Usage = Make.Usage(2) };
            LedgerEntry overrun = spend with { Kind = LedgerEntryKind.Adjust, Amount = Usd.Zero, Overrun = new Usd(1), Usage = null, Accounts = [_accounts[0]] };
            _waiting.Add(LedgerEntry.Join([spend, overrun]));
        }

        var store = new InMemoryBudgetStore();
        store.Open(default);
        Assert.InRange(await DrainAsync(store), WaitingEntries.MostLines, WaitingEntries.MostLines + 2);
        AccountBalance balance = Assert.Single(await store.GetBalancesAsync());
        Assert.Equal((2L * Calls, Calls), (balance.Spent.Nanos, balance.Overrun.Nanos));
        Assert.Equal(0, _waiting.Count);
    }

    [Fact]
    public async Task A_flood_of_rejected_ids_is_bounded()
    {
        for (int i = 0; i < Calls; i++)
            _waiting.Add(Entry(LedgerEntryKind.Reject, Id(i)) with { Rejection = RejectionReason.Exhausted });
        Assert.Equal(WaitingEntries.MostLines, _waiting.Count);
        var store = new InMemoryBudgetStore();
        store.Open(default);
        Assert.Equal(WaitingEntries.MostLines, await DrainAsync(store));
    }

    private async Task<int> DrainAsync(InMemoryBudgetStore store)
    {
        int lines = 0;
        while (_waiting.Peek() is { } line)
        {
            await store.AppendAsync((LedgerEntry)line);
            _waiting.Remove();
            lines++;
        }

        return lines;
    }

    private void End(LedgerEntry hold, ref long spent, int number)
    {
        if (number % 5 == 0)
        {
            _waiting.Add(hold with { Kind = LedgerEntryKind.Void });
            return;
        }

        spent += 7;
        _waiting.Add(hold with { Kind = LedgerEntryKind.Settle, Amount = new Usd(7), Usage = Make.Usage(7) with { Reservation = hold.Reservation } });
    }

    private LedgerEntry Entry(LedgerEntryKind kind, ReservationId id) => new() { Kind = kind, Reservation = id, At = default, Accounts = _accounts, Hold = new Usd(10) };

    private static ReservationId Id(int number) => new(1, (ulong)(uint)number);
}
