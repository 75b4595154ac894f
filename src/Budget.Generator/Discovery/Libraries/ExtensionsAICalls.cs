namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of Microsoft.Extensions.AI: its interfaces, whoever implements them, and their extensions.</summary>
internal static class ExtensionsAICalls
{
    private const string Assembly = "Microsoft.Extensions.AI.Abstractions";

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All => [.. Metered(), .. NotMeteredYet()];

    private static IEnumerable<KnownSdkCall> Metered()
    {
        foreach (string method in (string[])["GetResponseAsync", "GetStreamingResponseAsync"])
        {
            yield return new(Assembly, "Microsoft.Extensions.AI.IChatClient", method, "chat", SdkTemplate.ExtensionsAIChat, ["IEnumerable<ChatMessage>, ChatOptions, CancellationToken"]);
            yield return new(Assembly, "Microsoft.Extensions.AI.ChatClientExtensions", method, "chat", SdkTemplate.ExtensionsAIChat, ["string, ChatOptions, CancellationToken", "ChatMessage, ChatOptions, CancellationToken"]);
        }
    }

    private static IEnumerable<KnownSdkCall> NotMeteredYet() =>
    [
        .. SdkTable.NotYet(Assembly, "Microsoft.Extensions.AI.IEmbeddingGenerator`2", "embedding", ["GenerateAsync"]),
        .. SdkTable.NotYet(Assembly, "Microsoft.Extensions.AI.EmbeddingGeneratorExtensions", "embedding", ["GenerateAsync", "GenerateAndZipAsync", "GenerateVectorAsync"]),
        .. SdkTable.NotYet(Assembly, "Microsoft.Extensions.AI.IImageGenerator", "image", ["GenerateAsync"]),
        .. SdkTable.NotYet(Assembly, "Microsoft.Extensions.AI.ImageGeneratorExtensions", "image", ["EditImageAsync", "EditImagesAsync", "GenerateImagesAsync"]),
        .. SdkTable.NotYet(Assembly, "Microsoft.Extensions.AI.ISpeechToTextClient", "transcription", ["GetTextAsync", "GetStreamingTextAsync"]),
        .. SdkTable.NotYet(Assembly, "Microsoft.Extensions.AI.SpeechToTextClientExtensions", "transcription", ["GetTextAsync", "GetStreamingTextAsync"]),
        .. SdkTable.NotYet(Assembly, "Microsoft.Extensions.AI.ITextToSpeechClient", "speech", ["GetAudioAsync", "GetStreamingAudioAsync"]),
        .. SdkTable.NotYet(Assembly, "Microsoft.Extensions.AI.IRealtimeClient", "realtime session", ["CreateSessionAsync"]),
        .. SdkTable.NotYet("Microsoft.Extensions.AI", "Microsoft.Extensions.AI.ChatClientStructuredOutputExtensions", "chat", ["GetResponseAsync"]),
    ];
}
