namespace BudgetGen.Generator.Discovery;

/// <summary>The paid methods of client libraries that the generator recognises: those it meters, and those it knows but does not meter yet.</summary>
internal static class KnownSdkCalls
{
    private const string OpenAI = "OpenAI";
    private const string Anthropic = "Anthropic";
    private const string ExtensionsAIAbstractions = "Microsoft.Extensions.AI.Abstractions";

    private static readonly Dictionary<(string Type, string Method), KnownSdkCall> _byMethod = Index();

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All => _byMethod.Values;

    /// <summary>The call with this declaring type (full metadata name) and method name, or null.</summary>
    public static KnownSdkCall? Find(string type, string method) =>
        _byMethod.TryGetValue((type, method), out KnownSdkCall call) ? call : null;

    private static Dictionary<(string Type, string Method), KnownSdkCall> Index()
    {
        var index = new Dictionary<(string Type, string Method), KnownSdkCall>();
        foreach (KnownSdkCall call in Metered().Concat(NotMeteredYet()))
            index.Add((call.Type, call.Method), call);
        return index;
    }

    private static IEnumerable<KnownSdkCall> Metered()
    {
        string[] openAIChat = ["IEnumerable<ChatMessage>, ChatCompletionOptions, CancellationToken", "ChatMessage[]"];
        foreach (string method in Twins("CompleteChat", "CompleteChatStreaming"))
            yield return new(OpenAI, "OpenAI.Chat.ChatClient", method, "chat", SdkTemplate.OpenAIChat, openAIChat);

        foreach (string method in (string[])["Create", "CreateStreaming"])
            yield return new(Anthropic, "Anthropic.Services.IMessageService", method, "messages", SdkTemplate.AnthropicMessages, ["MessageCreateParams, CancellationToken"]);

        foreach (string method in (string[])["GetResponseAsync", "GetStreamingResponseAsync"])
        {
            yield return new(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.IChatClient", method, "chat", SdkTemplate.ExtensionsAIChat, ["IEnumerable<ChatMessage>, ChatOptions, CancellationToken"]);
            yield return new(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.ChatClientExtensions", method, "chat", SdkTemplate.ExtensionsAIChat, ["string, ChatOptions, CancellationToken", "ChatMessage, ChatOptions, CancellationToken"]);
        }
    }

    private static IEnumerable<KnownSdkCall> NotMeteredYet() =>
    [
        .. NotYet(OpenAI, "OpenAI.Responses.ResponsesClient", "responses", Twins("CreateResponse", "CreateResponseStreaming", "CompactResponse")),
        .. NotYet(OpenAI, "OpenAI.Embeddings.EmbeddingClient", "embedding", Twins("GenerateEmbedding", "GenerateEmbeddings")),
        .. NotYet(OpenAI, "OpenAI.Images.ImageClient", "image", Twins(
            "GenerateImage", "GenerateImages", "GenerateImagesStreaming", "GenerateImageEdit", "GenerateImageEdits", "GenerateImageEditsStreaming", "GenerateImageVariation", "GenerateImageVariations")),
        .. NotYet(OpenAI, "OpenAI.Audio.AudioClient", "speech", Twins("GenerateSpeech", "GenerateSpeechStreaming")),
        .. NotYet(OpenAI, "OpenAI.Audio.AudioClient", "transcription", Twins("TranscribeAudio", "TranscribeAudioDiarized", "TranscribeAudioStreaming", "TranslateAudio")),
        .. NotYet(OpenAI, "OpenAI.Decisions.DecisionsClient", "decision", Twins("CreateDecision")),
        .. NotYet(OpenAI, "OpenAI.Assistants.AssistantClient", "assistant run", Twins(
            "CreateRun", "CreateRunStreaming", "CreateThreadAndRun", "CreateThreadAndRunStreaming", "SubmitToolOutputsToRun", "SubmitToolOutputsToRunStreaming")),
        .. NotYet(OpenAI, "OpenAI.Batch.BatchClient", "batch", Twins("CreateBatch")),
        .. NotYet(OpenAI, "OpenAI.Realtime.RealtimeClient", "realtime session", ["StartConversationSessionAsync", "StartSessionAsync", "StartTranscriptionSessionAsync"]),
        .. NotYet(OpenAI, "OpenAI.Videos.VideoClient", "video", Twins("CreateVideo", "CreateVideoRemix")),
        .. NotYet(OpenAI, "OpenAI.FineTuning.FineTuningClient", "fine-tuning", Twins("FineTune")),
        .. NotYet(OpenAI, "OpenAI.Evals.EvaluationClient", "evaluation run", Twins("CreateEvaluationRun")),
        .. NotYet(OpenAI, "OpenAI.Graders.GraderClient", "grader run", Twins("RunGrader")),

        .. NotYet(Anthropic, "Anthropic.Services.IMessageServiceWithRawResponse", "messages", ["Create", "CreateStreaming"]),
        .. NotYet(Anthropic, "Anthropic.Services.MessageServiceExtensions", "messages", ["Create"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.IMessageService", "messages", ["Create", "CreateStreaming"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.IMessageServiceWithRawResponse", "messages", ["Create", "CreateStreaming"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.BetaMessageServiceExtensions", "messages", ["Create"]),
        .. NotYet(Anthropic, "Anthropic.Helpers.Beta.BetaToolRunner", "agent loop", ["GetAsyncEnumerator", "RunUntilDoneAsync", "Streaming"]),
        .. NotYet(Anthropic, "Anthropic.Helpers.Beta.BetaMessageThread", "message thread", ["Send", "SendStreaming"]),
        .. NotYet(Anthropic, "Anthropic.Helpers.Beta.BetaMessageThread`1", "message thread", ["Send", "SendStreaming"]),
        .. NotYet(Anthropic, "Anthropic.Services.Messages.IBatchService", "batch", ["Create"]),
        .. NotYet(Anthropic, "Anthropic.Services.Messages.IBatchServiceWithRawResponse", "batch", ["Create"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.Messages.IBatchService", "batch", ["Create"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.Messages.IBatchServiceWithRawResponse", "batch", ["Create"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.Sessions.IEventService", "managed agent", ["Send"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.Sessions.IEventServiceWithRawResponse", "managed agent", ["Send"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.IDeploymentService", "managed agent", ["Run"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.IDeploymentServiceWithRawResponse", "managed agent", ["Run"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.IDreamService", "managed agent", ["Create"]),
        .. NotYet(Anthropic, "Anthropic.Services.Beta.IDreamServiceWithRawResponse", "managed agent", ["Create"]),

        .. NotYet(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.IEmbeddingGenerator`2", "embedding", ["GenerateAsync"]),
        .. NotYet(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.EmbeddingGeneratorExtensions", "embedding", ["GenerateAsync", "GenerateAndZipAsync", "GenerateVectorAsync"]),
        .. NotYet(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.IImageGenerator", "image", ["GenerateAsync"]),
        .. NotYet(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.ImageGeneratorExtensions", "image", ["EditImageAsync", "EditImagesAsync", "GenerateImagesAsync"]),
        .. NotYet(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.ISpeechToTextClient", "transcription", ["GetTextAsync", "GetStreamingTextAsync"]),
        .. NotYet(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.SpeechToTextClientExtensions", "transcription", ["GetTextAsync", "GetStreamingTextAsync"]),
        .. NotYet(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.ITextToSpeechClient", "speech", ["GetAudioAsync", "GetStreamingAudioAsync"]),
        .. NotYet(ExtensionsAIAbstractions, "Microsoft.Extensions.AI.IRealtimeClient", "realtime session", ["CreateSessionAsync"]),
        .. NotYet("Microsoft.Extensions.AI", "Microsoft.Extensions.AI.ChatClientStructuredOutputExtensions", "chat", ["GetResponseAsync"]),

        .. NotYet("Azure.AI.OpenAI", "Azure.AI.OpenAI.OpenAIClient", "chat", Twins("GetChatCompletions", "GetChatCompletionsStreaming", "GetCompletions", "GetCompletionsStreaming")),
        .. NotYet("Azure.AI.OpenAI", "Azure.AI.OpenAI.OpenAIClient", "embedding", Twins("GetEmbeddings")),
        .. NotYet("Azure.AI.OpenAI", "Azure.AI.OpenAI.OpenAIClient", "image", Twins("GetImageGenerations")),
    ];

    private static IEnumerable<KnownSdkCall> NotYet(string assembly, string type, string kind, IEnumerable<string> methods) =>
        methods.Select(method => new KnownSdkCall(assembly, type, method, kind, SdkTemplate.None, []));

    /// <summary>The synchronous and the asynchronous name; a twin that does not exist does no harm.</summary>
    private static IEnumerable<string> Twins(params string[] methods) => methods.SelectMany(method => (string[])[method, method + "Async"]);
}
