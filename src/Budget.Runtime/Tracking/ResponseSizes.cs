using System.Collections.Concurrent;

namespace BudgetGen;

/// <summary>
/// How many tokens a response stands for that a later request may continue: what went into it and what came out. The provider keeps the texts, so that a request
/// which continues one shows nothing of them. Thread-safe.
/// </summary>
internal sealed class ResponseSizes
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, long> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _ids = new();

    /// <summary>The tokens of a response, or null: it was not seen here, or long ago.</summary>
    public long? Find(string responseId) => _tokens.TryGetValue(responseId, out long tokens) ? tokens : null;

    /// <summary>Remembers a response; the oldest are forgotten.</summary>
    public void Add(string responseId, long input, long output)
    {
        if (!_tokens.TryAdd(responseId, Math.Clamp(input, 0, int.MaxValue) + Math.Clamp(output, 0, int.MaxValue)))
            return;

        _ids.Enqueue(responseId);
        while (_ids.Count > Most && _ids.TryDequeue(out string? oldest))
            _tokens.TryRemove(oldest, out _);
    }
}
