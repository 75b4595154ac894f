using BenchmarkDotNet.Attributes;

namespace BudgetGen.Benchmarks;

/// <summary>Counting the tokens of a text, and what it allocates: nothing. For the original tokenizer beside it, see <see cref="TokenRun"/>.</summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private TokenCounter _counter = null!;

    [Params("o200k_base", "cl100k_base")]
    public string Encoding { get; set; } = "";

    [GlobalSetup]
    public void Load() => _counter = TokenCounter.ForEncoding(Encoding);

    [Benchmark]
    public long English1KB() => _counter.Count(TokenTexts.English);

    [Benchmark]
    public long Mixed100KB() => _counter.Count(TokenTexts.Mixed);

    [Benchmark]
    public long Asian100KB() => _counter.Count(TokenTexts.Asian);

    [Benchmark]
    public long OneLetter100KB() => _counter.Count(TokenTexts.Hostile[0].Text);

    [Benchmark]
    public long RandomLetters100KB() => _counter.Count(TokenTexts.Hostile[2].Text);

    /// <summary>An estimate for a model without a published vocabulary: a count and a factor.</summary>
    [Benchmark]
    public long EstimateForClaude1KB() => TokenEstimator.Estimate("claude-sonnet-4-5", TokenTexts.English).Expected;
}
