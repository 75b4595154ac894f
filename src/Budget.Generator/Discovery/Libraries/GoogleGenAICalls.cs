using BudgetGen.Generator.Discovery.Declared;

namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of Google.GenAI, from its public source of 2025-10.</summary>
internal static class GoogleGenAICalls
{
    private const string Assembly = "Google.GenAI";
    private const string Models = "Google.GenAI.Models";
    private const string Chosen = "{config.SystemInstruction.Parts.Text}";

    // Contents are one, a list of them, or a text; what is no text is counted as an attachment, and so is each tool, whose schema is an object of the library.
    private static readonly MethodDeclaration _ofContents = new()
    {
        Provider = "google",
        Model = "{model}",
        Prompt = "{contents.Parts.Text} " + Chosen,
        Attachments = "{contents.Parts.InlineData} {contents.Parts.FileData} {config.Tools}",
        MaxOutputTokens = "{config.MaxOutputTokens}",
        Choices = "{config.CandidateCount}",
        InputTokens = "{result.UsageMetadata.PromptTokenCount} + {result.UsageMetadata.ToolUsePromptTokenCount}",
        OutputTokens = "{result.UsageMetadata.CandidatesTokenCount}",
        CachedTokens = "{result.UsageMetadata.CachedContentTokenCount}",
        ReasoningTokens = "{result.UsageMetadata.ThoughtsTokenCount}",
        ReasoningIsExtra = true,
        Text = "{result.Candidates.Content.Parts.Text}",
        ResponseModel = "{result.ModelVersion}",
        ResponseId = "{result.ResponseId}",
        Finished = "{result.Candidates.FinishReason}",
        ErrorTypeName = "Google.GenAI.ApiException",
        Status = "{error.StatusCode}",
    };

    private static readonly MethodDeclaration _ofText = _ofContents with { Prompt = "{contents} " + Chosen, Attachments = "{config.Tools}" };

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All =>
    [
        .. SdkTable.Declared(Assembly, Models, "chat", ["GenerateContentAsync", "GenerateContentStreamAsync"], _ofContents, _ofText),
        .. SdkTable.Declared(
            Assembly, Models, "embedding", ["EmbedContentAsync"],
            new MethodDeclaration { Provider = "google", Model = "{model}", Prompt = "{contents.Parts.Text}" },
            new MethodDeclaration { Provider = "google", Model = "{model}", Prompt = "{contents}" }),
        .. SdkTable.Listed(Assembly, Models, "image", "billed by the picture", "GenerateImagesAsync", "EditImageAsync", "UpscaleImageAsync", "RecontextImageAsync", "SegmentImageAsync"),
        .. SdkTable.Listed(Assembly, Models, "video", "billed by the second, when the operation is done", "GenerateVideosAsync"),
        .. SdkTable.Listed(Assembly, "Google.GenAI.Live", "realtime session", "a session is no one call", "ConnectAsync"),
    ];

    /// <summary>Its clients.</summary>
    public static IEnumerable<KnownClient> Clients => [new(Assembly, Models, "CountTokensAsync", "ComputeTokensAsync", "GetAsync", "ListAsync", "UpdateAsync", "DeleteAsync")];
}
