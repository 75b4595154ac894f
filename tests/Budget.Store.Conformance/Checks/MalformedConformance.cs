using static BudgetGen.Storage.Conformance.Lines;

namespace BudgetGen.Storage.Conformance;

/// <summary>What cannot be booked as it says is refused, and does nobody harm.</summary>
public abstract class MalformedConformance(IStoreFixture fixture) : StoreConformance(fixture)
{
    private static readonly LedgerEntry s_good = Line(LedgerEntryKind.Adjust, NewId(), 0, 1);

    /// <summary>Entries that no store may take.</summary>
    private static readonly LedgerEntry[] s_malformed =
    [
        s_good with { Kind = 0 },
        s_good with { Kind = (LedgerEntryKind)13 },
        s_good with { Kind = (LedgerEntryKind)(-1) },
        s_good with { Part = -1 },
        s_good with { Accounts = null! },
        s_good with { Accounts = [Global, null!] },
        s_good with { Accounts = [Global with { PolicyId = null! }] },
        s_good with { Accounts = [Global with { ScopeKey = null! }] },
        s_good with { Accounts = [Global, Of("u"), Global with { PolicyId = new string("global") }] },
        s_good with { Hold = new Usd(-1) },
        s_good with { Overrun = new Usd(-1) },
        s_good with { Usage = Record(1) },
        Hold(NewId(), 5) with { Amount = new Usd(1) },
        Hold(NewId(), 5) with { SuspenseChange = new Usd(5) },
        Hold(NewId(), 5) with { Overrun = new Usd(1) },
        Hold(NewId(), 5) with { Part = 1 },
        Hold(NewId(), 5) with { Usage = Record(1) },
        Void(NewId(), 5) with { Amount = new Usd(1) },
        Line(LedgerEntryKind.Reject, NewId(), 5, amount: 1),
        Line(LedgerEntryKind.Conflict, NewId(), 5, amount: -1),
        Line(LedgerEntryKind.Conflict, NewId(), 5) with { Usage = Record(1) },
        Suspend(NewId(), 5) with { Usage = Record(5) },
    ];

    [Fact]
    public async Task Malformed_entries_are_refused_for_good()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendAsync(null!));
        foreach (LedgerEntry entry in s_malformed)
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendAsync(entry));
        await NowAndReopenedAsync(async () =>
        {
            Assert.Empty(await Reader.GetBalancesAsync());
            Assert.Empty(await Reader.GetEntriesAsync(new EntryQuery()));
            Assert.Empty(await Reader.GetOpenReservationsAsync());
        });
    }

    [Fact]
    public async Task Neighbours_of_a_malformed_entry_are_unharmed()
    {
        var neighbours = new List<Task>();
        var refusals = new List<Func<Task>>();
        foreach (LedgerEntry malformed in s_malformed)
        {
            neighbours.Add(Writer.AppendAsync(Spend(1)));
            Task refused = Refused(malformed);
            refusals.Add(() => refused);
            neighbours.Add(Writer.AppendAsync(Spend(1)));
        }

        await Task.WhenAll(neighbours);
        foreach (Func<Task> refusal in refusals)
            await Assert.ThrowsAnyAsync<ArgumentException>(refusal);
        await NowAndReopenedAsync(async () => Assert.Equal((2 * s_malformed.Length, 0, 0), await FiguresAsync(Global)));
    }

    [Fact]
    public async Task Neighbours_of_an_entry_that_does_not_fit_are_unharmed()
    {
        AccountKey full = Of("full");
        await AppendAsync(Line(LedgerEntryKind.Adjust, NewId(), 0, long.MaxValue, long.MaxValue, long.MaxValue, [full]));
        var taken = new List<Task>();
        var refused = new List<Task>();
        for (int i = 0; i < 20; i++)
        {
            taken.Add(Writer.AppendAsync(Spend(1)));
            long much = Usd.MaxLimit.Nanos;
            refused.Add(Writer.AppendAsync(Line(LedgerEntryKind.Adjust, NewId(), 0, i % 3 == 0 ? much : 0, i % 3 == 1 ? much : 0, i % 3 == 2 ? much : 0, [Global, full])));
            taken.Add(Writer.AppendAsync(Spend(1)));
        }

        await Task.WhenAll(taken);
        foreach (Task refusal in refused)
            await Assert.ThrowsAsync<BudgetStoreException>(() => refusal);
        await NowAndReopenedAsync(async () => Assert.Equal((40, 0, 0), await FiguresAsync(Global)));
    }

    [Fact]
    public async Task An_id_whose_entry_was_refused_can_be_used()
    {
        ReservationId id = NewId();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendAsync(Hold(id, -5)));
        await AppendAsync(Hold(id, 5));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Writer.AppendAsync(Settle(id, 5, 7) with { Overrun = new Usd(-2) }));
        await AppendAsync(Settle(id, 5, 7));
        await NowAndReopenedAsync(async () => Assert.Equal((7, 0, 2), await FiguresAsync(Global)));
    }

    // A store may throw at once or fail the task.
    private async Task Refused(LedgerEntry entry) => await Writer.AppendAsync(entry);
}
