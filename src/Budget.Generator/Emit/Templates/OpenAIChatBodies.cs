using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Chat;

namespace BudgetGen.Generated;

/// <summary>Chat calls of the OpenAI SDK that hand over the body itself. They ignore the client's model.</summary>
internal static partial class OpenAIChat
{
    internal static ClientResult CompleteChat(LlmCallSite site, ChatClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Chat(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.Send(site, request, options, (client, content, options), static call => call.client.CompleteChat(call.content, call.options));
    }

    internal static Task<ClientResult> CompleteChatAsync(LlmCallSite site, ChatClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Chat(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.SendAsync(site, request, options, (client, content, options), static call => call.client.CompleteChatAsync(call.content, call.options));
    }
}
