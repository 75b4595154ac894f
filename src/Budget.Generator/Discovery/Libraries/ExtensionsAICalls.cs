namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of Microsoft.Extensions.AI: its interfaces, whoever implements them, and their extensions.</summary>
internal static class ExtensionsAICalls
{
    private const string Assembly = "Microsoft.Extensions.AI.Abstractions";
    private const string Namespace = "Microsoft.Extensions.AI.";

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All => [.. Chat(), .. Embeddings(), .. Media(), .. NotMetered()];

    private static IEnumerable<KnownSdkCall> Chat()
    {
        foreach (string method in (string[])["GetResponseAsync", "GetStreamingResponseAsync"])
        {
            yield return Known("IChatClient", method, "chat", SdkTemplate.ExtensionsAIChat, "IEnumerable<ChatMessage>, ChatOptions, CancellationToken");
            yield return Known("ChatClientExtensions", method, "chat", SdkTemplate.ExtensionsAIChat, "string, ChatOptions, CancellationToken", "ChatMessage, ChatOptions, CancellationToken");
        }

        string[] prompts = ["IEnumerable<ChatMessage>", "string", "ChatMessage"];
        yield return new("Microsoft.Extensions.AI", Namespace + "ChatClientStructuredOutputExtensions", "GetResponseAsync", "chat", SdkTemplate.ExtensionsAIStructuredChat,
        [
            .. prompts.Select(prompt => $"<T>({prompt}, ChatOptions, bool?, CancellationToken)"),
            .. prompts.Select(prompt => $"<T>({prompt}, JsonSerializerOptions, ChatOptions, bool?, CancellationToken)"),
        ]);
    }

    private static IEnumerable<KnownSdkCall> Embeddings()
    {
        const string Options = "EmbeddingGenerationOptions, CancellationToken";
        yield return Known("IEmbeddingGenerator`2", "GenerateAsync", "embedding", SdkTemplate.ExtensionsAIEmbeddings, "IEnumerable<TInput>, " + Options);
        yield return Known("EmbeddingGeneratorExtensions", "GenerateAsync", "embedding", SdkTemplate.ExtensionsAIEmbeddings, $"<TInput, TEmbedding>(TInput, {Options})");
        yield return Known("EmbeddingGeneratorExtensions", "GenerateVectorAsync", "embedding", SdkTemplate.ExtensionsAIEmbeddings, $"<TInput, TEmbeddingElement>(TInput, {Options})");
        yield return Known("EmbeddingGeneratorExtensions", "GenerateAndZipAsync", "embedding", SdkTemplate.ExtensionsAIEmbeddings, $"<TInput, TEmbedding>(IEnumerable<TInput>, {Options})");
    }

    /// <summary>Pictures and sound.</summary>
    private static IEnumerable<KnownSdkCall> Media()
    {
        const string Options = "ImageGenerationOptions, CancellationToken";
        yield return Known("IImageGenerator", "GenerateAsync", "image", SdkTemplate.ExtensionsAIImages, "ImageGenerationRequest, " + Options);
        yield return Known("ImageGeneratorExtensions", "GenerateImagesAsync", "image", SdkTemplate.ExtensionsAIImages, "string, " + Options);
        yield return Known("ImageGeneratorExtensions", "EditImagesAsync", "image", SdkTemplate.ExtensionsAIImages, "IEnumerable<AIContent>, string, " + Options);
        yield return Known("ImageGeneratorExtensions", "EditImageAsync", "image", SdkTemplate.ExtensionsAIImages, "DataContent, string, " + Options, "ReadOnlyMemory<byte>, string, string, " + Options);
        foreach (string method in (string[])["GetTextAsync", "GetStreamingTextAsync"])
        {
            yield return Known("ISpeechToTextClient", method, "transcription", SdkTemplate.ExtensionsAITranscripts, "Stream, SpeechToTextOptions, CancellationToken");
            yield return Known("SpeechToTextClientExtensions", method, "transcription", SdkTemplate.ExtensionsAITranscripts, "DataContent, SpeechToTextOptions, CancellationToken");
        }

        foreach (string method in (string[])["GetAudioAsync", "GetStreamingAudioAsync"])
            yield return Known("ITextToSpeechClient", method, "speech", SdkTemplate.ExtensionsAISpeech, "string, TextToSpeechOptions, CancellationToken");
    }

    private static IEnumerable<KnownSdkCall> NotMetered() =>
    [
        new(Assembly, Namespace + "IRealtimeClient", "CreateSessionAsync", "realtime session", SdkTemplate.None, [])
        {
            Reason = "a session spends for as long as it is open, by messages that go both ways, and not by this call",
        },
    ];

    private static KnownSdkCall Known(string type, string method, string kind, SdkTemplate template, params string[] overloads) => new(Assembly, Namespace + type, method, kind, template, overloads);
}
