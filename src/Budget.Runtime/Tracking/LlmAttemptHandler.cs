namespace BudgetGen;

/// <summary>
/// Sees every request that a client library really sends. Libraries retry by themselves, after timeouts too, and their caller sees the last attempt only;
/// with this handler in the client's <see cref="HttpClient"/>, a tracked call knows of all of them and accounts for each that may be billed.
/// </summary>
/// <remarks>
/// <para>It works for every library that takes an <see cref="HttpClient"/> or a handler, and needs no setting. Requests outside tracked calls, and all but
/// POSTs, pass untouched. Safe for any number of threads.</para>
/// <para>Before a request is sent again after an attempt that may have been billed, money is held for it as for a new call, because it is one. A budget that
/// cannot afford it refuses it with <see cref="BudgetExceededException"/>, through the library, which may wrap it.</para>
/// </remarks>
public sealed class LlmAttemptHandler : DelegatingHandler
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>How long a connection is used before the address is looked up anew.</summary>
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>A handler that gets its inner handler from whoever builds the chain, such as <c>IHttpClientFactory</c>.</summary>
    public LlmAttemptHandler()
    {
    }

    /// <summary>A handler in front of another one.</summary>
    /// <param name="innerHandler">What sends the requests.</param>
    public LlmAttemptHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <summary>
    /// True: a POST with <c>Last-Event-ID</c> passes. OpenAI's client sends one by itself after a lost connection, without limit, and each is the whole paid
    /// request again. By default it is refused with an <see cref="InvalidOperationException"/>, which reaches the reader of the stream. Set this where your
    /// own code sends that header on purpose.
    /// </summary>
    public bool AllowsResending { get; init; }

    /// <summary>
    /// True: after an attempt that may have been billed (a timeout, HTTP 408 and 5xx, a connection that broke), a tracked call sends no other one; the
    /// library's retry is refused with an <see cref="InvalidOperationException"/>. Retries of refusals that cost nothing, such as HTTP 429, still pass.
    /// </summary>
    public bool RefusesPaidRetries { get; init; }

    /// <summary>
    /// A <see cref="SocketsHttpHandler"/> that hangs up at once when a response is left before its end. By default .NET reads on for up to two seconds, and
    /// the provider generates, and bills, for as long.
    /// </summary>
    public static SocketsHttpHandler CreateSocketsHandler() => new()
    {
        ResponseDrainTimeout = TimeSpan.Zero,
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = s_connectionLifetime,
        UseCookies = false,
    };

    /// <summary>
    /// An <see cref="HttpClient"/> for a client library: this handler in front of <see cref="CreateSocketsHandler"/>, without a timeout of its own, because
    /// libraries have theirs. Make one and keep it.
    /// </summary>
    public static HttpClient CreateClient() => new(new LlmAttemptHandler(CreateSocketsHandler())) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The request is one that this handler refuses.</exception>
    /// <exception cref="BudgetExceededException">The request is sent again, and a budget cannot afford that.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Call(request, cancellationToken) is not { } call)
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

        LlmAttempt attempt = await call.BeginAttemptAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Seen(await base.SendAsync(request, cancellationToken).ConfigureAwait(false), attempt);
        }
        catch (Exception error)
        {
            attempt.Fail(error);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The request is one that this handler refuses.</exception>
    /// <exception cref="BudgetExceededException">The request is sent again, and a budget cannot afford that.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Call(request, cancellationToken) is not { } call)
            return base.Send(request, cancellationToken);

        LlmAttempt attempt = call.BeginAttempt();
        try
        {
            return Seen(base.Send(request, cancellationToken), attempt);
        }
        catch (Exception error)
        {
            attempt.Fail(error);
            throw;
        }
    }

    /// <summary>The call that a request is an attempt of; null: none that is metered, or it costs nothing.</summary>
    private MeteredCall? Call(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method != HttpMethod.Post)
            return null;

        // Only this kind of exception gets through the library that reconnects: others it swallows, and the reader waits for ever.
        if (!AllowsResending && request.Headers.Contains(LastEventId))
            throw new InvalidOperationException($"The stream was lost, and sending the paid request again was refused. If {LastEventId} is sent on purpose, set LlmAttemptHandler.{nameof(AllowsResending)}.");

        cancellationToken.ThrowIfCancellationRequested();
        MeteredCall? call = MeteredCall.OfAttempt(LlmCallScope.Current);
        if (RefusesPaidRetries && call is { HasUncertainAttempt: true })
            throw new InvalidOperationException($"An attempt before this one may have been billed, and sending the request again was refused (LlmAttemptHandler.{nameof(RefusesPaidRetries)}).");
        return call;
    }

    private static HttpResponseMessage Seen(HttpResponseMessage response, LlmAttempt attempt)
    {
        attempt.Answer((int)response.StatusCode);
        if (attempt.Fate == AttemptFate.Answered)
            response.Content = new AttemptBody(response.Content, attempt);
        return response;
    }
}
