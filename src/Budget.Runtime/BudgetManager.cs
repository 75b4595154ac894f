using BudgetGen.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace BudgetGen;

/// <summary>
/// The front door of the ledger: reserves money before a call, settles what the call cost, and tells what is left. Safe for any number of threads.
/// </summary>
/// <remarks>
/// Reserve, then settle: never check first and record later. A hold is durable before it is handed out, as far as the store is durable.
/// </remarks>
public sealed partial class BudgetManager : IAsyncDisposable, IDisposable
{
    private readonly Admission _admission;
    private readonly AccountBook _book;
    private readonly LedgerLog _log;
    private readonly StorePatience _patience;
    private readonly TimeSpan _closing;
    private readonly LedgerClock _clock;
    private readonly IBudgetStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AlertQueue _alerts;
    private readonly Action<AlertLevel, string>? _alertHandler;
    private readonly Usd? _perRequestLimit;
    private readonly TimeSpan _maxHoldTtl;
    private readonly TimeSpan _waitForHolds;
    private readonly DurabilityLevel _durability;
    private readonly ITimer _sweepTimer;
    private int _disposed;

    /// <summary>Sets up a manager and opens its store. What an earlier process left in flight is charged as unknown (<see cref="RecoveredInFlight"/>).</summary>
    /// <exception cref="OptionsValidationException">The options are not valid; the message names each value and its remedy.</exception>
    /// <exception cref="BudgetStoreException">The store cannot be opened.</exception>
    public BudgetManager(BudgetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> complaints = options.Complaints();
        if (complaints.Count > 0)
            throw new OptionsValidationException(nameof(BudgetOptions), typeof(BudgetOptions), complaints);

        ILoggerFactory loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
        _time = options.TimeProvider ?? TimeProvider.System;
        _logger = new CarefulLogger(loggers.CreateLogger(BudgetEvents.Category));
        _clock = new LedgerClock(_time, _logger);
        _clock.BecameSuspect += ahead => Raise(AlertKind.ClockSuspect, AlertLevel.Critical, FormattableString.Invariant($"The wall clock is {ahead} ahead of monotonic time; budgets stay in their windows until it is confirmed."), null, null);
        _alertHandler = options.AlertHandler;
        _alerts = new AlertQueue(Deliver, _logger);
        _perRequestLimit = options.PerRequestLimit;
        _maxHoldTtl = options.MaxHoldTtl;
        _waitForHolds = options.Holds.WaitForHolds;
        _durability = options.Durability;
        _summaryCacheTtl = options.SummaryCacheTtl;
        _conflicts = (int)(_clock.Now().ToUnixTimeSeconds() & int.MaxValue);
        _holds = new HoldBook(options.Holds);
        _patience = new StorePatience(_time, options.StoreTimeout);
        _closing = options.ShutdownTimeout;
        Enabled = options.Enabled;
        EveryAttemptIsSeen = options.EveryAttemptIsSeen;
        UnknownModel = options.UnknownModel;
        UnknownModelPrice = options.UnknownModel.ToPrice();
        Pricing = PricingRegistry.Over(options.Prices ?? PricingRegistry.Embedded);
        _store = options.Store?.Invoke(new BudgetStoreContext(_time, loggers)) ?? new InMemoryBudgetStore();
        try
        {
            DateTimeOffset now = _clock.Now();
            LedgerState state = _store.Open(now);
            _log = new LedgerLog(_store.Writer, _time, _logger, options.FlushInterval, _patience, options.ShutdownTimeout);
            _priceVersions = RestorePrices(state.Prices);
            _policyVersions = new PolicyVersions(state.Policies);
            List<BudgetPolicy> policies = _policyVersions.Merge(options.AllPolicies(), LastConfigured, now, out List<PolicyChange> changes);
            _admission = new Admission(_time);
            _book = new AccountBook(_admission, policies.Select(policy => (policy, _policyVersions.VersionOf(policy.Id))), state.Balances);
            WriteBlocking(changes, static (log, change) => log.Write(change));
            Recover(state.InFlight, now);
            RestoreAlerts(state.Alerts, now);
            _isMade = true;
        }
        catch
        {
            Blocking.Run(static manager => manager.CloseAsync(static manager => manager._store.DisposeAsync().AsTask()), this);
            throw;
        }

        _sweepTimer = StartSweeping();
    }

