using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Assistants;

namespace BudgetGen.Generated;

/// <summary>Runs of assistants whose request is handed over as its body.</summary>
internal static partial class OpenAIAssistants
{
    internal static ClientResult CreateRun(LlmCallSite site, AssistantClient client, string threadId, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Chat(OpenAIClients.Request(client.Endpoint) with { Continues = LlmRequest.UnknownInput }, OpenAIBodies.Read(ref content!));
        return OpenAIBodies.Send(site, request, options, (client, threadId, content, options), static call => call.client.CreateRun(call.threadId, call.content, call.options));
    }

    internal static Task<ClientResult> CreateRunAsync(LlmCallSite site, AssistantClient client, string threadId, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Chat(OpenAIClients.Request(client.Endpoint) with { Continues = LlmRequest.UnknownInput }, OpenAIBodies.Read(ref content!));
        return OpenAIBodies.SendAsync(site, request, options, (client, threadId, content, options), static call => call.client.CreateRunAsync(call.threadId, call.content, call.options));
    }

    internal static ClientResult CreateThreadAndRun(LlmCallSite site, AssistantClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Chat(OpenAIClients.Request(client.Endpoint) with { Continues = LlmRequest.UnknownInput }, OpenAIBodies.Read(ref content!));
        return OpenAIBodies.Send(site, request, options, (client, content, options), static call => call.client.CreateThreadAndRun(call.content, call.options));
    }

    internal static Task<ClientResult> CreateThreadAndRunAsync(LlmCallSite site, AssistantClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Chat(OpenAIClients.Request(client.Endpoint) with { Continues = LlmRequest.UnknownInput }, OpenAIBodies.Read(ref content!));
        return OpenAIBodies.SendAsync(site, request, options, (client, content, options), static call => call.client.CreateThreadAndRunAsync(call.content, call.options));
    }

    internal static ClientResult SubmitToolOutputsToRun(LlmCallSite _, AssistantClient client, string threadId, string runId, BinaryContent content, RequestOptions? options) =>
        LlmCall.ReadLater((client, threadId, runId, content, options), static call => call.client.SubmitToolOutputsToRun(call.threadId, call.runId, call.content, call.options), OpenAIBodies.Outcome);

    internal static Task<ClientResult> SubmitToolOutputsToRunAsync(LlmCallSite _, AssistantClient client, string threadId, string runId, BinaryContent content, RequestOptions? options) =>
        LlmCall.ReadLaterAsync((client, threadId, runId, content, options), static call => call.client.SubmitToolOutputsToRunAsync(call.threadId, call.runId, call.content, call.options), OpenAIBodies.Outcome);

    internal static ClientResult GetRun(LlmCallSite _, AssistantClient client, string threadId, string runId, RequestOptions? options) =>
        LlmCall.ReadLater((client, threadId, runId, options), static call => call.client.GetRun(call.threadId, call.runId, call.options), OpenAIBodies.Outcome);

    internal static Task<ClientResult> GetRunAsync(LlmCallSite _, AssistantClient client, string threadId, string runId, RequestOptions? options) =>
        LlmCall.ReadLaterAsync((client, threadId, runId, options), static call => call.client.GetRunAsync(call.threadId, call.runId, call.options), OpenAIBodies.Outcome);

    internal static ClientResult CancelRun(LlmCallSite _, AssistantClient client, string threadId, string runId, RequestOptions? options) =>
        LlmCall.ReadLater((client, threadId, runId, options), static call => call.client.CancelRun(call.threadId, call.runId, call.options), OpenAIBodies.Outcome);

    internal static Task<ClientResult> CancelRunAsync(LlmCallSite _, AssistantClient client, string threadId, string runId, RequestOptions? options) =>
        LlmCall.ReadLaterAsync((client, threadId, runId, options), static call => call.client.CancelRunAsync(call.threadId, call.runId, call.options), OpenAIBodies.Outcome);
}
