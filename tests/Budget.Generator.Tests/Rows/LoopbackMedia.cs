using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Audio;
using OpenAI.Embeddings;
using OpenAI.Images;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;
using ImageGenerationOptions = Microsoft.Extensions.AI.ImageGenerationOptions;

namespace BudgetGen.Generator.Tests.Rows;

/// <summary>The interfaces of Microsoft.Extensions.AI besides chat, over OpenAI's real clients: there is no package with them to restore.</summary>
internal sealed class LoopbackMedia(string model, EmbeddingClient embeddings, ImageClient images, AudioClient speech, AudioClient transcripts)
    : IEmbeddingGenerator<string, Embedding<float>>, IImageGenerator, ITextToSpeechClient, ISpeechToTextClient
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        OpenAIEmbeddingCollection vectors = await embeddings.GenerateEmbeddingsAsync(values, cancellationToken: cancellationToken);
        return new(vectors.Select(vector => new Embedding<float>(vector.ToFloats()))) { Usage = new UsageDetails { InputTokenCount = vectors.Usage.InputTokenCount, TotalTokenCount = vectors.Usage.TotalTokenCount } };
    }

    public async Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        GeneratedImageCollection made = await images.GenerateImagesAsync(request.Prompt, options?.Count ?? 1, cancellationToken: cancellationToken);
        return new([.. made.Select(image => new DataContent(image.ImageBytes.ToMemory(), "image/png"))]) { Usage = new UsageDetails { InputTokenCount = made.Usage.InputTokenCount, OutputTokenCount = made.Usage.OutputTokenCount } };
    }

    public async Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        BinaryData sound = await speech.GenerateSpeechAsync(text, GeneratedSpeechVoice.Alloy, cancellationToken: cancellationToken);
        return new([new DataContent(sound.ToMemory(), "audio/mpeg")]) { ModelId = model };
    }

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (AIContent content in (await GetAudioAsync(text, options, cancellationToken)).Contents)
            yield return new([content]) { ModelId = model };
    }

    public async Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        AudioTranscription heard = await transcripts.TranscribeAudioAsync(audioSpeechStream, "a.mp3", cancellationToken: cancellationToken);
        return new(heard.Text) { ModelId = model, Usage = new UsageDetails { InputTokenCount = 100, InputAudioTokenCount = 100, OutputTokenCount = 50 } };
    }

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        SpeechToTextResponse heard = await GetTextAsync(audioSpeechStream, options, cancellationToken);
        yield return new(heard.Text) { ModelId = model };
        yield return new([new UsageContent(heard.Usage!)]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai", defaultModelId: model)
        : serviceType == typeof(ImageGeneratorMetadata) ? new ImageGeneratorMetadata("openai", defaultModelId: model)
        : serviceType == typeof(TextToSpeechClientMetadata) ? new TextToSpeechClientMetadata("openai", defaultModelId: model)
        : serviceType == typeof(SpeechToTextClientMetadata) ? new SpeechToTextClientMetadata("openai", defaultModelId: model)
        : null;

    public void Dispose()
    {
    }
}
