using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Images;

namespace BudgetGen.Generated;

/// <summary>Pictures whose request is handed over as its body.</summary>
internal static partial class OpenAIImages
{
    internal static ClientResult GenerateImages(LlmCallSite site, ImageClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Images(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.Send(site, request, options, (client, content, options), static call => call.client.GenerateImages(call.content, call.options));
    }

    internal static Task<ClientResult> GenerateImagesAsync(LlmCallSite site, ImageClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Images(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.SendAsync(site, request, options, (client, content, options), static call => call.client.GenerateImagesAsync(call.content, call.options));
    }

    internal static ClientResult GenerateImageEdits(LlmCallSite site, ImageClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Images(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.Send(site, request, options, (client, content, contentType, options), static call => call.client.GenerateImageEdits(call.content, call.contentType, call.options));
    }

    internal static Task<ClientResult> GenerateImageEditsAsync(LlmCallSite site, ImageClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Images(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.SendAsync(site, request, options, (client, content, contentType, options), static call => call.client.GenerateImageEditsAsync(call.content, call.contentType, call.options));
    }

    internal static ClientResult GenerateImageVariations(LlmCallSite site, ImageClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Images(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.Send(site, request, options, (client, content, contentType, options), static call => call.client.GenerateImageVariations(call.content, call.contentType, call.options));
    }

    internal static Task<ClientResult> GenerateImageVariationsAsync(LlmCallSite site, ImageClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Images(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.SendAsync(site, request, options, (client, content, contentType, options), static call => call.client.GenerateImageVariationsAsync(call.content, call.contentType, call.options));
    }
}
