using System;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Audio;

namespace BudgetGen.Generated;

/// <summary>Speech and transcripts whose request is handed over as its body.</summary>
internal static partial class OpenAIAudio
{
    internal static ClientResult GenerateSpeech(LlmCallSite site, AudioClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Speech(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.Send(site, request, options, (client, content, options), static call => call.client.GenerateSpeech(call.content, call.options));
    }

    internal static Task<ClientResult> GenerateSpeechAsync(LlmCallSite site, AudioClient client, BinaryContent content, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Speech(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!));
        return OpenAIBodies.SendAsync(site, request, options, (client, content, options), static call => call.client.GenerateSpeechAsync(call.content, call.options));
    }

    internal static ClientResult TranscribeAudio(LlmCallSite site, AudioClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Recording(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.Send(site, request, options, (client, content, contentType, options), static call => call.client.TranscribeAudio(call.content, call.contentType, call.options));
    }

    internal static Task<ClientResult> TranscribeAudioAsync(LlmCallSite site, AudioClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Recording(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.SendAsync(site, request, options, (client, content, contentType, options), static call => call.client.TranscribeAudioAsync(call.content, call.contentType, call.options));
    }

    internal static ClientResult TranslateAudio(LlmCallSite site, AudioClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Recording(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.Send(site, request, options, (client, content, contentType, options), static call => call.client.TranslateAudio(call.content, call.contentType, call.options));
    }

    internal static Task<ClientResult> TranslateAudioAsync(LlmCallSite site, AudioClient client, BinaryContent content, string contentType, RequestOptions? options)
    {
        LlmRequest request = LlmWireBody.Recording(OpenAIClients.Request(client.Endpoint), OpenAIBodies.Read(ref content!), contentType);
        return OpenAIBodies.SendAsync(site, request, options, (client, content, contentType, options), static call => call.client.TranslateAudioAsync(call.content, call.contentType, call.options));
    }
}
