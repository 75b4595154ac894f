namespace BudgetGen.CompilerServices;

/// <summary>An asynchronous stream of which every enumeration is a metered call.</summary>
/// <remarks>
/// The scope around is the one in which the stream was asked for, not the one in which it is read: the reader may be somebody else.
/// </remarks>
internal sealed class MeteredAsyncStream<TState, T>(
    LlmCallSite site,
    LlmRequest request,
    LlmCallScope? around,
    TState state,
    Func<TState, IAsyncEnumerable<T>> open,
    Action<LlmReading, T> read,
    Func<TState, LlmRequestChange, TState>? change)
    : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(this, cancellationToken);

    private MeteredCall? Prepare(CancellationToken cancellationToken)
    {
        using LlmScopeLease lease = LlmScopeLease.Enter(around);
        return MeteredCall.Prepare(site, request, cancellationToken);
    }

    private sealed class Enumerator(MeteredAsyncStream<TState, T> stream, CancellationToken cancellationToken) : IAsyncEnumerator<T>
    {
        private readonly LlmReading _reading = new();
        private MeteredCall? _metered;
        private IAsyncEnumerator<T>? _inner;
        private bool _started;
        private bool _ended;
        private bool _anything;

        public T Current => _inner is null ? default! : _inner.Current;

        public async ValueTask<bool> MoveNextAsync()
        {
            if (!_started)
                await StartAsync().ConfigureAwait(false);

            if (_ended)
                return false;

            bool moved;
            try
            {
                moved = await Step().ConfigureAwait(false);
            }
            catch (Exception error)
            {
                _ended = true;
                if (_anything && _metered is not null)
                    await _metered.EndStreamAsync(_reading, toItsEnd: false).ConfigureAwait(false);
                else if (_metered is not null)
                    await _metered.FailAsync(error).ConfigureAwait(false);
                throw;
            }

            if (moved)
            {
                _anything = true;
                LlmReadings.Observe(stream.Read, _reading, _inner!.Current);
                return true;
            }

            _ended = true;
            if (_metered is not null)
                await _metered.EndStreamAsync(_reading, toItsEnd: true).ConfigureAwait(false);
            return false;
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (_inner is not null)
                    await DisposeInner().ConfigureAwait(false);
            }
            finally
            {
                // A reader that leaves early: what was generated so far, and a little more, is on the bill.
                if (_started && !_ended && _metered is not null)
                    await _metered.EndStreamAsync(_reading, toItsEnd: _reading.Completed).ConfigureAwait(false);
                _ended = true;
            }
        }

        private async ValueTask StartAsync()
        {
            _started = true;
            try
            {
                if (stream.Prepare(cancellationToken) is { } prepared)
                    await ReserveAsync(prepared).ConfigureAwait(false);
            }
            catch
            {
                _ended = true;
                _metered = null;
                throw;
            }
        }

        private async ValueTask ReserveAsync(MeteredCall metered)
        {
            ValueTask reserving = LlmCall.Reserve(ref metered, cancellationToken);
            try
            {
                await reserving.ConfigureAwait(false);
            }
            catch (BudgetExceededException refusal)
            {
                MeteredCall? instead = await LlmCall.FallBackAsync(metered, refusal, cancellationToken).ConfigureAwait(false);
                if (instead is null)
                    throw;
                metered = instead;
            }

            _metered = metered;
        }

        // Not async: what is set here must be seen by the stream's own step and not by our caller's.
        private ValueTask<bool> Step()
        {
            using LlmScopeLease lease = LlmScopeLease.Enter(_metered?.Scope ?? LlmCallScope.Current);
            _inner ??= stream.Open(_metered).GetAsyncEnumerator(cancellationToken);
            return _inner.MoveNextAsync();
        }

        private ValueTask DisposeInner()
        {
            using LlmScopeLease lease = LlmScopeLease.Enter(_metered?.Scope ?? LlmCallScope.Current);
            return _inner!.DisposeAsync();
        }
    }

    private Action<LlmReading, T> Read => read;

    private IAsyncEnumerable<T> Open(MeteredCall? metered) => open(metered is null ? state : metered.Changed(state, change));
}
