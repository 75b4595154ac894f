using System.Globalization;

namespace BudgetGen.TestProvider;

/// <summary>What a prompt can ask the provider to do, as <c>#name</c> anywhere in its text.</summary>
public static class Scenarios
{
    /// <summary>Answer well. The default.</summary>
    public const string Ok = "#ok";

    /// <summary>Answer well, with no usage in it.</summary>
    public const string NoUsage = "#nousage";

    /// <summary>HTTP 400.</summary>
    public const string BadRequest = "#bad-request";

    /// <summary>HTTP 500, on every attempt.</summary>
    public const string ServerError = "#server-error";

    /// <summary>Never answer, until the client gives up.</summary>
    public const string Hang = "#hang";

    /// <summary>Cut the connection: before the answer, or after three deltas of a stream.</summary>
    public const string Drop = "#drop";

    /// <summary>End a stream after three deltas without an end mark, as if all were well.</summary>
    public const string CleanCut = "#clean-cut";

    /// <summary>A stream of thirty deltas, ten milliseconds apart.</summary>
    public const string Slow = "#slow";

    /// <summary>HTTP 200 with a body that is no JSON.</summary>
    public const string BadJson = "#bad-json";

    /// <summary>A response that fails, or that is cut at its bound: with usage.</summary>
    public const string Failed = "#failed", Incomplete = "#incomplete";

    /// <summary>A stream of a response that begins again after its first delta, as if the connection had been lost.</summary>
    public const string CreatedTwice = "#created-twice";

    /// <summary>Cut the connection inside the body of a plain answer.</summary>
    public const string DropBody = "#cut-body";

    /// <summary>As <see cref="Drop"/> inside a stream whose events have ids, so that a client may reconnect, after a tenth of a second.</summary>
    public const string DropWithIds = "#lose-with-ids";

    /// <summary>Events with ids, and an end as it should be.</summary>
    public const string Ids = "#ids";

    /// <summary>Tell of an error inside a stream, after three deltas, and end it.</summary>
    public const string ErrorEvent = "#error-event";

    /// <summary>Fall silent after three deltas of a stream, until the client gives up.</summary>
    public const string Stall = "#stall";

    private const string StatusPrefix = "#status-";
    private const string FirstPrefix = "#first-";

    private static readonly string[] s_all = [Failed, Incomplete, CreatedTwice, NoUsage, BadRequest, ServerError, Hang, DropBody, DropWithIds, Drop, CleanCut, Slow, BadJson, Ids, ErrorEvent, Stall, Ok];

    /// <summary>An HTTP status, three digits, on every attempt.</summary>
    public static string Status(int status) => FormattableString.Invariant($"{StatusPrefix}{status}");

    /// <summary>Something else the first time that this request comes; put it before what comes then.</summary>
    public static string First(string scenario) => FirstPrefix + scenario[1..];

    /// <summary>The scenario that asks for a status other than 200, as the number; else null.</summary>
    internal static int? StatusOf(string scenario) => scenario switch
    {
        BadRequest => 400,
        ServerError => 500,
        _ when scenario.StartsWith(StatusPrefix, StringComparison.Ordinal) => int.Parse(scenario.AsSpan(StatusPrefix.Length), CultureInfo.InvariantCulture),
        _ => null,
    };

    internal static bool HasFirst(string body) => body.Contains(FirstPrefix, StringComparison.Ordinal);

    internal static string Find(string body) => Find(body, isFirst: false);

    internal static string Find(string body, bool isFirst)
    {
        int first = body.IndexOf(FirstPrefix, StringComparison.Ordinal);
        if (first < 0)
            return FindNext(body);

        // What is asked for at first ends at the next space.
        string rest = body[(first + FirstPrefix.Length)..];
        string once = "#" + rest[..rest.AsSpan().IndexOfAny(' ', '"')];
        return FindNext(isFirst ? once : rest.Replace(once[1..], "", StringComparison.Ordinal));
    }

    private static string FindNext(string text)
    {
        int status = text.IndexOf(StatusPrefix, StringComparison.Ordinal);
        return status >= 0 ? text.Substring(status, StatusPrefix.Length + 3) : s_all.FirstOrDefault(scenario => text.Contains(scenario, StringComparison.Ordinal)) ?? Ok;
    }
}
