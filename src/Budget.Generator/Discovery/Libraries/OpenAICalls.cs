namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of OpenAI's client library.</summary>
internal static class OpenAICalls
{
    private const string Assembly = "OpenAI";

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All => [.. Metered(), .. NotMeteredYet()];

    private static IEnumerable<KnownSdkCall> Metered()
    {
        string[] chat = ["IEnumerable<ChatMessage>, ChatCompletionOptions, CancellationToken", "ChatMessage[]"];
        foreach (string method in SdkTable.Twins("CompleteChat", "CompleteChatStreaming"))
            yield return new(Assembly, "OpenAI.Chat.ChatClient", method, "chat", SdkTemplate.OpenAIChat, chat);
    }

    private static IEnumerable<KnownSdkCall> NotMeteredYet() =>
    [
        .. SdkTable.NotYet(Assembly, "OpenAI.Responses.ResponsesClient", "responses", SdkTable.Twins("CreateResponse", "CreateResponseStreaming", "CompactResponse")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Embeddings.EmbeddingClient", "embedding", SdkTable.Twins("GenerateEmbedding", "GenerateEmbeddings")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Images.ImageClient", "image", SdkTable.Twins(
            "GenerateImage", "GenerateImages", "GenerateImagesStreaming", "GenerateImageEdit", "GenerateImageEdits", "GenerateImageEditsStreaming", "GenerateImageVariation", "GenerateImageVariations")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Audio.AudioClient", "speech", SdkTable.Twins("GenerateSpeech", "GenerateSpeechStreaming")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Audio.AudioClient", "transcription", SdkTable.Twins("TranscribeAudio", "TranscribeAudioDiarized", "TranscribeAudioStreaming", "TranslateAudio")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Decisions.DecisionsClient", "decision", SdkTable.Twins("CreateDecision")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Assistants.AssistantClient", "assistant run", SdkTable.Twins(
            "CreateRun", "CreateRunStreaming", "CreateThreadAndRun", "CreateThreadAndRunStreaming", "SubmitToolOutputsToRun", "SubmitToolOutputsToRunStreaming")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Batch.BatchClient", "batch", SdkTable.Twins("CreateBatch")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Realtime.RealtimeClient", "realtime session", ["StartConversationSessionAsync", "StartSessionAsync", "StartTranscriptionSessionAsync"]),
        .. SdkTable.NotYet(Assembly, "OpenAI.Videos.VideoClient", "video", SdkTable.Twins("CreateVideo", "CreateVideoRemix")),
        .. SdkTable.NotYet(Assembly, "OpenAI.FineTuning.FineTuningClient", "fine-tuning", SdkTable.Twins("FineTune")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Evals.EvaluationClient", "evaluation run", SdkTable.Twins("CreateEvaluationRun")),
        .. SdkTable.NotYet(Assembly, "OpenAI.Graders.GraderClient", "grader run", SdkTable.Twins("RunGrader")),
    ];
}
