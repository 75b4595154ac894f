using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>A store that keeps every line, in order, and adds up by itself what they say of each account.</summary>
internal sealed class ListStore : IBudgetStore, ILedgerWriter, ILedgerReader
{
    private readonly Lock _lock = new();
    private readonly List<PolicyChange> _policies = [];
    private readonly List<PriceLineChange> _prices = [];
    private readonly List<AlertRecord> _alerts = [];
    private readonly Dictionary<ReservationId, List<LedgerEntry>> _entries = [];
    private readonly Dictionary<AccountKey, AccountBalance> _balances = [];

    public ILedgerWriter Writer => this;

    public ILedgerReader Reader => this;

    /// <summary>Lines that came a second time.</summary>
    public int Doubles { get; private set; }

    public IReadOnlyDictionary<AccountKey, AccountBalance> Balances => _balances;

    public LedgerState Open(DateTimeOffset now)
    {
        lock (_lock)
            return new LedgerState([.. _balances.Values.Where(b => b.Account.WindowEnd > now)], []) { Policies = [.. _policies.GroupBy(static p => p.PolicyId).Select(static g => g.Last())], Prices = [.. _prices.GroupBy(static p => p.LineId).Select(static g => g.Last())], Alerts = [.. _alerts] };
    }

    public Task AppendAsync(LedgerEntry entry)
    {
        lock (_lock)
        {
            for (LedgerEntry? line = entry; line is not null; line = line.Together)
                Append(line);
        }

        return Task.CompletedTask;
    }

    private void Append(LedgerEntry entry)
    {
        if (!_entries.TryGetValue(entry.Reservation, out List<LedgerEntry>? history))
            _entries.Add(entry.Reservation, history = []);
        if (history.Exists(e => e.Kind == entry.Kind && e.Part == entry.Part))
        {
            Doubles++;
            return;
        }

        history.Add(entry with { Together = null });
        foreach (AccountKey key in entry.Accounts)
        {
            AccountBalance balance = _balances.GetValueOrDefault(key) ?? new AccountBalance(key, Usd.Zero, Usd.Zero, Usd.Zero);
            _balances[key] = new AccountBalance(key, balance.Spent + entry.Amount, balance.Suspense + entry.SuspenseChange, balance.Overrun + entry.Overrun);
        }
    }

    public Task AppendPolicyAsync(PolicyChange change)
    {
        lock (_lock)
            _policies.Add(change);
        return Task.CompletedTask;
    }

    public Task AppendPriceAsync(PriceLineChange change)
    {
        lock (_lock)
            _prices.Add(change);
        return Task.CompletedTask;
    }

    public Task AppendAlertAsync(AlertRecord alert)
    {
        lock (_lock)
            _alerts.Add(alert);
        return Task.CompletedTask;
    }

    public Task MarkAlertDeliveredAsync(string alertId) => Task.CompletedTask;

    public ValueTask<IReadOnlyList<AccountBalance>> GetBalancesAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new([.. _balances.Values]);
    }

    public ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default)
    {
        // A hold is shown while it is open, as the contract says.
        lock (_lock)
            return new(!_entries.TryGetValue(reservation, out List<LedgerEntry>? history) ? [] : history is [_] ? [.. history] : [.. history.Where(static e => e.Kind != LedgerEntryKind.Hold)]);
    }

    public ValueTask<IReadOnlyList<UsageRecord>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<SpendSum>> SumSpendAsync(SpendQuery query, CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<LedgerEntry>> GetEntriesAsync(EntryQuery query, CancellationToken cancellationToken = default) => new([]);

    public ValueTask<IReadOnlyList<PolicyChange>> GetPolicyHistoryAsync(string? policyId = null, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new([.. _policies.Where(p => policyId is null || p.PolicyId == policyId)]);
    }

    public ValueTask<IReadOnlyList<PriceLineChange>> GetPriceHistoryAsync(string? lineId = null, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new([.. _prices.Where(p => lineId is null || p.LineId == lineId)]);
    }

    public ValueTask<IReadOnlyList<AlertRecord>> GetAlertsAsync(bool undeliveredOnly = false, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new([.. _alerts]);
    }

    public ValueTask DisposeAsync() => default;
}
