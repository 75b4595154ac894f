using System.Collections.Concurrent;

namespace BudgetGen.TestProvider;

/// <summary>What the provider did, written before it answers: the oracle that the ledger is compared with.</summary>
public sealed class ProviderLog
{
    private readonly ConcurrentQueue<ProviderCall> _calls = new();
    private readonly ConcurrentQueue<string> _left = new();

    public IReadOnlyCollection<ProviderCall> Calls => _calls;

    public int Count => _calls.Count;

    public IEnumerable<ProviderCall> Billed => _calls.Where(static call => call.Billed);

    /// <summary>The prompts of streams that the client has left before their end, in the order in which the provider learned of it.</summary>
    public IReadOnlyCollection<string> Left => _left;

    public void Add(ProviderCall call) => _calls.Enqueue(call);

    public void AddLeft(string body) => _left.Enqueue(body);

    public void Clear() => _calls.Clear();
}

/// <summary>One POST.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Model">The model it asked for.</param>
/// <param name="Scenario">The scenario that the prompt asked for.</param>
/// <param name="Stream">True if it asked for a stream.</param>
/// <param name="Input">Input tokens, cached ones included.</param>
/// <param name="Cached">Of the input: read from a cache.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="Reasoning">Of the output: reasoning.</param>
/// <param name="Billed">True if this provider bills the request.</param>
/// <param name="MaxTokens">The bound on output that the request named, or null.</param>
public sealed record ProviderCall(
    string Path, string Model, string Scenario, bool Stream, long Input, long Cached, long Output, long Reasoning, bool Billed, long? MaxTokens)
{
    /// <summary>The header with which a client says that it goes on with a lost stream, or null.</summary>
    public string? LastEventId { get; init; }
}
