using System.Collections;

namespace BudgetGen.CompilerServices;

/// <summary>A synchronous sequence that runs inside a scope, as <see cref="ScopedAsyncStream{T}"/>.</summary>
internal sealed class ScopedStream<T>(IEnumerable<T> sequence, LlmCallScope? scope) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator()
    {
        LlmCallScope? before = LlmCallScope.Enter(scope);
        try
        {
            return new Enumerator(sequence.GetEnumerator(), scope);
        }
        finally
        {
            LlmCallScope.Enter(before);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Enumerator(IEnumerator<T> inner, LlmCallScope? scope) : IEnumerator<T>
    {
        public T Current => inner.Current;

        object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            LlmCallScope? before = LlmCallScope.Enter(scope);
            try
            {
                return inner.MoveNext();
            }
            finally
            {
                LlmCallScope.Enter(before);
            }
        }

        public void Reset() => inner.Reset();

        public void Dispose()
        {
            LlmCallScope? before = LlmCallScope.Enter(scope);
            try
            {
                inner.Dispose();
            }
            finally
            {
                LlmCallScope.Enter(before);
            }
        }
    }
}
