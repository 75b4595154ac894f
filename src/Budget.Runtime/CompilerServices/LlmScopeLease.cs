using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>An open scope; disposing it gives the caller its own scope back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LlmScopeLease : IDisposable
{
    private readonly LlmCallScope? _before;
    private readonly LlmCallScope? _scope;

    private LlmScopeLease(LlmCallScope? before, LlmCallScope? scope)
    {
        _before = before;
        _scope = scope;
    }

    /// <summary>Makes a scope current until the lease is disposed.</summary>
    internal static LlmScopeLease Enter(LlmCallScope? scope) => new(LlmCallScope.Enter(scope), scope);

    /// <summary>Keeps the scope open inside a stream: for each step of every enumeration, and never between them.</summary>
    public IAsyncEnumerable<T> Flow<T>(IAsyncEnumerable<T> stream) => stream is null ? stream! : new ScopedAsyncStream<T>(stream, _scope);

    /// <summary>Keeps the scope open inside a synchronous iterator, as its asynchronous twin.</summary>
    public IEnumerable<T> Flow<T>(IEnumerable<T> sequence) => sequence is null ? sequence! : new ScopedStream<T>(sequence, _scope);

    /// <summary>Closes the scope for the caller; what was started inside keeps it.</summary>
    public void Dispose() => LlmCallScope.Enter(_before);
}
