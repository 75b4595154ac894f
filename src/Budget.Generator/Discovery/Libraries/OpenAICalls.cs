namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of OpenAI's client library, and those of its free ones that tell what a paid call has come to.</summary>
internal static class OpenAICalls
{
    private const string Assembly = "OpenAI";
    private const string Body = "BinaryContent, RequestOptions";
    private const string TypedBody = "BinaryContent, string, RequestOptions";
    private const string Ended = ", CancellationToken";
    private const string OtherStreams = "OpenAI before 2.15 streams in another form";
    private const string OtherClient = "OpenAI before 2.9 has another client for responses";

    /// <summary>The oldest version that adapters are compiled against in tests: before it, clients do not show their model and endpoint.</summary>
    public static Version Oldest { get; } = new(2, 10);

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All =>
        [.. Chat(), .. Responses(), .. Embeddings(), .. Images(), .. Audio(), .. Decisions(), .. Assistants(), .. Videos(), .. Free(), .. WithoutAdapter()];

    /// <summary>True for a method that the newest version does not have.</summary>
    public static bool IsOfOlderVersions(KnownSdkCall call) => call is { Template: SdkTemplate.None, Reason: OtherStreams or OtherClient };

    private static IEnumerable<KnownSdkCall> Chat()
    {
        const string type = "OpenAI.Chat.ChatClient";
        string[] typed = ["IEnumerable<ChatMessage>, ChatCompletionOptions, CancellationToken", "ChatMessage[]"];
        return
        [
            .. Rows(type, "chat", SdkTemplate.OpenAIChat, SdkTable.Twins("CompleteChat"), [.. typed, Body]),
            .. Rows(type, "chat", SdkTemplate.OpenAIChat, SdkTable.Twins("CompleteChatStreaming"), typed),
        ];
    }

    private static IEnumerable<KnownSdkCall> Responses()
    {
        const string type = "OpenAI.Responses.ResponsesClient";
        string[] typed = ["CreateResponseOptions, CancellationToken", "string, IEnumerable<ResponseItem>, string, CancellationToken", "string, string, string, CancellationToken"];
        return
        [
            .. Rows(type, "responses", SdkTemplate.OpenAIResponses, SdkTable.Twins("CreateResponse"), [.. typed, Body]),
            .. Streams(type, "responses", SdkTemplate.OpenAIResponses, "CreateResponseStreaming", typed),
            .. Rows(type, "responses", SdkTemplate.OpenAIResponses, SdkTable.Twins("CompactResponse"), [TypedBody]),
            .. Refused("OpenAI.Responses.OpenAIResponseClient", "responses", SdkTable.Twins("CreateResponse", "CreateResponseStreaming"), OtherClient, []),
        ];
    }

    private static IEnumerable<KnownSdkCall> Embeddings()
    {
        const string type = "OpenAI.Embeddings.EmbeddingClient", options = ", EmbeddingGenerationOptions, CancellationToken";
        return
        [
            .. Rows(type, "embedding", SdkTemplate.OpenAIEmbeddings, SdkTable.Twins("GenerateEmbedding"), ["string" + options]),
            .. Rows(type, "embedding", SdkTemplate.OpenAIEmbeddings, SdkTable.Twins("GenerateEmbeddings"), ["IEnumerable<string>" + options, "IEnumerable<ReadOnlyMemory<int>>" + options, Body]),
        ];
    }

    private static IEnumerable<KnownSdkCall> Images()
    {
        const string type = "OpenAI.Images.ImageClient", edit = ", ImageEditOptions", variation = ", ImageVariationOptions";
        return
        [
            .. Of("GenerateImage", ["string, ImageGenerationOptions" + Ended]),
            .. Of("GenerateImages", ["string, int, ImageGenerationOptions" + Ended, Body]),
            .. Of("GenerateImageEdit", ["Stream, string, string" + edit + Ended, "string, string" + edit, "Stream, string, string, Stream, string" + edit + Ended, "string, string, string" + edit]),
            .. Of("GenerateImageEdits", ["Stream, string, string, int" + edit + Ended, "string, string, int" + edit, "Stream, string, string, Stream, string, int" + edit + Ended, "string, string, string, int" + edit, TypedBody]),
            .. Of("GenerateImageVariation", ["Stream, string" + variation + Ended, "string" + variation]),
            .. Of("GenerateImageVariations", ["Stream, string, int" + variation + Ended, "string, int" + variation, TypedBody]),
            .. Streams(type, "image", SdkTemplate.OpenAIImages, "GenerateImagesStreaming", [Body], hadTwin: false),
            .. Streams(type, "image", SdkTemplate.OpenAIImages, "GenerateImageEditsStreaming", [TypedBody], hadTwin: false),
        ];

        static IEnumerable<KnownSdkCall> Of(string method, string[] overloads) => Rows(type, "image", SdkTemplate.OpenAIImages, SdkTable.Twins(method), overloads);
    }

