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
        new MeteredAsyncStream<TState, T>(site, request, LlmCallScope.Current, state, open, read);

    /// <summary>Meters a synchronous stream, as <see cref="StreamAsync"/>.</summary>
    public static IEnumerable<T> Stream<TState, T>(
        LlmCallSite site, in LlmRequest request, TState state, Func<TState, IEnumerable<T>> open, Action<LlmReading, T> read) =>
        new MeteredStream<TState, T>(site, request, LlmCallScope.Current, state, open, read);
}
