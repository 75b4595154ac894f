using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Generated;

/// <summary>How transcripts through Microsoft.Extensions.AI are metered: in tokens or by the length of the recording.</summary>
internal static class ExtensionsAITranscripts
{
    internal static Task<SpeechToTextResponse> GetTextAsync(
        LlmCallSite site, ISpeechToTextClient client, Stream audioSpeechStream, SpeechToTextOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(client, Length(audioSpeechStream), options),
            (client, audioSpeechStream, options, cancellationToken),
            static call => call.client.GetTextAsync(call.audioSpeechStream, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);

    internal static Task<SpeechToTextResponse> GetTextAsync(
        LlmCallSite site, ISpeechToTextClient client, DataContent audioSpeechContent, SpeechToTextOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(client, audioSpeechContent?.Data.Length, options),
            (client, audioSpeechContent, options, cancellationToken),
            static call => call.client.GetTextAsync(call.audioSpeechContent!, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);

    internal static IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        LlmCallSite site, ISpeechToTextClient client, Stream audioSpeechStream, SpeechToTextOptions? options, CancellationToken cancellationToken) => LlmCall.StreamAsync(
            site,
            Describe(client, Length(audioSpeechStream), options) with { CancellationToken = cancellationToken },
            (client, audioSpeechStream, options, cancellationToken),
            static call => call.client.GetStreamingTextAsync(call.audioSpeechStream, call.options, call.cancellationToken),
            Observe);

    internal static IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        LlmCallSite site, ISpeechToTextClient client, DataContent audioSpeechContent, SpeechToTextOptions? options, CancellationToken cancellationToken) => LlmCall.StreamAsync(
            site,
            Describe(client, audioSpeechContent?.Data.Length, options) with { CancellationToken = cancellationToken },
            (client, audioSpeechContent, options, cancellationToken),
            static call => call.client.GetStreamingTextAsync(call.audioSpeechContent!, call.options, call.cancellationToken),
            Observe);

    /// <summary>What the response says that the call used: tokens, or how long the recording is.</summary>
    internal static LlmOutcome Outcome(SpeechToTextResponse response) => new()
    {
        Usage = response.Usage is { } usage ? Usage(usage)
            : response.EndTime is { } end && end > TimeSpan.Zero ? new LlmUsage { AudioMilliseconds = (long)Math.Ceiling(end.TotalMilliseconds) }
            : default,
        Model = response.ModelId,
        ResponseId = response.ResponseId,
        ObservedOutputBytes = LlmText.Utf8Bytes(response.Text),
    };

    private static void Observe(LlmReading reading, SpeechToTextResponseUpdate update)
    {
        reading.Model ??= update.ModelId;
        reading.ResponseId ??= update.ResponseId;
        reading.AddText(update.Text);
        foreach (AIContent content in update.Contents)
        {
            if (content is UsageContent usage)
                reading.Usage += Usage(usage.Details);
        }

        reading.HasFinalUsage = !reading.Usage.IsUnknown;
    }

    /// <summary>What goes in is sound, but for the part that is told to be text.</summary>
    private static LlmUsage Usage(UsageDetails usage)
    {
        long? audio = usage.InputAudioTokenCount ?? usage.InputTokenCount - (usage.InputTextTokenCount ?? 0);
        return LlmUsage.FromTotals(usage.InputTokenCount, usage.OutputTokenCount, inputAudio: audio);
    }

    private static LlmRequest Describe(ISpeechToTextClient? client, long? bytes, SpeechToTextOptions? options)
    {
        var metadata = client?.GetService(typeof(SpeechToTextClientMetadata)) as SpeechToTextClientMetadata;
        return new LlmRequest
        {
            Sdk = ExtensionsAIChat.Sdk,
            Provider = metadata?.ProviderName?.ToLowerInvariant(),
            Model = options?.ModelId ?? metadata?.DefaultModelId,
            Bounds = LlmBounds.Recording(bytes),
        };
    }

    private static long? Length(Stream? audio) => audio is { CanSeek: true } ? audio.Length - audio.Position : null;
}
