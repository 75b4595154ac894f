using System;
using System.ClientModel;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using OpenAI.Audio;

namespace BudgetGen.Generated;

/// <summary>How speech, transcripts and translations of the OpenAI SDK are metered: in tokens, characters or seconds.</summary>
internal static partial class OpenAIAudio
{
    internal static ClientResult<BinaryData> GenerateSpeech(LlmCallSite site, AudioClient client, string text, GeneratedSpeechVoice voice, SpeechGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, text, options) with { CancellationToken = cancellationToken },
        (client, text, voice, options, cancellationToken),
        static call => call.client.GenerateSpeech(call.text, call.voice, call.options, call.cancellationToken),
        static _ => LlmOutcome.Unknown);

    internal static Task<ClientResult<BinaryData>> GenerateSpeechAsync(LlmCallSite site, AudioClient client, string text, GeneratedSpeechVoice voice, SpeechGenerationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, text, options),
        (client, text, voice, options, cancellationToken),
        static call => call.client.GenerateSpeechAsync(call.text, call.voice, call.options, call.cancellationToken),
        static _ => LlmOutcome.Unknown,
        cancellationToken);

    internal static ClientResult<AudioTranscription> TranscribeAudio(LlmCallSite site, AudioClient client, Stream audio, string audioFilename, AudioTranscriptionOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, OpenAIClients.Length(audio), options?.Prompt) with { CancellationToken = cancellationToken },
        (client, audio, audioFilename, options, cancellationToken),
        static call => call.client.TranscribeAudio(call.audio, call.audioFilename, call.options, call.cancellationToken),
        static result => Outcome(result.Value.Usage, result.Value.Duration, result.Value.Text));

    internal static ClientResult<AudioTranscription> TranscribeAudio(LlmCallSite site, AudioClient client, string audioFilePath, AudioTranscriptionOptions? options) => LlmCall.Run(
        site,
        Describe(client, OpenAIClients.Length(audioFilePath), options?.Prompt),
        (client, audioFilePath, options),
        static call => call.client.TranscribeAudio(call.audioFilePath, call.options),
        static result => Outcome(result.Value.Usage, result.Value.Duration, result.Value.Text));

    internal static Task<ClientResult<AudioTranscription>> TranscribeAudioAsync(LlmCallSite site, AudioClient client, Stream audio, string audioFilename, AudioTranscriptionOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, OpenAIClients.Length(audio), options?.Prompt),
        (client, audio, audioFilename, options, cancellationToken),
        static call => call.client.TranscribeAudioAsync(call.audio, call.audioFilename, call.options, call.cancellationToken),
        static result => Outcome(result.Value.Usage, result.Value.Duration, result.Value.Text),
        cancellationToken);

    internal static Task<ClientResult<AudioTranscription>> TranscribeAudioAsync(LlmCallSite site, AudioClient client, string audioFilePath, AudioTranscriptionOptions? options) => LlmCall.RunAsync(
        site,
        Describe(client, OpenAIClients.Length(audioFilePath), options?.Prompt),
        (client, audioFilePath, options),
        static call => call.client.TranscribeAudioAsync(call.audioFilePath, call.options),
        static result => Outcome(result.Value.Usage, result.Value.Duration, result.Value.Text));

    internal static ClientResult<DiarizedAudioTranscription> TranscribeAudioDiarized(LlmCallSite site, AudioClient client, Stream audio, string audioFilename, AudioTranscriptionOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, OpenAIClients.Length(audio), options?.Prompt) with { CancellationToken = cancellationToken },
        (client, audio, audioFilename, options, cancellationToken),
        static call => call.client.TranscribeAudioDiarized(call.audio, call.audioFilename, call.options, call.cancellationToken),
        static result => Outcome(result.Value.Usage, result.Value.Duration, result.Value.Text));

    internal static ClientResult<DiarizedAudioTranscription> TranscribeAudioDiarized(LlmCallSite site, AudioClient client, string audioFilePath, AudioTranscriptionOptions? options) => LlmCall.Run(
        site,
        Describe(client, OpenAIClients.Length(audioFilePath), options?.Prompt),
        (client, audioFilePath, options),
        static call => call.client.TranscribeAudioDiarized(call.audioFilePath, call.options),
        static result => Outcome(result.Value.Usage, result.Value.Duration, result.Value.Text));

    internal static Task<ClientResult<DiarizedAudioTranscription>> TranscribeAudioDiarizedAsync(LlmCallSite site, AudioClient client, Stream audio, string audioFilename, AudioTranscriptionOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, OpenAIClients.Length(audio), options?.Prompt),
        (client, audio, audioFilename, options, cancellationToken),
        static call => call.client.TranscribeAudioDiarizedAsync(call.audio, call.audioFilename, call.options, call.cancellationToken),
        static result => Outcome(result.Value.Usage, result.Value.Duration, result.Value.Text),
        cancellationToken);

    internal static Task<ClientResult<DiarizedAudioTranscription>> TranscribeAudioDiarizedAsync(LlmCallSite site, AudioClient client, string audioFilePath, AudioTranscriptionOptions? options) => LlmCall.RunAsync(
        site,
        Describe(client, OpenAIClients.Length(audioFilePath), options?.Prompt),
        (client, audioFilePath, options),
        static call => call.client.TranscribeAudioDiarizedAsync(call.audioFilePath, call.options),
        static result => Outcome(result.Value.Usage, result.Value.Duration, result.Value.Text));

    internal static ClientResult<AudioTranslation> TranslateAudio(LlmCallSite site, AudioClient client, Stream audio, string audioFilename, AudioTranslationOptions? options, CancellationToken cancellationToken) => LlmCall.Run(
        site,
        Describe(client, OpenAIClients.Length(audio), options?.Prompt) with { CancellationToken = cancellationToken },
        (client, audio, audioFilename, options, cancellationToken),
        static call => call.client.TranslateAudio(call.audio, call.audioFilename, call.options, call.cancellationToken),
        static result => Outcome(usage: null, result.Value.Duration, result.Value.Text));

    internal static ClientResult<AudioTranslation> TranslateAudio(LlmCallSite site, AudioClient client, string audioFilePath, AudioTranslationOptions? options) => LlmCall.Run(
        site,
        Describe(client, OpenAIClients.Length(audioFilePath), options?.Prompt),
        (client, audioFilePath, options),
        static call => call.client.TranslateAudio(call.audioFilePath, call.options),
        static result => Outcome(usage: null, result.Value.Duration, result.Value.Text));

    internal static Task<ClientResult<AudioTranslation>> TranslateAudioAsync(LlmCallSite site, AudioClient client, Stream audio, string audioFilename, AudioTranslationOptions? options, CancellationToken cancellationToken) => LlmCall.RunAsync(
        site,
        Describe(client, OpenAIClients.Length(audio), options?.Prompt),
        (client, audio, audioFilename, options, cancellationToken),
        static call => call.client.TranslateAudioAsync(call.audio, call.audioFilename, call.options, call.cancellationToken),
        static result => Outcome(usage: null, result.Value.Duration, result.Value.Text),
        cancellationToken);

    internal static Task<ClientResult<AudioTranslation>> TranslateAudioAsync(LlmCallSite site, AudioClient client, string audioFilePath, AudioTranslationOptions? options) => LlmCall.RunAsync(
        site,
        Describe(client, OpenAIClients.Length(audioFilePath), options?.Prompt),
        (client, audioFilePath, options),
        static call => call.client.TranslateAudioAsync(call.audioFilePath, call.options),
        static result => Outcome(usage: null, result.Value.Duration, result.Value.Text));

    /// <summary>What the response says that the call used: tokens or a length. Some formats say only how long the recording was, and some nothing at all.</summary>
    private static LlmOutcome Outcome(AudioTranscriptionUsage? usage, TimeSpan? duration, string? text) => new()
    {
        Usage = usage switch
        {
            AudioTranscriptionTokenUsage tokens => Usage(tokens),
            AudioTranscriptionDurationUsage length => Usage(length.Duration),
            _ => duration is { } heard && heard > TimeSpan.Zero ? Usage(heard) : default,
        },
        ObservedOutputBytes = LlmText.Utf8Bytes(text),
    };

    private static LlmUsage Usage(AudioTranscriptionTokenUsage tokens) => LlmUsage.FromTotals(tokens.InputTokenCount, tokens.OutputTokenCount, inputAudio: tokens.InputTokenDetails?.AudioTokenCount);

    private static LlmUsage Usage(TimeSpan length) => new() { AudioMilliseconds = (long)Math.Ceiling(length.TotalMilliseconds) };

    /// <summary>No response says what speech used, so it is what was asked for.</summary>
    private static LlmRequest Describe(AudioClient client, string? text, SpeechGenerationOptions? options)
    {
        var prompt = new PromptSize();
        prompt.AddText(text);
        prompt.AddText(options?.Instructions);
        return OpenAIClients.Request(client?.Endpoint, client?.Model) with { Prompt = prompt, Bounds = LlmBounds.Speech(text?.Length ?? 0, (long)Math.Clamp((options?.SpeedRatio ?? 1) * 1_000, 1, 1_000_000)) };
    }

    private static LlmRequest Describe(AudioClient client, long? bytes, string? text)
    {
        var prompt = new PromptSize();
        prompt.AddText(text);
        return OpenAIClients.Request(client?.Endpoint, client?.Model) with { Prompt = prompt, Bounds = LlmBounds.Recording(bytes) };
    }
}
