namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of Anthropic's client library.</summary>
internal static class AnthropicCalls
{
    private const string Assembly = "Anthropic";
    private const string Services = "Anthropic.Services.";
    private const string Beta = "Anthropic.Services.Beta.";
    private const string Helpers = "Anthropic.Helpers.Beta.";

    private const string BatchReason = "a batch is paid for by its results, which come up to a day later, outside this call and often in another process";
    private const string AgentReason = "a managed agent spends on the provider's side after this call has returned, and no response of this call says what";

    // What MeteredBetaMessages implements.
    private static readonly string[] _betaMessages = ["WithRawResponse", "Batches", "WithOptions", "Create", "CreateStreaming", "CountTokens"];

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All => [.. Messages(), .. Conversations(), .. NotMetered()];

    private static IEnumerable<KnownSdkCall> Messages()
    {
        foreach (string method in (string[])["Create", "CreateStreaming"])
        {
            yield return Message(Services + "IMessageService", method, SdkTemplate.AnthropicMessages);
            yield return Message(Services + "IMessageServiceWithRawResponse", method, SdkTemplate.AnthropicRawMessages);
            yield return Message(Beta + "IMessageService", method, SdkTemplate.AnthropicBetaMessages);
            yield return Message(Beta + "IMessageServiceWithRawResponse", method, SdkTemplate.AnthropicBetaRawMessages);
        }

        yield return new(Assembly, Services + "MessageServiceExtensions", "Create", "messages", SdkTemplate.AnthropicStructuredMessages, ["<T>(MessageCreateParams, CancellationToken)"]);
        yield return new(Assembly, Beta + "BetaMessageServiceExtensions", "Create", "messages", SdkTemplate.AnthropicBetaStructuredMessages, ["<T>(MessageCreateParams, CancellationToken)"]);
    }

    private static KnownSdkCall Message(string type, string method, SdkTemplate template) => new(Assembly, type, method, "messages", template, ["MessageCreateParams, CancellationToken"]);

    /// <summary>
    /// Requests that the library makes by itself. Those of a tool runner have no call site, and reading it with <c>foreach</c> has none either: they are metered by the service
    /// that the runner is made over.
    /// </summary>
    private static IEnumerable<KnownSdkCall> Conversations()
    {
        string[] turns =
        [
            "CancellationToken",
            "BetaMessageParam, CancellationToken",
            "BetaMessage, CancellationToken",
            "IEnumerable<BetaMessageParam>, Func<ThreadSendParams, ThreadSendParams>, CancellationToken",
        ];
        foreach (string type in (string[])["BetaMessageThread", "BetaMessageThread`1"])
        {
            foreach (string method in (string[])["Send", "SendStreaming"])
                yield return new(Assembly, Helpers + type, method, "message thread", SdkTemplate.AnthropicBetaThreads, turns);
        }

        yield return new(
            Assembly, Helpers + "BetaMessageThreadExtensions", "Thread", "message thread", SdkTemplate.AnthropicBetaThreads, ["ThreadCreateParams", "<T>(ThreadCreateParams)"])
        {
            ImplementedMembers = _betaMessages,
        };
        yield return new(
            Assembly,
            Helpers + "BetaToolRunnerExtensions",
            "ToolRunner",
            "agent loop",
            SdkTemplate.AnthropicBetaToolRunners,
            ["MessageCreateParams, IReadOnlyList<IBetaRunnableTool>, int?", "MessageCreateParams, IReadOnlyList<IBetaRunnableTool>, bool, int?"])
        {
            ImplementedMembers = _betaMessages,
        };
    }

    private static IEnumerable<KnownSdkCall> NotMetered() =>
    [
        .. WithRaw(Services + "Messages.IBatchService", "Create", "batch", BatchReason),
        .. WithRaw(Beta + "Messages.IBatchService", "Create", "batch", BatchReason),
        .. WithRaw(Beta + "Sessions.IEventService", "Send", "managed agent", AgentReason),
        .. WithRaw(Beta + "IDeploymentService", "Run", "managed agent", AgentReason),
        .. WithRaw(Beta + "IDreamService", "Create", "managed agent", AgentReason),
    ];

    private static IEnumerable<KnownSdkCall> WithRaw(string type, string method, string kind, string reason) =>
    [
        new(Assembly, type, method, kind, SdkTemplate.None, []) { Reason = reason },
        new(Assembly, type + "WithRawResponse", method, kind, SdkTemplate.None, []) { Reason = reason },
    ];
}
