using BenchmarkDotNet.Attributes;
using BudgetGen.Storage;

namespace BudgetGen.Benchmarks;

/// <summary>
/// What a tracked call adds to the bare one: the generated interceptor, pricing, a hold and a settlement over five policies. Compare with the bare
/// call of the same shape in the same run, not with another machine's nanoseconds.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 5, iterationCount: 10)]
public class TrackedCallBenchmarks
{
    private readonly Model _model = new();
    private BudgetManager _budget = null!;

    [GlobalSetup]
    public void SetUp() => _budget = BudgetManager.Start(options =>
    {
        options.Store = _ => new NullStore();
        foreach (BudgetPolicy policy in Policies.Of(5))
            options.AddPolicy(policy);
    });

    [GlobalCleanup]
    public void CleanUp() => _budget.Dispose();

    [Benchmark(Baseline = true, Description = "completed: bare")]
    public Task<string> CompletedBare() => _model.BareCompleted("alice", "a prompt");

    [Benchmark(Description = "completed: tracked")]
    public Task<string> CompletedTracked() => _model.TrackedCompleted("alice", "a prompt");

    [Benchmark(Description = "truly async: bare")]
    public Task<string> AsyncBare() => _model.BareAsync("alice", "a prompt");

    [Benchmark(Description = "truly async: tracked")]
    public Task<string> AsyncTracked() => _model.TrackedAsync("alice", "a prompt");
}
