using System.Collections;

namespace BudgetGen.CompilerServices;

/// <summary>A synchronous stream of which every enumeration is a metered call; see <see cref="MeteredAsyncStream{TState, T}"/>.</summary>
internal sealed class MeteredStream<TState, T>(
    LlmCallSite site,
    LlmRequest request,
    LlmCallScope? around,
    TState state,
    Func<TState, IEnumerable<T>> open,
    Action<LlmReading, T> read,
    Func<TState, LlmRequestChange, TState>? change)
    : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new Enumerator(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private MeteredCall? Prepare()
    {
        using LlmScopeLease lease = LlmScopeLease.Enter(around);
        return MeteredCall.Prepare(site, request);
    }

    private sealed class Enumerator(MeteredStream<TState, T> stream) : IEnumerator<T>
    {
        private readonly LlmReading _reading = new();
        private MeteredCall? _metered;
        private IEnumerator<T>? _inner;
        private bool _started;
        private bool _ended;
        private bool _anything;

        public T Current => _inner is null ? default! : _inner.Current;

        object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (!_started)
                Start();

            if (_ended)
                return false;

            bool moved;
            try
            {
                moved = Step();
            }
            catch (Exception error)
            {
                _ended = true;
                if (_anything)
                    _metered?.EndStream(_reading, toItsEnd: false);
                else
                    _metered?.Fail(error);
                throw;
            }

            if (moved)
            {
                _anything = true;
                LlmReadings.Observe(stream.Read, _reading, _inner!.Current);
                return true;
            }

            _ended = true;
            _metered?.EndStream(_reading, toItsEnd: true);
            return false;
        }

        public void Reset() => throw new NotSupportedException("A metered stream is enumerated again by asking for another enumerator.");

        public void Dispose()
        {
            try
            {
                DisposeInner();
            }
            finally
            {
                if (_started && !_ended)
                    _metered?.EndStream(_reading, toItsEnd: _reading.Completed);
                _ended = true;
            }
        }

        private void Start()
        {
            _started = true;
            try
            {
                _metered = stream.Prepare() is { } prepared ? LlmCall.Reserved(prepared) : null;
            }
            catch
            {
                _ended = true;
                _metered = null;
                throw;
            }
        }

        private void DisposeInner()
        {
            using LlmScopeLease lease = LlmScopeLease.Enter(_metered?.Scope ?? LlmCallScope.Current);
            _inner?.Dispose();
        }

        private bool Step()
        {
            using LlmScopeLease lease = LlmScopeLease.Enter(_metered?.Scope ?? LlmCallScope.Current);
            _inner ??= stream.Open(_metered).GetEnumerator();
            return _inner.MoveNext();
        }
    }

    private Action<LlmReading, T> Read => read;

    private IEnumerable<T> Open(MeteredCall? metered) => open(metered is null ? state : metered.Changed(state, change));
}
