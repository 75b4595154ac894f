using System.ClientModel;
using System.ClientModel.Primitives;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Responses;

namespace BudgetGen.Generated;

/// <summary>Compacting a conversation, whose request is handed over as its body.</summary>
internal static partial class OpenAIResponses
{
    internal static ClientResult CompactResponse(LlmCallSite site, ResponsesClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = Describe(client, OpenAIBodies.Read(ref content!));
        return OpenAIBodies.Send(site, request, options, (client, content, contentType, options), static call => call.client.CompactResponse(call.content, call.contentType, call.options));
    }

    internal static Task<ClientResult> CompactResponseAsync(LlmCallSite site, ResponsesClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = Describe(client, OpenAIBodies.Read(ref content!));
        return OpenAIBodies.SendAsync(site, request, options, (client, content, contentType, options), static call => call.client.CompactResponseAsync(call.content, call.contentType, call.options));
    }
}
