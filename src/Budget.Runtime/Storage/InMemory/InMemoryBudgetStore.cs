using System.Runtime.CompilerServices;

namespace BudgetGen.Storage;

/// <summary>
/// A store without a disk: the reference of what a store does, for tests and for budgets that may end with the process. Safe for any number of threads.
/// </summary>
/// <remarks>
/// <para>
/// It may be opened again after it was closed, and finds everything. It may also be opened while it is open, as if the process that had it was gone; it takes
/// entries until all who opened it have closed it.
/// </para>
/// <para>
/// Balances, open reservations, policies, price lines and alerts are never forgotten. Of entries, and of the usage records in them, the newest are kept: what is forgotten is
/// missing from usage, sums, histories and the life of a reservation. An entry that comes again is known as long as its reservation is open, or among the
/// newest 10,000 that ended (more, if more records are kept).
/// </para>
/// </remarks>
public sealed partial class InMemoryBudgetStore : IBudgetStore, ILedgerWriter, ILedgerReader
{
    /// <summary>Ended reservations of which duplicates are known, at least: few records is no reason to book twice.</summary>
    private const int MinKnown = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<AccountKey, AccountInMemory> _accounts = [];
    private readonly ConditionalWeakTable<IReadOnlyList<AccountKey>, AccountInMemory[]> _byList = [];
    private readonly Dictionary<ReservationId, OpenLife> _open = [];
    private readonly Queue<LogLine> _log = new();
    private readonly List<PolicyChange> _policies = [];
    private readonly Dictionary<string, List<PolicyChange>> _policiesById = new(StringComparer.Ordinal);
    private readonly List<PriceLineChange> _prices = [];
    private readonly Dictionary<string, List<PriceLineChange>> _pricesById = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, AlertRecord> _alerts = [];
    private readonly KnownEntries _known;
    private readonly int _maxRecords;
    private int _owners;

