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

    /// <summary>Sums of calls as they were booked, the dearest group first. Without grouping there is one sum, also of nothing.</summary>
    /// <param name="query">Which calls, and by what they are grouped.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<SpendSum>> SumSpendAsync(SpendQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reservations whose outcome is not known (yet): held ones, and lost ones that are charged at their hold (suspense).</summary>
    ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default);

    /// <summary>Everything that the ledger says of one reservation, in the order in which it happened; empty if it knows nothing. A hold is shown while it is open.</summary>
    /// <param name="reservation">Which one.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default);

    /// <summary>Entries of some kinds, newest first: what auditors ask for. Holds are not among them; they are open reservations, or part of the entry that ended them.</summary>
    /// <param name="query">Which entries.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<LedgerEntry>> GetEntriesAsync(EntryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Every version of every policy, or of one, oldest first.</summary>
    /// <param name="policyId">Only of this one; null: all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<PolicyChange>> GetPolicyHistoryAsync(string? policyId = null, CancellationToken cancellationToken = default);

    /// <summary>Every version of every price line that was set at run time, or of one, oldest first.</summary>
    /// <param name="lineId">Only of this one; null: all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<PriceLineChange>> GetPriceHistoryAsync(string? lineId = null, CancellationToken cancellationToken = default);

    /// <summary>Alerts, newest first.</summary>
    /// <param name="undeliveredOnly">Only those that no handler has seen.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<AlertRecord>> GetAlertsAsync(bool undeliveredOnly = false, CancellationToken cancellationToken = default);
}
