using BudgetGen.Storage;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>What the ledger says at the end of a test. Every reservation has one end, and nothing is held.</summary>
internal sealed record Books(IReadOnlyList<UsageRecord> Records, IReadOnlyList<LedgerEntry> Ends, int Suspended, BudgetStatus Status)
{
    /// <summary>What the entries say, the call's own first.</summary>
    public string Notes => string.Join(" | ", Ends.Select(static end => end.Note).Where(static note => note is not null).Distinct());

    public UsageRecord Record => Assert.Single(Records);

    /// <summary>Reservations that were voided: the calls' own, and those for attempts that are in the end of their call.</summary>
    public IEnumerable<LedgerEntry> Voids => Ends.Where(static end => end.Kind == LedgerEntryKind.Void);

    public static async Task<Books> CloseAsync(World world)
    {
        IReadOnlyList<OpenReservation> open = await world.OpenAsync();
        Assert.DoesNotContain(open, static reservation => !reservation.Suspended);
        BudgetStatus status = Assert.Single(world.Budget.GetStatus());
        Assert.Equal(Usd.Zero, status.Held);

        LedgerEntryKind[] ends = [LedgerEntryKind.Settle, LedgerEntryKind.Void, LedgerEntryKind.Suspend];
        IReadOnlyList<LedgerEntry> entries = [.. (await world.Budget.Reader.GetEntriesAsync(new EntryQuery { Kinds = ends })).Reverse()];
        Assert.Equal(entries.Count, entries.Select(static entry => entry.Reservation).Distinct().Count());
        Assert.Equal(open.Count, entries.Count(static entry => entry.Kind == LedgerEntryKind.Suspend));
        Assert.Equal(open.Aggregate(Usd.Zero, static (sum, reservation) => sum + reservation.Hold), status.Suspense);
        return new Books(await world.RecordsAsync(), entries, open.Count, status);
    }
}