    /// <summary>Makes an empty store.</summary>
    /// <param name="maxRecords">
    /// How many entries are kept, with the usage records in them; 0 or more. Older ones are forgotten, because keeping many makes every call slower (the collector
    /// moves them). Balances are never forgotten.
    /// </param>
    public InMemoryBudgetStore(int maxRecords = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRecords);
        _maxRecords = maxRecords;
        _known = new KnownEntries(Math.Max(maxRecords, MinKnown));
    }

    /// <inheritdoc/>
    public ILedgerWriter Writer => this;

    /// <inheritdoc/>
    public ILedgerReader Reader => this;

    /// <summary>Starts over with what the store holds: a second manager on the same store finds the first one's figures.</summary>
    public LedgerState Open(DateTimeOffset now)
    {
        lock (_lock)
        {
            _owners++;
            return new LedgerState([.. Balances().Where(b => b.Account.WindowEnd > now)], [.. OpenReservations().Where(static r => !r.Suspended)])
            {
                Policies = [.. _policiesById.Values.Select(static versions => versions.MaxBy(static change => change.Version)!)],
                Prices = [.. _pricesById.Values.Select(static versions => versions.MaxBy(static change => change.Version)!)],
                Alerts = [.. _alerts.Values.Where(alert => !alert.Delivered || alert.Account?.WindowEnd > now)],
            };
        }
    }

    /// <inheritdoc/>
    public Task AppendAsync(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
        {
            // The list of one account set is one object: what was looked up and checked once need not be again.
            AccountInMemory[]? known = null;
            if (entry.Accounts is { } keys)
                _byList.TryGetValue(keys, out known);
            LedgerEntryRules.ThrowIfMalformed(entry, accountsAreKnown: known is not null);
            if (_owners == 0)
                return Closed();
            if (entry.Together is not null)
                return AppendTogether(entry);
            if (IsKnown(entry))
                return Task.CompletedTask;

            AccountInMemory[] accounts = known ?? AccountsOf(entry.Accounts);
            if (FullFor(entry, accounts) is { } full)
                return TooLarge(entry, full);
            Book(entry, accounts, isNewList: known is null);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AppendPolicyAsync(PolicyChange change)
    {
        LedgerEntryRules.ThrowIfMalformed(change);
        lock (_lock)
        {
            if (_owners == 0)
                return Closed();
            Keep(change);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AppendPriceAsync(PriceLineChange change)
    {
        LedgerEntryRules.ThrowIfMalformed(change);
        lock (_lock)
        {
            if (_owners == 0)
                return Closed();
            Keep(change);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AppendAlertAsync(AlertRecord alert)
    {
        LedgerEntryRules.ThrowIfMalformed(alert);
        lock (_lock)
        {
            if (_owners == 0)
                return Closed();
            _alerts.TryAdd(alert.Id, alert);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task MarkAlertDeliveredAsync(string alertId)
    {
        ArgumentNullException.ThrowIfNull(alertId);
        lock (_lock)
        {
            if (_owners == 0)
                return Closed();
            if (_alerts.TryGetValue(alertId, out AlertRecord? alert))
                _alerts[alertId] = alert with { Delivered = true };
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes no more entries; what the store holds stays, and can be read and opened again.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
            _owners = Math.Max(0, _owners - 1);
        return default;
    }

    /// <summary>Lines that are booked in one step. What they change is added up first, so that all of it fits or nothing is booked.</summary>
    private Task AppendTogether(LedgerEntry first)
    {
        var sums = new Dictionary<AccountKey, LedgerEntry>();
        for (LedgerEntry? line = first; line is not null; line = line.Together)
        {
            if (IsKnown(line))
                continue;

            foreach (AccountKey key in line.Accounts)
            {
                LedgerEntry? before = sums.GetValueOrDefault(key);
                if (before is not null && !AccountInMemory.CanAdd(before, line))
                    return TooLarge(line, key);
                sums[key] = before is null ? line : line with { Amount = before.Amount + line.Amount, SuspenseChange = before.SuspenseChange + line.SuspenseChange, Overrun = before.Overrun + line.Overrun };
            }
        }

        foreach ((AccountKey key, LedgerEntry sum) in sums)
        {
            if (FullFor(sum, AccountsOf([key])) is { } full)
                return TooLarge(sum, full);
        }

        for (LedgerEntry? line = first; line is not null; line = line.Together)
        {
            if (!IsKnown(line))
                Book(line with { Together = null }, AccountsOf(line.Accounts), isNewList: !_byList.TryGetValue(line.Accounts, out _));
        }

        return Task.CompletedTask;
    }

    private void Book(LedgerEntry entry, AccountInMemory[] accounts, bool isNewList)
    {
        if (isNewList)
            Keep(entry.Accounts, accounts);
        foreach (AccountInMemory account in accounts)
            account.Book(entry);
        Enter(entry);
    }

    private static AccountKey? FullFor(LedgerEntry entry, AccountInMemory[] accounts)
    {
        foreach (AccountInMemory account in accounts)
        {
            if (!account.HasRoomFor(entry))
                return account.Key;
        }

        return null;
    }

    private static Task TooLarge(LedgerEntry entry, AccountKey account) =>
        Task.FromException(new BudgetStoreException($"An entry of {entry.Amount} would take an account of '{account.PolicyId}' beyond what 64 bits can count. Nothing was booked."));

    private static Task Closed() => Task.FromException(new BudgetStoreException("The budget store is closed, or was never opened."));

    /// <summary>Whether an entry changes nothing because it, or the end of its hold, was booked before.</summary>
    private bool IsKnown(LedgerEntry entry) => entry.Kind == LedgerEntryKind.Hold
        ? _open.ContainsKey(entry.Reservation) || _known.Contains(entry.Reservation)
        : _known.Contains(entry);

    private AccountInMemory[] AccountsOf(IReadOnlyList<AccountKey> keys) => [.. keys.Select(key => _accounts.GetValueOrDefault(key) ?? new AccountInMemory(key))];

    private void Keep(IReadOnlyList<AccountKey> keys, AccountInMemory[] accounts)
    {
        foreach (AccountInMemory account in accounts)
            _accounts.TryAdd(account.Key, account);
        _byList.Add(keys, accounts);
    }

    private void Keep(PolicyChange change)
    {
        if (!_policiesById.TryGetValue(change.PolicyId, out List<PolicyChange>? versions))
            _policiesById.Add(change.PolicyId, versions = []);
        if (versions.Exists(known => known.Version == change.Version))
            return;
        versions.Add(change);
        _policies.Add(change);
    }

    private void Keep(PriceLineChange change)
    {
        if (!_pricesById.TryGetValue(change.LineId, out List<PriceLineChange>? versions))
            _pricesById.Add(change.LineId, versions = []);
        if (versions.Exists(known => known.Version == change.Version))
            return;
        versions.Add(change);
        _prices.Add(change);
    }

    private void Enter(LedgerEntry entry)
    {
        ReservationId id = entry.Reservation;
        if (entry.Kind == LedgerEntryKind.Hold)
        {
            _open.Add(id, new OpenLife(entry, null));
            return;
        }

        bool open = _open.TryGetValue(id, out OpenLife life);
        LedgerEntry? ended = null;
        if (entry.Kind == LedgerEntryKind.Suspend)
        {
            _open[id] = life with { Suspension = entry };
            open = true;
        }
        else if (open && Ends(entry.Kind, life))
        {
            _open.Remove(id);
            ended = life.Hold;
            open = false;
        }

        _known.Add(entry, ended: !open);
        if (_maxRecords == 0)
            return;
        if (_log.Count == _maxRecords)
            _log.Dequeue();
        _log.Enqueue(new LogLine(entry, ended));
    }

    /// <summary>Whether an entry is the outcome of an open reservation. What is charged as lost stays so until an entry that takes it off suspense.</summary>
    private static bool Ends(LedgerEntryKind kind, OpenLife life) => kind switch
    {
        LedgerEntryKind.Settle or LedgerEntryKind.Void => !life.IsSuspended,
        LedgerEntryKind.LateSettle or LedgerEntryKind.Release or LedgerEntryKind.Charge => true,
        _ => false,
    };
}
