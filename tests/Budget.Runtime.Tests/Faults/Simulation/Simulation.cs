using System.Text;
using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen.Tests.Faults;

/// <summary>
/// A deterministic simulation: processes that own one store one after the other, a store that loses what it did not acknowledge, clocks that jump, and a
/// provider that bills. One thread, one seed; the trace says all that happened, and the same seed gives the same trace.
/// </summary>
internal sealed partial class Simulation
{
    private const int Steps = 90;
    private const string Everything = "all";

    private readonly Random _random;
    private readonly SimBug _bug;
    private readonly bool _callersGiveIds;
    private readonly SimDisk _disk = new();
    private readonly List<SimCall> _calls = [];
    private readonly StringBuilder _trace = new();
    private readonly AlertCount _alerts = new();
    private DateTimeOffset _wall = new(2026, 8, 19, 21, 0, 0, TimeSpan.Zero);
    private BudgetManager? _manager;
    private SimStore _store = null!;
    private FakeTime _time = null!;
    private int _process;
    private bool _outage;

    public Simulation(int seed, SimBug bug = SimBug.None)
    {
        _random = new Random(seed);
        _bug = bug;

        // Ids of callers are the simulation's own, so even what is ordered by ids is the same in every run.
        _callersGiveIds = seed % 2 == 0;
        Say($"seed {seed}, {(_callersGiveIds ? "callers give ids" : "new ids")}");
    }

    /// <summary>Everything that happened.</summary>
    public string Trace => _trace.ToString();

    /// <summary>How often each thing happened: a run without crashes, failures and refusals has shown nothing.</summary>
    public SortedDictionary<string, int> Happened { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs it on a thread of its own, where nothing captures or resumes work but the simulation. Null, or what went wrong.</summary>
    public string? Run()
    {
        string? wrong = null;
        var thread = new Thread(() =>
        {
            try
            {
                Live();
            }
            catch (Exception error)
            {
                wrong = error is SimFailure ? error.Message : error.ToString();
                Say("WRONG: " + error.Message);
            }
        });
        thread.Start();
        thread.Join();
        return wrong;
    }

    private void Live()
    {
        Start();
        for (int step = 0; step < Steps; step++)
        {
            _trace.Append(step).Append(' ');
            Step();
            Settle();
            Check();
            Settle();
        }

        Crash();
        Start();
        Check();
    }

    private void Say(string line) => _trace.Append(line).Append('\n');

    private void Count(string what) => Happened[what] = Happened.GetValueOrDefault(what) + 1;

    /// <summary>Handlers of alerts run on the thread pool: the next step comes when they are done.</summary>
    private void Settle()
    {
        if (_manager is not null && _alerts.Take())
            _manager.FlushAlertsAsync().GetAwaiter().GetResult();
        _store.LineUpMarks();
    }

    private BudgetManager Make(int cutAfter)
    {
        _process++;
        _time = new FakeTime(_wall);
        _store = new SimStore(_disk, _bug);
        int done = 0;
        _store.AtOnce = () => done++ < cutAfter ? SimOutcome.Ok : SimOutcome.FailBeforeCommit;
        var options = new BudgetOptions
        {
            TimeProvider = _time,
            Store = _ => _store,
            LoggerFactory = _alerts,
            AlertHandler = static (_, _) => { },
            MaxHoldTtl = TimeSpan.FromMinutes(30),

            // A story is told by one thread. Whoever gives up by a timer races with the thread of the alerts; SilentStoreTests are about that.
            StoreTimeout = Timeout.InfiniteTimeSpan,
        };
        TimeSpan? charge = _callersGiveIds ? TimeSpan.FromHours(5) : null;
        options.AddPolicy(Tests.Make.Policy(Everything, 4000, period: BudgetPeriod.Lifetime) with { ChargeLostAfter = charge });
        options.AddPolicy(Tests.Make.Policy("day", 1500) with { ChargeLostAfter = charge });
        options.AddPolicy(Tests.Make.Policy("users", 900, BudgetScope.User) with { ChargeLostAfter = charge });
        options.AddPolicy(Tests.Make.Policy("rolling", 2500, period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromHours(12), ChargeLostAfter = charge });
        options.AddPolicy(Tests.Make.Policy("soft", 1000, period: BudgetPeriod.Lifetime, action: LimitAction.Warn) with { OnLost = LostRule.Release });
        var manager = new BudgetManager(options);
        _store.AtOnce = null;
        return manager;
    }

    /// <summary>Sees that something was raised.</summary>
    private sealed class AlertCount : ILoggerFactory, ILogger
    {
        private int _raised;

        public bool Take() => Interlocked.Exchange(ref _raised, 0) != 0;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name is "Alert" or "Recovered")
                Volatile.Write(ref _raised, 1);
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>The simulation has found something.</summary>
internal sealed class SimFailure(string message) : Exception(message);
