using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Sdk.Tests;

/// <summary>A client behind Microsoft.Extensions.AI, for there is no real one besides chat to restore: it answers by itself and counts its requests.</summary>
[BudgetIgnore("it is what is called")]
internal sealed class MediaClient(string model, UsageDetails? usage) : IEmbeddingGenerator<string, Embedding<float>>, IImageGenerator, ITextToSpeechClient, ISpeechToTextClient
{
    public int Requests { get; private set; }

    public int Vectors { get; set; } = -1;

    public Exception? Failure { get; set; }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Request();
        int count = Vectors < 0 ? values.Count() : Vectors;
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(Enumerable.Range(0, count).Select(i => new Embedding<float>(new float[] { i }) { ModelId = model })) { Usage = usage });
    }

    public Task<ImageGenerationResponse> GenerateAsync(ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        Request();
        return Task.FromResult(new ImageGenerationResponse([.. Enumerable.Repeat(new DataContent(new byte[] { 1 }, "image/png"), options?.Count ?? 1)]) { Usage = usage });
    }

    public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        Request();
        return Task.FromResult(new TextToSpeechResponse([new DataContent(new byte[] { 1 }, "audio/mpeg")]) { ModelId = model, Usage = usage });
    }

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Request();
        await Task.Yield();
        yield return new TextToSpeechResponseUpdate([new DataContent(new byte[] { 1 }, "audio/mpeg")]) { ModelId = model };
        if (usage is not null)
            yield return new TextToSpeechResponseUpdate([new UsageContent(usage)]);
    }

    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        Request();
        return Task.FromResult(new SpeechToTextResponse("four words were said") { ModelId = model, Usage = usage, EndTime = usage is null ? TimeSpan.FromSeconds(60) : null });
    }

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Request();
        await Task.Yield();
        yield return new SpeechToTextResponseUpdate("four words were said") { ModelId = model };
        if (usage is not null)
            yield return new SpeechToTextResponseUpdate([new UsageContent(usage)]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("OpenAI", defaultModelId: model)
        : serviceType == typeof(ImageGeneratorMetadata) ? new ImageGeneratorMetadata("OpenAI", defaultModelId: model)
        : serviceType == typeof(TextToSpeechClientMetadata) ? new TextToSpeechClientMetadata("OpenAI", defaultModelId: model)
        : serviceType == typeof(SpeechToTextClientMetadata) ? new SpeechToTextClientMetadata("OpenAI", defaultModelId: model)
        : null;

    public void Dispose()
    {
    }

    private void Request()
    {
        Requests++;
        if (Failure is not null)
            throw Failure;
    }
}
