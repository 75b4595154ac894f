using System.ComponentModel;

namespace BudgetGen.CompilerServices;

/// <summary>An open scope; disposing it gives the caller its own scope back.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LlmScopeLease : IDisposable
{
    /// <summary>Keeps the scope open inside a stream: for each step of every enumeration, and never between them.</summary>
    public IAsyncEnumerable<T> Flow<T>(IAsyncEnumerable<T> stream) => throw new NotImplementedException();

    /// <summary>Keeps the scope open inside a synchronous iterator, as its asynchronous twin.</summary>
    public IEnumerable<T> Flow<T>(IEnumerable<T> sequence) => throw new NotImplementedException();

    /// <summary>Closes the scope for the caller; what was started inside keeps it.</summary>
    public void Dispose() => throw new NotImplementedException();
}
