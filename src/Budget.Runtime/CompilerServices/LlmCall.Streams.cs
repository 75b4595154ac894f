namespace BudgetGen.CompilerServices;

/// <summary>Streams: the request leaves at the first step of each enumeration, so that is where the reservation is made.</summary>
public static partial class LlmCall
{
    /// <summary>Meters a stream: one reservation for each enumeration, made when it begins. A stream that nobody reads costs nothing.</summary>
    /// <param name="site">The call.</param>
    /// <param name="request">What is known of the request.</param>
    /// <param name="state">What <paramref name="open"/> needs.</param>
    /// <param name="open">Opens the stream; called once for each enumeration.</param>
    /// <param name="read">Looks at each element.</param>
    public static IAsyncEnumerable<T> StreamAsync<TState, T>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, IAsyncEnumerable<T>> open, Action<LlmReading, T> read) =>
        new MeteredAsyncStream<TState, T>(site, request, LlmCallScope.Current, state, open, read, change: null);

    /// <summary>Meters a stream whose request can be changed before it is sent.</summary>
    /// <param name="site">The call.</param>
    /// <param name="request">What is known of the request.</param>
    /// <param name="state">What <paramref name="open"/> needs.</param>
    /// <param name="open">Opens the stream; called once for each enumeration.</param>
    /// <param name="read">Looks at each element.</param>
    /// <param name="change">Gives the state for a changed request; the caller's own objects stay as they are. Only asked for what <see cref="LlmRequest.CanChange"/> names.</param>
    public static IAsyncEnumerable<T> StreamAsync<TState, T>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, IAsyncEnumerable<T>> open,
        Action<LlmReading, T> read,
        Func<TState, LlmRequestChange, TState> change) =>
        new MeteredAsyncStream<TState, T>(site, request, LlmCallScope.Current, state, open, read, change);

    /// <summary>Meters a synchronous stream: one reservation for each enumeration, made when it begins.</summary>
    public static IEnumerable<T> Stream<TState, T>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, IEnumerable<T>> open, Action<LlmReading, T> read) =>
        new MeteredStream<TState, T>(site, request, LlmCallScope.Current, state, open, read, change: null);

    /// <summary>Meters a synchronous stream whose request can be changed before it is sent.</summary>
    public static IEnumerable<T> Stream<TState, T>(
        LlmCallSite site,
        in LlmRequest request,
        TState state,
        Func<TState, IEnumerable<T>> open,
        Action<LlmReading, T> read,
        Func<TState, LlmRequestChange, TState> change) =>
        new MeteredStream<TState, T>(site, request, LlmCallScope.Current, state, open, read, change);
}
