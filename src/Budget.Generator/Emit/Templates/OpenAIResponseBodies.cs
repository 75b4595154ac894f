using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Responses;

namespace BudgetGen.Generated;

/// <summary>Calls of OpenAI's responses that hand over the body itself.</summary>
internal static partial class OpenAIResponses
{
    internal static ClientResult CreateResponse(LlmCallSite site, ResponsesClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = Describe(client, OpenAIBodies.Read(ref content!));
        return OpenAIBodies.Send(site, request, options, (client, content, options), static call => call.client.CreateResponse(call.content, call.options));
    }

    internal static Task<ClientResult> CreateResponseAsync(LlmCallSite site, ResponsesClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = Describe(client, OpenAIBodies.Read(ref content!));
        return OpenAIBodies.SendAsync(site, request, options, (client, content, options), static call => call.client.CreateResponseAsync(call.content, call.options));
    }

    private static LlmRequest Describe(ResponsesClient client, ReadOnlyMemory<byte> body) => LlmWireBody.Chat(OpenAIClients.Request(client?.Endpoint), body) with { CanBeContinued = true };
}
