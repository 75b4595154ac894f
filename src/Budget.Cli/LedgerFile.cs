using BudgetGen.Sqlite;
using BudgetGen.Storage;

namespace BudgetGen.Cli;

/// <summary>A ledger that an application keeps. It is opened for reading only, so that the application neither waits nor is locked out.</summary>
internal static class LedgerFile
{
    public static async Task<IReadOnlyList<UsageRecord>> ReadAsync(string file, DayRange days, CancellationToken cancellation)
    {
        using SqliteLedgerReader ledger = SqliteBudgetStore.OpenReader(file);
        return await ledger.GetUsageAsync(new UsageQuery { From = days.From, To = days.To, Limit = int.MaxValue }, cancellation);
    }
}
