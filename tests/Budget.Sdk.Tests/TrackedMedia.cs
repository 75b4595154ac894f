using Microsoft.Extensions.AI;

namespace BudgetGen.Sdk.Tests;

/// <summary>One method for each way into Microsoft.Extensions.AI besides chat: everything here is metered by the attribute on the class.</summary>
[TrackLlmCall(User = "tester", Project = "sdk")]
internal static class TrackedMedia
{
    public static Task<GeneratedEmbeddings<Embedding<float>>> Embeddings(IEmbeddingGenerator<string, Embedding<float>> generator, IEnumerable<string> texts) => generator.GenerateAsync(texts);

    public static Task<Embedding<float>> Single(IEmbeddingGenerator<string, Embedding<float>> generator, string text) => generator.GenerateAsync(text);

    public static Task<ReadOnlyMemory<float>> Vector(IEmbeddingGenerator<string, Embedding<float>> generator, string text) => generator.GenerateVectorAsync(text);

    public static Task<(string Value, Embedding<float> Embedding)[]> Zipped(IEmbeddingGenerator<string, Embedding<float>> generator, IEnumerable<string> texts) => generator.GenerateAndZipAsync(texts);

    public static Task<GeneratedEmbeddings<Embedding<float>>> Concrete(MediaClient client, string text) => client.GenerateAsync([text]);

    public static Task<TEmbedding> Generic<TInput, TEmbedding>(IEmbeddingGenerator<TInput, TEmbedding> generator, TInput input)
        where TEmbedding : Embedding => generator.GenerateAsync(input);

    public static Task<ImageGenerationResponse> Image(IImageGenerator generator, string prompt) => generator.GenerateAsync(new ImageGenerationRequest(prompt));

    public static Task<ImageGenerationResponse> Images(IImageGenerator generator, string prompt, ImageGenerationOptions? options = null) => generator.GenerateImagesAsync(prompt, options);

    public static Task<ImageGenerationResponse> Edit(IImageGenerator generator, string prompt) => generator.EditImageAsync(new byte[] { 1 }, "cat.png", prompt);

    public static Task<TextToSpeechResponse> Speech(ITextToSpeechClient client, string text) => client.GetAudioAsync(text);

    public static IAsyncEnumerable<TextToSpeechResponseUpdate> SpeechStream(ITextToSpeechClient client, string text) => client.GetStreamingAudioAsync(text);

    public static Task<SpeechToTextResponse> Transcript(ISpeechToTextClient client, Stream audio) => client.GetTextAsync(audio);

    public static Task<SpeechToTextResponse> TranscriptOfData(ISpeechToTextClient client, DataContent audio) => client.GetTextAsync(audio);

    public static IAsyncEnumerable<SpeechToTextResponseUpdate> TranscriptStream(ISpeechToTextClient client, Stream audio) => client.GetStreamingTextAsync(audio);
}
