using BenchmarkDotNet.Attributes;
using BudgetGen.Sqlite;

namespace BudgetGen.Benchmarks;

/// <summary>
/// Reserve and settle with the SQLite ledger: the hold is on disk before the call would leave, the settlement before its result returns. One caller
/// pays two commits for each call; many callers share them.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 2, iterationCount: 5, invocationCount: 1)]
public class DurableBenchmarks
{
    private const int Calls = 20_000;

    private readonly CallAttribution _who = new(User: "alice", Provider: "openai", Model: "gpt-4o-mini", Project: "bench");
    private string _directory = null!;
    private BudgetManager _budget = null!;

    [Params(1, 100, 1_000)]
    public int Callers { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _directory = Directory.CreateTempSubdirectory("budgetgen-bench-").FullName;
        BudgetOptions options = new BudgetOptions().UseSqlite(Path.Combine(_directory, "budget.db"));
        foreach (BudgetPolicy policy in Policies.Of(5))
            options.AddPolicy(policy);
        _budget = new BudgetManager(options);
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _budget.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Calls, Description = "durable reserve + settle")]
    public Task ReserveAndSettle() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
    {
        for (int i = 0; i < Calls / Callers; i++)
        {
            Reservation reservation = await _budget.ReserveAsync(new SpendRequest(_who, Usd.FromNanos(1_000)));
            await _budget.SettleAsync(reservation, Usd.FromNanos(700), new UsageRecord
            {
                Model = "gpt-4o-mini",
                Cost = Usd.FromNanos(700),
                Timestamp = DateTimeOffset.UnixEpoch,
                User = "alice",
                Provider = "openai",
                Project = "bench",
                Usage = LlmUsage.Of(100, 50),
            });
        }
    })));
}
