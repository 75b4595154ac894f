namespace BudgetGen.Storage.Conformance;

/// <summary>A store around another one that passes everything on; what derives from it changes one thing.</summary>
/// <param name="inner">The other one.</param>
public abstract class StoreDecorator(IBudgetStore inner) : IBudgetStore, ILedgerWriter, ILedgerReader
{
    /// <inheritdoc/>
    public ILedgerWriter Writer => this;

    /// <inheritdoc/>
    public ILedgerReader Reader => this;

    /// <inheritdoc/>
    public ILedgerMaintenance? Maintenance => inner.Maintenance;

    /// <summary>The other one.</summary>
    protected IBudgetStore Inner => inner;

    /// <inheritdoc/>
    public virtual LedgerState Open(DateTimeOffset now) => inner.Open(now);

    /// <inheritdoc/>
    public virtual Task AppendAsync(LedgerEntry entry) => inner.Writer.AppendAsync(entry);

    /// <inheritdoc/>
    public virtual Task AppendPolicyAsync(PolicyChange change) => inner.Writer.AppendPolicyAsync(change);

    /// <inheritdoc/>
    public virtual Task AppendPriceAsync(PriceLineChange change) => inner.Writer.AppendPriceAsync(change);

    /// <inheritdoc/>
    public virtual Task AppendAlertAsync(AlertRecord alert) => inner.Writer.AppendAlertAsync(alert);

    /// <inheritdoc/>
    public virtual Task MarkAlertDeliveredAsync(string alertId) => inner.Writer.MarkAlertDeliveredAsync(alertId);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<AccountBalance>> GetBalancesAsync(CancellationToken cancellationToken = default) => inner.Reader.GetBalancesAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<UsageRecord>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default) => inner.Reader.GetUsageAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<SpendSum>> SumSpendAsync(SpendQuery query, CancellationToken cancellationToken = default) => inner.Reader.SumSpendAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default) => inner.Reader.GetOpenReservationsAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default) => inner.Reader.FindAsync(reservation, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<LedgerEntry>> GetEntriesAsync(EntryQuery query, CancellationToken cancellationToken = default) => inner.Reader.GetEntriesAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<PolicyChange>> GetPolicyHistoryAsync(string? policyId = null, CancellationToken cancellationToken = default) => inner.Reader.GetPolicyHistoryAsync(policyId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<PriceLineChange>> GetPriceHistoryAsync(string? lineId = null, CancellationToken cancellationToken = default) => inner.Reader.GetPriceHistoryAsync(lineId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<AlertRecord>> GetAlertsAsync(bool undeliveredOnly = false, CancellationToken cancellationToken = default) => inner.Reader.GetAlertsAsync(undeliveredOnly, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return inner.DisposeAsync();
    }
}
