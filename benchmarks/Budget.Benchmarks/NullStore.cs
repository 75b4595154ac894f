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

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
