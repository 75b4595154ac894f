using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Videos;

namespace BudgetGen.Generated;

/// <summary>How videos of the OpenAI SDK are metered: by the seconds that are asked for, when they are asked for.</summary>
internal static partial class OpenAIVideos
{
    internal static ClientResult CreateVideo(LlmCallSite site, VideoClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Video(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.Send(site, request, options, (client, content, contentType, options), static call => call.client.CreateVideo(call.content, call.contentType, call.options), Outcome);
    }

    internal static Task<ClientResult> CreateVideoAsync(LlmCallSite site, VideoClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Video(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.SendAsync(site, request, options, (client, content, contentType, options), static call => call.client.CreateVideoAsync(call.content, call.contentType, call.options), Outcome);
    }

    /// <summary>The video is made after the response, which says how long it is to be.</summary>
    private static LlmOutcome Outcome(ClientResult result) => result.GetRawResponse() is { IsError: true } failed ? LlmOutcome.Failed(failed.Status) : LlmWire.Video(result.GetRawResponse().Content.ToMemory());
}
