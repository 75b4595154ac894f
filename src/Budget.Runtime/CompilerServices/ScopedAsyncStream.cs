namespace BudgetGen.CompilerServices;

/// <summary>
/// An asynchronous stream that runs inside a scope. An async iterator loses what was set around it after each element, so the scope is set for
/// every step and taken back before the consumer goes on.
/// </summary>
internal sealed class ScopedAsyncStream<T>(IAsyncEnumerable<T> stream, LlmCallScope? scope) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using LlmScopeLease lease = LlmScopeLease.Enter(scope);
        return new Enumerator(stream.GetAsyncEnumerator(cancellationToken), scope);
    }

    private sealed class Enumerator(IAsyncEnumerator<T> inner, LlmCallScope? scope) : IAsyncEnumerator<T>
    {
        public T Current => inner.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            using LlmScopeLease lease = LlmScopeLease.Enter(scope);
            return inner.MoveNextAsync();
        }

        public ValueTask DisposeAsync()
        {
            using LlmScopeLease lease = LlmScopeLease.Enter(scope);
            return inner.DisposeAsync();
        }
    }
}
