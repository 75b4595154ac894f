using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace BudgetGen.Benchmarks;

/// <summary>
/// What a tracked call adds to the bare one: the generated interceptor, pricing, a hold and a settlement over five policies. Compare with the bare
/// call of the same shape in the same run, not with another machine's nanoseconds.
/// </summary>
[MemoryDiagnoser]
[CategoriesColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
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

    [BenchmarkCategory("completed"), Benchmark(Baseline = true, Description = "bare")]
    public async Task<string> CompletedBare() => await _model.BareCompleted("alice", "a prompt");

    [BenchmarkCategory("completed"), Benchmark(Description = "tracked")]
    public async Task<string> CompletedTracked() => await _model.TrackedCompleted("alice", "a prompt");

    [BenchmarkCategory("truly async"), Benchmark(Baseline = true, Description = "bare")]
    public async Task<string> AsyncBare() => await _model.BareAsync("alice", "a prompt");

    [BenchmarkCategory("truly async"), Benchmark(Description = "tracked")]
    public async Task<string> AsyncTracked() => await _model.TrackedAsync("alice", "a prompt");
}