    private static IEnumerable<KnownSdkCall> Audio()
    {
        const string type = "OpenAI.Audio.AudioClient", voice = "string, GeneratedSpeechVoice, SpeechGenerationOptions, CancellationToken";
        string[] transcript = ["Stream, string, AudioTranscriptionOptions" + Ended, "string, AudioTranscriptionOptions"];
        return
        [
            .. Rows(type, "speech", SdkTemplate.OpenAIAudio, SdkTable.Twins("GenerateSpeech"), [voice, Body]),
            .. Streams(type, "speech", SdkTemplate.OpenAIAudio, "GenerateSpeechStreaming", [voice, Body]),
            .. Rows(type, "transcription", SdkTemplate.OpenAIAudio, SdkTable.Twins("TranscribeAudio"), [.. transcript, TypedBody]),
            .. Rows(type, "transcription", SdkTemplate.OpenAIAudio, SdkTable.Twins("TranscribeAudioDiarized"), transcript),
            .. Streams(type, "transcription", SdkTemplate.OpenAIAudio, "TranscribeAudioStreaming", [.. transcript.Select(overload => overload.EndsWith(Ended, StringComparison.Ordinal) ? overload : overload + Ended), TypedBody]),
            .. Rows(type, "translation", SdkTemplate.OpenAIAudio, SdkTable.Twins("TranslateAudio"), ["Stream, string, AudioTranslationOptions" + Ended, "string, AudioTranslationOptions", TypedBody]),
        ];
    }

    private static IEnumerable<KnownSdkCall> Decisions() =>
        Rows("OpenAI.Decisions.DecisionsClient", "decision", SdkTemplate.OpenAIDecisions, SdkTable.Twins("CreateDecision"), ["DecisionCreationOptions, CancellationToken", Body]);

    private static IEnumerable<KnownSdkCall> Assistants()
    {
        const string type = "OpenAI.Assistants.AssistantClient", run = "string, string, RunCreationOptions, CancellationToken", threadAndRun = "string, ThreadCreationOptions, RunCreationOptions, CancellationToken";
        return
        [
            .. Rows(type, "assistant run", SdkTemplate.OpenAIAssistants, SdkTable.Twins("CreateRun"), [run, "string, " + Body]),
            .. Streams(type, "assistant run", SdkTemplate.OpenAIAssistants, "CreateRunStreaming", [run]),
            .. Rows(type, "assistant run", SdkTemplate.OpenAIAssistants, SdkTable.Twins("CreateThreadAndRun"), [threadAndRun, Body]),
            .. Streams(type, "assistant run", SdkTemplate.OpenAIAssistants, "CreateThreadAndRunStreaming", [threadAndRun]),
            .. Rows(type, "assistant run", SdkTemplate.OpenAIAssistants, SdkTable.Twins("SubmitToolOutputsToRun"), ["string, string, IEnumerable<ToolOutput>, CancellationToken", "string, string, " + Body]),
            .. Streams(type, "assistant run", SdkTemplate.OpenAIAssistants, "SubmitToolOutputsToRunStreaming", ["string, string, IEnumerable<ToolOutput>, CancellationToken"]),
        ];
    }

    private static IEnumerable<KnownSdkCall> Videos() =>
    [
        .. Rows("OpenAI.Videos.VideoClient", "video", SdkTemplate.OpenAIVideos, SdkTable.Twins("CreateVideo"), [TypedBody]),
        .. Refused("OpenAI.Videos.VideoClient", "video", SdkTable.Twins("CreateVideoRemix"), "neither the request nor the response of a remix says how much of the video is billed", ["string, " + TypedBody]),
    ];

