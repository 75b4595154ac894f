using System.Collections;

namespace BudgetGen.CompilerServices;

/// <summary>A synchronous sequence that runs inside a scope, as <see cref="ScopedAsyncStream{T}"/>.</summary>
internal sealed class ScopedStream<T>(IEnumerable<T> sequence, LlmCallScope? scope) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator()
    {
        using LlmScopeLease lease = LlmScopeLease.Enter(scope);
        return new Enumerator(sequence.GetEnumerator(), scope);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Enumerator(IEnumerator<T> inner, LlmCallScope? scope) : IEnumerator<T>
    {
        public T Current => inner.Current;

        object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            using LlmScopeLease lease = LlmScopeLease.Enter(scope);
            return inner.MoveNext();
        }

        public void Reset() => inner.Reset();

        public void Dispose()
        {
            using LlmScopeLease lease = LlmScopeLease.Enter(scope);
            inner.Dispose();
        }
    }
}
