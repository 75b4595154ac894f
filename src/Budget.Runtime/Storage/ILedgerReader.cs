namespace BudgetGen.Storage;

/// <summary>The read side: reports, status and dashboards see only this. Safe for any number of threads.</summary>
public interface ILedgerReader
{
    /// <summary>The figures of every account that the store knows, past windows included, in a stable order.</summary>
    ValueTask<IReadOnlyList<AccountBalance>> GetBalancesAsync(CancellationToken cancellationToken = default);

    /// <summary>Calls as they were booked, newest first.</summary>
    /// <param name="query">Which of them.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<UsageRecord>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reservations whose outcome is not known (yet): held ones, and lost ones that are charged at their hold (suspense).</summary>
    ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default);
}