    /// <summary>Sets up a manager with a simple budget, in memory.</summary>
    /// <param name="budget">The limits.</param>
    /// <param name="alertHandler">Called for each alert, on the thread pool, one at a time; null: nobody.</param>
    /// <exception cref="ArgumentOutOfRangeException">The alert threshold is not a share from 0.01 to 1 in whole percents.</exception>
    /// <exception cref="OptionsValidationException">A limit is not valid.</exception>
    public BudgetManager(Budget budget, Action<AlertLevel, string>? alertHandler = null)
        : this(OptionsOf(budget, alertHandler))
    {
    }

    /// <summary>The read side of the store: reports and status pages.</summary>
    public ILedgerReader Reader => _store.Reader;

    /// <summary>Back-up, compaction and checks of the store; null if it has nothing to maintain.</summary>
    public ILedgerMaintenance? Maintenance => _store.Maintenance;

    /// <summary>False if budgets are switched off: nothing is reserved, refused or recorded.</summary>
    public bool Enabled { get; }

    /// <summary>What happens to a call whose model has no price.</summary>
    public UnknownModelRule UnknownModel { get; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider => _time;

    /// <summary>
    /// True while the wall clock is more than a minute ahead of monotonic time: it was set, or the machine slept. Budgets stay in their windows, moved on by
    /// monotonic time, until <see cref="ConfirmClock"/>, because a jump into the next window would be a second budget.
    /// </summary>
    public bool IsClockSuspect => _clock.IsSuspect;

    /// <summary>Calls in flight: how many hold money, and how much.</summary>
    public HoldTotals InFlight => _admission.InFlight;

    /// <summary>What an earlier process left in flight, and this one charged as unknown when it started.</summary>
    public HoldTotals RecoveredInFlight { get; private set; }

    /// <summary>Ledger entries that the store did not take and that wait in memory to be tried again.</summary>
    public int PendingEntries => _log.WaitingEntries;

    /// <summary>Entries with relaxed durability that wait in memory for the next flush.</summary>
    public int BufferedEntries => _log.BufferedEntries;

    /// <summary>The accounts themselves. Tests look at what a status cannot show.</summary>
    internal AccountBook Book => _book;

    /// <summary>The algorithm itself. Tests step through it.</summary>
    internal Admission Admission => _admission;

    /// <summary>Writes what is buffered and tries the waiting entries again now; true if none is left.</summary>
    public ValueTask<bool> RetryPendingAsync() => new(_log.DrainAsync());

    /// <summary>Believes the wall clock as it is now, after <see cref="IsClockSuspect"/>: somebody has looked at it.</summary>
    public void ConfirmClock()
    {
        _clock.Confirm();
        _logger.LogInformation(BudgetEvents.ClockSuspect, "The wall clock was confirmed: it is {Now:O}", _clock.Now());
    }

    /// <summary>Stops the manager and closes its store. Calls in flight may still settle, but nothing is durable any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;

        ForgetDefault(this);
        await _sweepTimer.DisposeAsync().ConfigureAwait(false);
        HoldTotals live = InFlight;
        if (live.Count > 0)
        {
            _logger.LogWarning(
                BudgetEvents.LiveAtDispose,
                "The budget manager stops while calls hold {Total} (calls in flight: {Count}). They will be charged as unknown at the next start.",
                live.Total,
                live.Count);
        }

        await CloseAsync(static manager => manager._alerts.FlushAsync()).ConfigureAwait(false);
        await _log.DisposeAsync().ConfigureAwait(false);
        await CloseAsync(static manager => manager._store.DisposeAsync().AsTask()).ConfigureAwait(false);
    }

    /// <summary>A part of the closing. A store, or a handler of alerts, that does not come to an end must not keep the host from stopping.</summary>
    private async ValueTask CloseAsync(Func<BudgetManager, Task> close)
    {
        Task closing = close(this);
        try
        {
            await closing.WaitAsync(_closing, _time).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!closing.IsCompleted)
        {
            _logger.LogError(BudgetEvents.StoreFailed, "The budget store, or a handler of alerts, did not end within {Limit}; closing goes on without it.", _closing);
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>, and waits for it.</summary>
    public void Dispose() => Blocking.Run(static manager => manager.DisposeAsync(), this);

    private static BudgetOptions OptionsOf(Budget budget, Action<AlertLevel, string>? alertHandler)
    {
        ArgumentNullException.ThrowIfNull(budget);
        var options = new BudgetOptions { AlertHandler = alertHandler };
        foreach (BudgetPolicy policy in budget.ToPolicies())
            options.AddPolicy(policy);
        return options;
    }
}
