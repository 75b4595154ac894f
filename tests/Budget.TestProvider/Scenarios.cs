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

    /// <summary>A stream that ends with an event that says error.</summary>
    public const string ErrorEvent = "#error-event";

    /// <summary>A stream of a response that begins again after its first delta, as if the connection had been lost.</summary>
    public const string CreatedTwice = "#created-twice";

    internal static readonly string[] All = [Failed, Incomplete, ErrorEvent, CreatedTwice, NoUsage, BadRequest, ServerError, Hang, Drop, CleanCut, Slow, BadJson, Ok];

    internal static string Find(string body) => All.FirstOrDefault(scenario => body.Contains(scenario, StringComparison.Ordinal)) ?? Ok;
}
