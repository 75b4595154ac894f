using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Decisions;

namespace BudgetGen.Generated;

/// <summary>How decisions of the OpenAI SDK are metered.</summary>
internal static partial class OpenAIDecisions
{
    internal static ClientResult<DecisionResource> CreateDecision(LlmCallSite site, DecisionsClient client, DecisionCreationOptions creationOptions, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, creationOptions) with { CancellationToken = cancellationToken },
        (client, creationOptions, cancellationToken),
        static call => call.client.CreateDecision(call.creationOptions, call.cancellationToken),
        Outcome);

    internal static Task<ClientResult<DecisionResource>> CreateDecisionAsync(LlmCallSite site, DecisionsClient client, DecisionCreationOptions creationOptions, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, creationOptions),
        (client, creationOptions, cancellationToken),
        static call => call.client.CreateDecisionAsync(call.creationOptions, call.cancellationToken),
        Outcome,
        cancellationToken);

    /// <summary>What the response says that the call used.</summary>
    private static LlmOutcome Outcome(ClientResult<DecisionResource> result) => new()
    {
        Usage = result.Value.Usage is not { } usage ? default : LlmUsage.FromTotals(
            usage.InputTokenCount,
            usage.OutputTokenCount,
            cacheRead: usage.InputTokenDetails?.CachedTokenCount,
            cacheWrite: usage.InputTokenDetails?.CacheWriteTokenCount,
            reasoning: usage.OutputTokenDetails?.ReasoningTokenCount),
        Model = result.Value.Model,
    };

    /// <summary>Items and questions are read as they are sent: that is the one form in which all of their parts are shown.</summary>
    private static LlmRequest Describe(DecisionsClient client, DecisionCreationOptions? options) =>
        options is null ? OpenAIClients.Request(client?.Endpoint) : LlmWireBody.Chat(OpenAIClients.Request(client?.Endpoint, options.Model), ModelReaderWriter.Write(options).ToMemory());

    internal static ClientResult CreateDecision(LlmCallSite site, DecisionsClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Chat(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.Send(site, request, options, (client, content, options), static call => call.client.CreateDecision(call.content, call.options));
    }

    internal static Task<ClientResult> CreateDecisionAsync(LlmCallSite site, DecisionsClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Chat(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.SendAsync(site, request, options, (client, content, options), static call => call.client.CreateDecisionAsync(call.content, call.options));
    }
}
