using System;
using System.ClientModel;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Audio;

namespace BudgetGen.Generated;

/// <summary>Streamed speech and transcripts. Their request has left when the stream is handed over.</summary>
internal static partial class OpenAIAudio
{
    internal static Task<AsyncStreamingResult<StreamingSpeechUpdate>> GenerateSpeechStreamingAsync(LlmCallSite site, AudioClient client, string text, GeneratedSpeechVoice voice, SpeechGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.OpenAsync(
        site,
        Describe(client, text, options),
        (client, text, voice, options, cancellationToken),
        static call => call.client.GenerateSpeechStreamingAsync(call.text, call.voice, call.options, call.cancellationToken),
        static (stream, call) => OpenAIEventStreams.Observed(stream, call, Observe),
        change: null,
        cancellationToken);

    internal static Task<AsyncStreamingResult<StreamingAudioTranscriptionUpdate>> TranscribeAudioStreamingAsync(LlmCallSite site, AudioClient client, Stream audio, string audioFilename, AudioTranscriptionOptions? options, CancellationToken cancellationToken) => LlmCall.OpenAsync(
        site,
        Describe(client, OpenAIClients.Length(audio), options?.Prompt),
        (client, audio, audioFilename, options, cancellationToken),
        static call => call.client.TranscribeAudioStreamingAsync(call.audio, call.audioFilename, call.options, call.cancellationToken),
        static (stream, call) => OpenAIEventStreams.Observed(stream, call, Observe),
        change: null,
        cancellationToken);

    internal static Task<AsyncStreamingResult<StreamingAudioTranscriptionUpdate>> TranscribeAudioStreamingAsync(LlmCallSite site, AudioClient client, string audioFilePath, AudioTranscriptionOptions? options, CancellationToken cancellationToken) => LlmCall.OpenAsync(
        site,
        Describe(client, OpenAIClients.Length(audioFilePath), options?.Prompt),
        (client, audioFilePath, options, cancellationToken),
        static call => call.client.TranscribeAudioStreamingAsync(call.audioFilePath, call.options, call.cancellationToken),
        static (stream, call) => OpenAIEventStreams.Observed(stream, call, Observe),
        change: null,
        cancellationToken);

    /// <summary>The usage comes with the last update.</summary>
    private static void Observe(LlmReading reading, StreamingSpeechUpdate update)
    {
        if (update is StreamingSpeechAudioDoneUpdate { Usage: { } usage })
            Done(reading, new LlmUsage { Input = usage.InputTokenCount, OutputAudio = usage.OutputTokenCount });
    }

    /// <summary>The usage comes with the last update.</summary>
    private static void Observe(LlmReading reading, StreamingAudioTranscriptionUpdate update)
    {
        if (update is StreamingAudioTranscriptionTextDeltaUpdate text)
            reading.AddText(text.Delta);
        else if (update is StreamingAudioTranscriptionTextDoneUpdate { Usage: { } usage })
            Done(reading, Usage(usage));
    }

    private static void Done(LlmReading reading, LlmUsage usage)
    {
        reading.Usage = usage;
        reading.HasFinalUsage = reading.Finished = true;
    }
}
