using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;

namespace BudgetGen.Benchmarks;

/// <summary>
/// Reserve and settle over 1, 3 and 5 policies of a hot user, against two references in the same run: the floor (as many bare compare-and-swap
/// counters), the way of the reference documents (look at a dictionary, then add to it, under a lock; which overspends without the lock), and as many chained
/// rate limiters of System.Threading.RateLimiting, which count calls and know no settlement.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 5, iterationCount: 10)]
public class AdmissionBenchmarks
{
    private static readonly Usd s_hold = Usd.FromNanos(1_000);
    private static readonly Usd s_cost = Usd.FromNanos(700);
    private readonly CallAttribution _who = new(User: "alice", Provider: "openai", Model: "gpt-4o-mini", Project: "bench");
    private readonly Dictionary<string, decimal> _spent = [];
    private readonly Lock _lock = new();
    private long[] _counters = null!;
    private BudgetManager _budget = null!;
    private UsageRecord _usage = null!;
    private Reservation _reservation = null!;
    private PartitionedRateLimiter<string> _limiters = null!;
    private long _now;

    [Params(1, 3, 5)]
    public int Policies { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var options = new BudgetOptions { Store = static _ => new NullStore() };
        foreach (BudgetPolicy policy in Benchmarks.Policies.Of(Policies))
            options.AddPolicy(policy);
        _budget = new BudgetManager(options);
        _usage = new UsageRecord { Model = "gpt-4o-mini", Cost = s_cost, Timestamp = DateTimeOffset.UnixEpoch };
        _now = TimeProvider.System.GetUtcNow().UtcTicks;
        _reservation = new Reservation(_budget, new ReservationId(1, 1), new SpendRequest(_who, s_hold), DateTimeOffset.UnixEpoch, 0);
        _limiters = PartitionedRateLimiter.CreateChained([.. Enumerable.Range(0, Policies).Select(static i => PartitionedRateLimiter.Create<string, string>(
            resource => RateLimitPartition.GetTokenBucketLimiter(Key(i), static _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = int.MaxValue,
                TokensPerPeriod = int.MaxValue,
                ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                AutoReplenishment = true,
                QueueLimit = 0,
            })))]);
        _counters = Enumerable.Repeat(Usd.MaxLimit.Nanos, Policies).ToArray();
        for (int i = 0; i < Policies; i++)
            _spent["key-" + i] = 0m;
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _limiters.Dispose();
        _budget.Dispose();
    }

    [Benchmark(Baseline = true, Description = "floor: CAS reserve + settle")]
    public void Floor()
    {
        for (int i = 0; i < _counters.Length; i++)
        {
            long free = Volatile.Read(ref _counters[i]);
            while (free >= s_hold.Nanos)
            {
                long seen = Interlocked.CompareExchange(ref _counters[i], free - s_hold.Nanos, free);
                if (seen == free)
                    break;
                free = seen;
            }
        }

        for (int i = 0; i < _counters.Length; i++)
            Interlocked.Add(ref _counters[i], s_hold.Nanos - s_cost.Nanos);
    }

    [Benchmark(Description = "documents' way: lock, check, record")]
    public void CheckThenRecord()
    {
        lock (_lock)
        {
            for (int i = 0; i < Policies; i++)
            {
                if (_spent[Key(i)] + 0.000001m > 4_000_000_000m)
                    return;
            }

            for (int i = 0; i < Policies; i++)
                _spent[Key(i)] += 0.0000007m;
        }
    }

    [Benchmark(Description = "chained rate limiters: acquire")]
    public bool RateLimiters()
    {
        using RateLimitLease lease = _limiters.AttemptAcquire("alice");
        return lease.IsAcquired;
    }

    [Benchmark(Description = "the ledger's core: find, reserve, settle")]
    public void Core()
    {
        _reservation.Reuse(_budget.Book.Resolve(_who, _now));
        _budget.Admission.Reserve(_reservation, _now);
        _budget.Admission.Settle(_reservation, s_cost.Nanos, out _);
    }

    [Benchmark(Description = "the manager: reserve + settle")]
    public void Manager()
    {
        Reservation reservation = _budget.Reserve(new SpendRequest(_who, s_hold));
        _budget.Settle(reservation, s_cost, _usage);
    }

    private static string Key(int i) => i switch { 0 => "key-0", 1 => "key-1", 2 => "key-2", 3 => "key-3", _ => "key-4" };
}
