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
    private readonly AccountBook _book;
    private readonly LiveReservations _live = new();
    private readonly LedgerLog _log;
    private readonly IBudgetStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AlertQueue _alerts;
    private readonly Action<AlertLevel, string>? _alertHandler;
    private readonly Usd? _perRequestLimit;
    private readonly TimeSpan _maxHoldTtl;
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
        _logger = loggers.CreateLogger(BudgetEvents.Category);
        _alertHandler = options.AlertHandler;
        _alerts = new AlertQueue(Deliver, _logger);
        _perRequestLimit = options.PerRequestLimit;
        _maxHoldTtl = options.MaxHoldTtl;
        _holds = new HoldBook(options.Holds);
        Enabled = options.Enabled;
        UnknownModel = options.UnknownModel;
        UnknownModelPrice = options.UnknownModel.ToPriceLine();
        Pricing = options.Prices ?? PricingRegistry.Embedded;
        _store = options.Store?.Invoke(new BudgetStoreContext(_time, loggers)) ?? new InMemoryBudgetStore();
        try
        {
            LedgerState state = _store.Open(_time.GetUtcNow());
            _book = new AccountBook(options.AllPolicies(), state.Balances);
            _log = new LedgerLog(_store.Writer, _time, _logger);
            Recover(state.InFlight);
        }
        catch
        {
            Blocking.Run(static store => store.DisposeAsync(), _store);
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

    /// <summary>False if budgets are switched off: nothing is reserved, refused or recorded.</summary>
    public bool Enabled { get; }

    /// <summary>What happens to a call whose model has no price.</summary>
    public UnknownModelRule UnknownModel { get; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider => _time;

    /// <summary>Calls in flight: how many hold money, and how much.</summary>
    public HoldTotals InFlight => _live.Totals;

    /// <summary>What an earlier process left in flight, and this one charged as unknown when it started.</summary>
    public HoldTotals RecoveredInFlight { get; private set; }

    /// <summary>Ledger entries that the store did not take and that wait in memory to be tried again.</summary>
    public int PendingEntries => _log.WaitingEntries;

    /// <summary>The accounts themselves. Tests compare what is free with what the other figures leave; a status cannot show a difference.</summary>
    internal AccountBook Book => _book;

    /// <summary>Tries the waiting entries again now; true if none is left.</summary>
    public ValueTask<bool> RetryPendingAsync() => new(_log.DrainAsync());

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
                "The budget manager stops while {Count} calls hold {Total}. They will be charged as unknown at the next start.",
                live.Count,
                live.Total);
        }

        await _log.DisposeAsync().ConfigureAwait(false);
        await _alerts.FlushAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
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

    private void Recover(IReadOnlyList<OpenReservation> inFlight)
    {
        if (inFlight.Count == 0)
            return;

        DateTimeOffset now = _time.GetUtcNow();
        Usd total = Usd.Zero;
        foreach (OpenReservation open in inFlight)
        {
            total += open.Hold;
            foreach (AccountKey key in open.Accounts)
            {
                if (_book.SuspendRecovered(key, open.Hold) is { } crossed)
                    RaiseCrossings(crossed);
            }

            var entry = new LedgerEntry
            {
                Kind = LedgerEntryKind.Suspend,
                Reservation = open.Id,
                At = now,
                Accounts = open.Accounts,
                Hold = open.Hold,
                SuspenseChange = open.Hold,
                Attribution = open.Attribution,
                CallSite = open.CallSite,
                Note = "the process that made the call is gone",
            };
            Blocking.Run(static s => s.Log.Write(s.Entry, null), (Log: _log, Entry: entry));
        }

        RecoveredInFlight = new HoldTotals(inFlight.Count, total);
        _logger.LogWarning(
            BudgetEvents.Recovered,
            "{Count} calls were in flight when an earlier process ended. Nobody knows what they cost: {Total} are charged as unknown.",
            inFlight.Count,
            total);
    }
}
