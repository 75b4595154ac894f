using System.Runtime.CompilerServices;

namespace BudgetGen.Storage;

/// <summary>A store without a disk: the reference of what a store does, for tests and for budgets that may end with the process.</summary>
public sealed class InMemoryBudgetStore : IBudgetStore, ILedgerWriter, ILedgerReader
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AccountKey, Figures> _accounts = [];
    private readonly ConditionalWeakTable<IReadOnlyList<AccountKey>, Figures[]> _byList = [];
    private readonly Dictionary<ReservationId, (LedgerEntry Hold, bool Suspended)> _open = [];
    private readonly Queue<UsageRecord> _usage = new();
    private readonly int _maxRecords;

    /// <summary>Makes an empty store.</summary>
    /// <param name="maxRecords">How many usage records are kept; older ones are forgotten, because keeping many makes every call slower (the collector moves them). Balances are never forgotten.</param>
    public InMemoryBudgetStore(int maxRecords = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRecords);
        _maxRecords = maxRecords;
    }

    /// <inheritdoc/>
    public ILedgerWriter Writer => this;

    /// <inheritdoc/>
    public ILedgerReader Reader => this;

    /// <summary>Starts over with what the store holds: a second manager on the same store finds the first one's figures.</summary>
    public LedgerState Open(DateTimeOffset now)
    {
        lock (_lock)
            return new LedgerState([.. Balances().Where(b => b.Account.WindowEnd > now)], [.. Unfinished().Where(static r => !r.Suspended)]);
    }

    /// <inheritdoc/>
    public Task AppendAsync(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
        {
            Figures[] accounts = FiguresOf(entry.Accounts);
            Track(entry);
            foreach (Figures account in accounts)
                account.Book(entry);
            if (entry.Usage is { } usage)
                Keep(usage);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AccountBalance>> GetBalancesAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new([.. Balances()]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageRecord>> GetUsageAsync(UsageQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_lock)
            return new([.. _usage.Reverse().Where(r => Matches(query, r)).Take(query.Limit)]);
    }

    /// <inheritdoc/>
    public Task AppendPolicyAsync(PolicyChange change) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task AppendAlertAsync(AlertRecord alert) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task MarkAlertDeliveredAsync(string alertId) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SpendSum>> SumSpendAsync(SpendQuery query, CancellationToken cancellationToken = default) => new([]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default) => new([]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> GetEntriesAsync(EntryQuery query, CancellationToken cancellationToken = default) => new([]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PolicyChange>> GetPolicyHistoryAsync(string? policyId = null, CancellationToken cancellationToken = default) => new([]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AlertRecord>> GetAlertsAsync(bool undeliveredOnly = false, CancellationToken cancellationToken = default) => new([]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return new([.. Unfinished()]);
    }

    /// <summary>Nothing to close: what the store holds stays, and can be opened again.</summary>
    public ValueTask DisposeAsync() => default;

    private Figures[] FiguresOf(IReadOnlyList<AccountKey> keys)
    {
        if (_byList.TryGetValue(keys, out Figures[]? known))
            return known;

        var accounts = new Figures[keys.Count];
        for (int i = 0; i < accounts.Length; i++)
        {
            if (!_accounts.TryGetValue(keys[i], out Figures? account))
                _accounts.Add(keys[i], account = new Figures());
            accounts[i] = account;
        }

        _byList.Add(keys, accounts);
        return accounts;
    }

    /// <summary>Keeps the list of open reservations. Returns true if the entry ends one.</summary>
    private bool Track(LedgerEntry entry)
    {
        switch (entry.Kind)
        {
            case LedgerEntryKind.Hold:
                _open[entry.Reservation] = (entry, false);
                break;
            case LedgerEntryKind.Suspend:
                _open[entry.Reservation] = (_open.TryGetValue(entry.Reservation, out (LedgerEntry Hold, bool) held) ? held.Hold : entry, true);
                break;
            case LedgerEntryKind.Settle or LedgerEntryKind.Void or LedgerEntryKind.LateSettle:
                return _open.Remove(entry.Reservation);
            default:
                break;
        }

        return false;
    }

    private void Keep(UsageRecord usage)
    {
        if (_maxRecords == 0)
            return;
        if (_usage.Count == _maxRecords)
            _usage.Dequeue();
        _usage.Enqueue(usage);
    }

    private IEnumerable<AccountBalance> Balances() =>
        from account in _accounts
        orderby account.Key.PolicyId, account.Key.ScopeKey, account.Key.WindowStart
        select new AccountBalance(account.Key, new Usd(account.Value.Spent), new Usd(account.Value.Suspense), new Usd(account.Value.Overrun));

    private IEnumerable<OpenReservation> Unfinished() =>
        from open in _open
        orderby open.Key
        let hold = open.Value.Hold
        select new OpenReservation(open.Key, hold.Accounts, hold.Hold, hold.At, hold.Attribution, hold.CallSite, open.Value.Suspended);

    private static bool Matches(UsageQuery query, UsageRecord record) =>
        (query.From is null || record.Timestamp >= query.From)
        && (query.To is null || record.Timestamp < query.To)
        && (query.User is null || record.User == query.User)
        && (query.Provider is null || record.Provider == query.Provider)
        && (query.Model is null || record.Model == query.Model)
        && (query.Project is null || record.Project == query.Project);

    /// <summary>An account's figures, nano-dollars.</summary>
    private sealed class Figures
    {
        public long Spent { get; private set; }

        public long Suspense { get; private set; }

        public long Overrun { get; private set; }

        public void Book(LedgerEntry entry)
        {
            Spent = checked(Spent + entry.Amount.Nanos);
            Suspense = checked(Suspense + entry.SuspenseChange.Nanos);
            Overrun = checked(Overrun + entry.Overrun.Nanos);
        }
    }
}
