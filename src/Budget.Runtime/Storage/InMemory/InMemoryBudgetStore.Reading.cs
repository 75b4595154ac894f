namespace BudgetGen.Storage;

/// <content>The read side. Copies under the lock, and searches the copy: a report does not keep calls waiting.</content>
public sealed partial class InMemoryBudgetStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AccountBalance>> GetBalancesAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return new([.. Balances()]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageRecord>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        return new([.. Usage().Where(query.Selects).Reverse().OrderByDescending(static record => record.Timestamp).Take(query.Limit)]);
    }

    /// <inheritdoc/>
    /// <exception cref="OverflowException">A sum is beyond 64 bits.</exception>
    public ValueTask<IReadOnlyList<SpendSum>> SumSpendAsync(SpendQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        return new(SpendSums.Of(query, Usage()));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return new([.. OpenReservations()]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OpenLife open;
        LogLine[] lines;
        lock (_lock)
        {
            open = _open.GetValueOrDefault(reservation);
            lines = [.. _log.Where(line => line.Entry.Reservation == reservation)];
        }

        var life = new List<LedgerEntry>();
        if ((open.Hold ?? lines.Select(static line => line.Hold).FirstOrDefault(static hold => hold is not null)) is { } hold)
            life.Add(hold);

        // While a reservation is open its suspension is not forgotten, even if the log has lost it.
        if (open.Suspension is { } suspension && !lines.Any(line => ReferenceEquals(line.Entry, suspension)))
            life.Add(suspension);
        life.AddRange(lines.Select(static line => line.Entry));
        return new(life);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> GetEntriesAsync(EntryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        return new([.. Log()
            .Select(static line => line.Entry)
            .Where(entry => SpendSums.IsWithin(entry.At, query.From, query.To) && (query.Kinds is null || query.Kinds.Contains(entry.Kind)))
            .Reverse()
            .OrderByDescending(static entry => entry.At)
            .Take(query.Limit)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PolicyChange>> GetPolicyHistoryAsync(string? policyId = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return new([.. policyId is null ? _policies : _policiesById.GetValueOrDefault(policyId) ?? []]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PriceLineChange>> GetPriceHistoryAsync(string? lineId = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return new([.. lineId is null ? _prices : _pricesById.GetValueOrDefault(lineId) ?? []]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertRecord>> GetAlertsAsync(bool undeliveredOnly = false, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return new([.. _alerts.Values.Where(alert => !undeliveredOnly || !alert.Delivered).Reverse().OrderByDescending(static alert => alert.At)]);
    }

    private LogLine[] Log()
    {
        lock (_lock)
            return [.. _log];
    }

    private IEnumerable<UsageRecord> Usage() => Log().Select(static line => line.Entry.Usage).OfType<UsageRecord>();

    private IEnumerable<AccountBalance> Balances() => _accounts.Values
        .OrderBy(static account => account.Key.PolicyId, StringComparer.Ordinal)
        .ThenBy(static account => account.Key.ScopeKey, StringComparer.Ordinal)
        .ThenBy(static account => account.Key.WindowStart)
        .ThenBy(static account => account.Key.WindowEnd)
        .Select(static account => account.Balance);

    private IEnumerable<OpenReservation> OpenReservations() => _open.OrderBy(static open => open.Key).Select(static open => open.Value.ToReservation());
}
