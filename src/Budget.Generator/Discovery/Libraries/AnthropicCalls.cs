namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of Anthropic's client library.</summary>
internal static class AnthropicCalls
{
    private const string Assembly = "Anthropic";

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All => [.. Metered(), .. NotMeteredYet()];

    private static IEnumerable<KnownSdkCall> Metered()
    {
        foreach (string method in (string[])["Create", "CreateStreaming"])
            yield return new(Assembly, "Anthropic.Services.IMessageService", method, "messages", SdkTemplate.AnthropicMessages, ["MessageCreateParams, CancellationToken"]);
    }

    private static IEnumerable<KnownSdkCall> NotMeteredYet() =>
    [
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.IMessageServiceWithRawResponse", "messages", ["Create", "CreateStreaming"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.MessageServiceExtensions", "messages", ["Create"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.IMessageService", "messages", ["Create", "CreateStreaming"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.IMessageServiceWithRawResponse", "messages", ["Create", "CreateStreaming"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.BetaMessageServiceExtensions", "messages", ["Create"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Helpers.Beta.BetaToolRunner", "agent loop", ["GetAsyncEnumerator", "RunUntilDoneAsync", "Streaming"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Helpers.Beta.BetaMessageThread", "message thread", ["Send", "SendStreaming"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Helpers.Beta.BetaMessageThread`1", "message thread", ["Send", "SendStreaming"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Messages.IBatchService", "batch", ["Create"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Messages.IBatchServiceWithRawResponse", "batch", ["Create"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.Messages.IBatchService", "batch", ["Create"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.Messages.IBatchServiceWithRawResponse", "batch", ["Create"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.Sessions.IEventService", "managed agent", ["Send"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.Sessions.IEventServiceWithRawResponse", "managed agent", ["Send"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.IDeploymentService", "managed agent", ["Run"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.IDeploymentServiceWithRawResponse", "managed agent", ["Run"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.IDreamService", "managed agent", ["Create"]),
        .. SdkTable.NotYet(Assembly, "Anthropic.Services.Beta.IDreamServiceWithRawResponse", "managed agent", ["Create"]),
    ];
}
