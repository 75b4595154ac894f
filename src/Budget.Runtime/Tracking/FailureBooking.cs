using BudgetGen.CompilerServices;

namespace BudgetGen;

/// <summary>What a failed call means for its hold: money that certainly was not spent goes back; everything else stays charged, visibly.</summary>
internal static class FailureBooking
{
    /// <summary>True if a request that ended with this exception was certainly not billed.</summary>
    /// <param name="error">What the call threw.</param>
    /// <param name="sdk">The library, which knows its own exceptions.</param>
    /// <param name="cancelledBefore">True if the caller's token was cancelled before the call was made, so that nothing was sent.</param>
    /// <remarks>
    /// SDKs retry by themselves, and their last exception says nothing about the attempts before it. This is for calls of which no attempt was seen (see
    /// <see cref="LlmAttemptHandler"/>): a refusal by status is taken at its word, and the entry says which status it was and that nobody saw the attempts.
    /// </remarks>
    public static bool IsUnbilled(Exception error, LlmSdk sdk, bool cancelledBefore)
    {
        if (error is BudgetExceededException)
            return true;

        // Several requests, or several attempts at one: each of them must have cost nothing.
        if (error is AggregateException { InnerExceptions.Count: > 0 } many)
            return many.InnerExceptions.All(inner => IsUnbilled(inner, sdk, cancelledBefore));

        if (error is OperationCanceledException)
            return cancelledBefore;

        if (Status(error, sdk) is { } status)
            return IsUnbilled(status);

        return NothingWasSent(error);
    }

    /// <summary>True if a provider does not bill a request that it answers with this HTTP status.</summary>
    public static bool IsUnbilled(int status) => status is 400 or 401 or 403 or 404 or 413 or 422 or 429;

    /// <summary>The failure for the ledger: its kind and status, never its message, which may quote a prompt.</summary>
    public static string Describe(Exception error, LlmSdk sdk)
    {
        if (Status(error, sdk) is { } status)
            return $"{error.GetType().Name}: HTTP {status}";

        // One for each attempt that failed: of OpenAI's retries this is all that its caller sees.
        return error is AggregateException { InnerExceptions.Count: > 1 } many
            ? $"{nameof(AggregateException)} of {many.InnerExceptions.Count}: {string.Join(", ", many.InnerExceptions.Select(inner => Describe(inner, sdk)).Distinct())}"
            : error.GetType().Name;
    }

    /// <summary>
    /// The status that the library's exception has, or the HTTP failure inside it (behind an abstraction, only that is known). Several failures have
    /// no one status.
    /// </summary>
    public static int? Status(Exception error, LlmSdk sdk)
    {
        int? status = sdk.Status(error);
        for (Exception? inner = error; status is null && inner is not (null or AggregateException); inner = inner.InnerException)
            status = (int?)(inner as HttpRequestException)?.StatusCode;
        return status is 0 ? null : status;
    }

    /// <summary>
    /// True if every attempt failed to connect. A reset connection has the same outer exception as a refused one; only
    /// <see cref="HttpRequestException.HttpRequestError"/> tells them apart.
    /// </summary>
    public static bool NothingWasSent(Exception error) => error switch
    {
        AggregateException many => many.InnerExceptions.Count > 0 && many.InnerExceptions.All(NothingWasSent),
        HttpRequestException http => http.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
        _ => error.InnerException is { } inner && NothingWasSent(inner),
    };
}