    /// <summary>What costs nothing. Reading what a call has come to settles it, where it runs on after its own response.</summary>
    private static IEnumerable<KnownSdkCall> Free()
    {
        const string responses = "OpenAI.Responses.ResponsesClient", runs = "OpenAI.Assistants.AssistantClient", moderation = "OpenAI.Moderations.ModerationClient";
        string[] reads = ["string, CancellationToken", "GetResponseOptions, CancellationToken"];
        return
        [
            .. Rows(responses, "reading a response", SdkTemplate.OpenAIResponses, SdkTable.Twins("GetResponse"), reads).Select(IsFree),
            .. Streams(responses, "reading a response", SdkTemplate.OpenAIResponses, "GetResponseStreaming", reads).Select(IsFree),
            .. Rows(responses, "reading a response", SdkTemplate.OpenAIResponses, SdkTable.Twins("CancelResponse"), ["string, CancellationToken"]).Select(IsFree),
            .. Rows(runs, "reading a run", SdkTemplate.OpenAIAssistants, SdkTable.Twins("GetRun", "CancelRun"), ["string, string, CancellationToken", "string, string, RequestOptions"]).Select(IsFree),
            .. Rows(responses, "counting tokens", SdkTemplate.None, SdkTable.Twins("GetInputTokenCount"), []).Select(IsFree),
            .. Rows(moderation, "moderation", SdkTemplate.None, SdkTable.Twins("ClassifyText", "ClassifyInputs"), []).Select(IsFree),
        ];

        static KnownSdkCall IsFree(KnownSdkCall call) => call with { IsFree = true };
    }

    private static IEnumerable<KnownSdkCall> WithoutAdapter() =>
    [
        .. Refused("OpenAI.Batch.BatchClient", "batch", SdkTable.Twins("CreateBatch"), "a batch is billed by what its files hold, which are sent before it and read after it", ["BinaryContent, bool, RequestOptions"]),
        .. Refused(
            "OpenAI.Realtime.RealtimeClient",
            "realtime session",
            ["StartConversationSessionAsync", "StartSessionAsync", "StartTranscriptionSessionAsync"],
            "a session is billed by each of the responses in it, and no call of it is one of them",
            ["string, RealtimeSessionClientOptions, CancellationToken", "RealtimeSessionClientOptions, CancellationToken", "string, string, RealtimeSessionClientOptions, CancellationToken"]),
        .. Refused(
            "OpenAI.FineTuning.FineTuningClient",
            "fine-tuning",
            SdkTable.Twins("FineTune"),
            "a job is billed by the tokens that it was trained on, which are known when it is over",
            ["string, string, bool, FineTuningOptions, CancellationToken", "BinaryContent, bool, RequestOptions"]),
        .. Refused("OpenAI.Evals.EvaluationClient", "evaluation run", SdkTable.Twins("CreateEvaluationRun"), "a run is billed by what its models answer, after the call and in many requests of the provider's own", ["string, " + Body]),
        .. Refused("OpenAI.Graders.GraderClient", "grader run", SdkTable.Twins("RunGrader"), "a grader may ask any number of models, which its definition names", [Body]),
    ];

    /// <summary>A stream whose request has left when it is handed over. Before 2.15 it was one that sends its request when it is read, and most had a twin without a task.</summary>
    private static IEnumerable<KnownSdkCall> Streams(string type, string kind, SdkTemplate template, string method, string[] overloads, bool hadTwin = true) =>
    [
        new KnownSdkCall(Assembly, type, method + "Async", kind, template, overloads) { Oldest = Oldest, Returned = "AsyncStreamingResult", Reason = OtherStreams, OtherOverloads = overloads },
        .. hadTwin ? Refused(type, kind, [method], OtherStreams, overloads) : [],
    ];

    private static IEnumerable<KnownSdkCall> Rows(string type, string kind, SdkTemplate template, IEnumerable<string> methods, string[] overloads) =>
        methods.Select(method => new KnownSdkCall(Assembly, type, method, kind, template, overloads) { Oldest = Oldest });

    private static IEnumerable<KnownSdkCall> Refused(string type, string kind, IEnumerable<string> methods, string reason, string[] overloads) =>
        methods.Select(method => new KnownSdkCall(Assembly, type, method, kind, SdkTemplate.None, []) { Reason = reason, OtherOverloads = overloads });
}
