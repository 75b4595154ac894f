using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Audio;

namespace BudgetGen.Generated;

/// <summary>Streamed sound whose request is handed over as its body.</summary>
internal static partial class OpenAIAudio
{
    internal static Task<AsyncStreamingResult<SseItem<BinaryData>>> GenerateSpeechStreamingAsync(LlmCallSite site, AudioClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Speech(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIEventStreams.OpenAsync(site, request, options, (client, content, options), static call => call.client.GenerateSpeechStreamingAsync(call.content, call.options));
    }

    internal static Task<AsyncStreamingResult<SseItem<BinaryData>>> TranscribeAudioStreamingAsync(LlmCallSite site, AudioClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Recording(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIEventStreams.OpenAsync(site, request, options, (client, content, contentType, options), static call => call.client.TranscribeAudioStreamingAsync(call.content, call.contentType, call.options));
    }
}
