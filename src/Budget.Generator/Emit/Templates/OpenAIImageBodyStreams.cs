using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Images;

namespace BudgetGen.Generated;

/// <summary>Streamed pictures whose request is handed over as its body.</summary>
internal static partial class OpenAIImages
{
    internal static Task<AsyncStreamingResult<SseItem<BinaryData>>> GenerateImagesStreamingAsync(LlmCallSite site, ImageClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Images(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIEventStreams.OpenAsync(site, request, options, (client, content, options), static call => call.client.GenerateImagesStreamingAsync(call.content, call.options));
    }

    internal static Task<AsyncStreamingResult<SseItem<BinaryData>>> GenerateImageEditsStreamingAsync(LlmCallSite site, ImageClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Images(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIEventStreams.OpenAsync(site, request, options, (client, content, contentType, options), static call => call.client.GenerateImageEditsStreamingAsync(call.content, call.contentType, call.options));
    }
}
