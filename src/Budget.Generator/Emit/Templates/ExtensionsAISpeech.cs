using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Generated;

/// <summary>How speech through Microsoft.Extensions.AI is metered: in tokens or characters.</summary>
internal static class ExtensionsAISpeech
{
    internal static Task<TextToSpeechResponse> GetAudioAsync(
        LlmCallSite site, ITextToSpeechClient client, string text, TextToSpeechOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
            site,
            Describe(client, text, options),
            (client, text, options, cancellationToken),
            static call => call.client.GetAudioAsync(call.text, call.options, call.cancellationToken),
            static response => new LlmOutcome { Usage = Usage(response.Usage), Model = response.ModelId, ResponseId = response.ResponseId },
            cancellationToken);

    internal static IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        LlmCallSite site, ITextToSpeechClient client, string text, TextToSpeechOptions? options, CancellationToken cancellationToken) => LlmCall.StreamAsync(
            site,
            Describe(client, text, options) with { CancellationToken = cancellationToken },
            (client, text, options, cancellationToken),
            static call => call.client.GetStreamingAudioAsync(call.text, call.options, call.cancellationToken),
            Observe);

    private static void Observe(LlmReading reading, TextToSpeechResponseUpdate update)
    {
        reading.Model ??= update.ModelId;
        reading.ResponseId ??= update.ResponseId;
        foreach (AIContent content in update.Contents)
        {
            if (content is UsageContent usage)
                reading.Usage += Usage(usage.Details);
        }

        reading.HasFinalUsage = !reading.Usage.IsUnknown;
    }

    /// <summary>What comes out is sound.</summary>
    private static LlmUsage Usage(UsageDetails? usage) => usage is null ? default : new LlmUsage { Input = usage.InputTokenCount, OutputAudio = usage.OutputTokenCount };

    private static LlmRequest Describe(ITextToSpeechClient? client, string? text, TextToSpeechOptions? options)
    {
        var prompt = new PromptSize();
        prompt.AddText(text);
        var metadata = client?.GetService(typeof(TextToSpeechClientMetadata)) as TextToSpeechClientMetadata;
        return new LlmRequest
        {
            Sdk = ExtensionsAIChat.Sdk,
            Provider = metadata?.ProviderName?.ToLowerInvariant(),
            Model = options?.ModelId ?? metadata?.DefaultModelId,
            Prompt = prompt,
            Bounds = LlmBounds.Speech(text?.Length ?? 0, (long)Math.Clamp((options?.Speed ?? 1) * 1_000, 1, 1_000_000)),
        };
    }
}
