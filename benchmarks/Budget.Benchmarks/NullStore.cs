using BudgetGen.Storage;

namespace BudgetGen.Benchmarks;

/// <summary>A store that keeps nothing, so that a benchmark measures the call path alone.</summary>
internal sealed class NullStore : IBudgetStore, ILedgerWriter, ILedgerReader
{
    public ILedgerWriter Writer => this;

    public ILedgerReader Reader => this;

    public LedgerState Open(DateTimeOffset now) => new([], []);

    public Task AppendAsync(LedgerEntry entry) => Task.CompletedTask;

    public ValueTask<IReadOnlyList<AccountBalance>> GetBalancesAsync(CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<UsageRecord>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default) => new([]);

    public Task AppendPolicyAsync(PolicyChange change) => Task.CompletedTask;

    public Task AppendPriceAsync(PriceLineChange change) => Task.CompletedTask;

    public Task AppendAlertAsync(AlertRecord alert) => Task.CompletedTask;

    public Task MarkAlertDeliveredAsync(string alertId) => Task.CompletedTask;

    public ValueTask<IReadOnlyList<SpendSum>> SumSpendAsync(SpendQuery query, CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<LedgerEntry>> GetEntriesAsync(EntryQuery query, CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<PolicyChange>> GetPolicyHistoryAsync(string? policyId = null, CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<PriceLineChange>> GetPriceHistoryAsync(string? lineId = null, CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<AlertRecord>> GetAlertsAsync(bool undeliveredOnly = false, CancellationToken cancellationToken = default) => new([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
