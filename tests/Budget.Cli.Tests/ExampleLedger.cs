using BudgetGen.Sqlite;
using BudgetGen.Storage;

namespace BudgetGen.Cli.Tests;

/// <summary>A ledger with the calls of a file of records, as an application would have booked them.</summary>
internal static class ExampleLedger
{
    public static async Task BookAsync(SqliteBudgetStore store, IEnumerable<UsageRecord> calls)
    {
        foreach (UsageRecord call in calls)
        {
            var id = ReservationId.New(call.Timestamp);
            await store.Writer.AppendAsync(new LedgerEntry
            {
                Kind = LedgerEntryKind.Settle,
                Reservation = id,
                At = call.Timestamp,
                Accounts = [new AccountKey("all", "", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)],
                Hold = Usd.Zero,
                Amount = call.Cost,
                Usage = call with { Reservation = id },
            });
        }
    }

    public static async Task MakeAsync(string path, IEnumerable<UsageRecord> calls)
    {
        await using var store = new SqliteBudgetStore(path);
        store.Open(DateTimeOffset.UnixEpoch);
        await BookAsync(store, calls);
    }
}
