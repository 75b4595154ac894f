using BudgetGen.Generator.Discovery.Declared;

namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of the package Google_GenerativeAI, from its public source of 2026-04.</summary>
internal static class GenerativeAICalls
{
    private const string Assembly = "GenerativeAI";
    private const string Model = "GenerativeAI.GenerativeModel";
    private const string Contract = "GenerativeAI.IGenerativeModel";

    private static readonly MethodDeclaration _usage = new()
    {
        Provider = "google",
        InputTokens = "{result.UsageMetadata.PromptTokenCount} + {result.UsageMetadata.ToolUsePromptTokenCount}",
        OutputTokens = "{result.UsageMetadata.CandidatesTokenCount}",
        CachedTokens = "{result.UsageMetadata.CachedContentTokenCount}",
        ReasoningTokens = "{result.UsageMetadata.ThoughtsTokenCount}",
        ReasoningIsExtra = true,
        Text = "{result.Candidates.Content.Parts.Text}",
        ResponseModel = "{result.ModelVersion}",
        ResponseId = "{result.ResponseId}",
        Finished = "{result.Candidates.FinishReason}",
        ErrorTypeName = "GenerativeAI.Exceptions.ApiException",
        Status = "{error.ErrorCode}",
    };

    // Objects and enums come without their response: the worst case is charged.
    private static readonly MethodDeclaration _silent = new() { Provider = "google", ErrorTypeName = _usage.ErrorTypeName, Status = _usage.Status };

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All =>
    [
        .. Generating(["GenerateContentAsync", "StreamContentAsync"], _usage),
        .. Generating(["GenerateObjectAsync", "GenerateEnumAsync"], _silent),
        .. Answering(Model),
        .. Answering(Contract),
        .. SdkTable.Declared(
            Assembly, "GenerativeAI.EmbeddingModel", "embedding", ["EmbedContentAsync"],
            _silent with { Model = "{this.Model}", Prompt = "{request.Content.Parts.Text}" },
            _silent with { Model = "{this.Model}", Prompt = "{content.Parts.Text}" },
            _silent with { Model = "{this.Model}", Prompt = "{parts.Text}" },
            _silent with { Model = "{this.Model}", Prompt = "{messages}" },
            _silent with { Model = "{this.Model}", Prompt = "{message}" }),
        .. SdkTable.Listed(Assembly, "GenerativeAI.EmbeddingModel", "embedding", "its answer tells no usage and its requests are of several shapes", "BatchEmbedContentAsync"),
        .. SdkTable.Listed(Assembly, "GenerativeAI.Clients.ImagenModel", "image", "billed by the picture", "GenerateImagesAsync"),
        .. SdkTable.Listed(Assembly, "GenerativeAI.ImagenModel", "image", "billed by the picture", "GenerateImagesAsync"),
    ];

    /// <summary>Its clients.</summary>
    public static IEnumerable<KnownClient> Clients => [new(Assembly, Model, "CountTokensAsync", "DisposeAsync"), new(Assembly, Contract, "CountTokensAsync"), new(Assembly, "GenerativeAI.EmbeddingModel")];

    private static IEnumerable<KnownSdkCall> Answering(string type) =>
        SdkTable.Listed(Assembly, type, "answer", "it is grounded in a corpus that the provider holds, and its answer tells no usage", "GenerateAnswerAsync");

    private static IEnumerable<KnownSdkCall> Generating(string[] methods, MethodDeclaration answer) =>
        [.. SdkTable.Declared(Assembly, Model, "chat", methods, [.. Requests(answer, "{this.Model}", "{this.SystemInstruction}", "{this.Config.MaxOutputTokens}")]), .. SdkTable.Declared(Assembly, Contract, "chat", methods, [.. Requests(answer, null, "", null)])];

    // A request's own bound counts before the model's; which of them is there is not known here, so a request that can have one of its own is bounded by that or by nothing.
    private static IEnumerable<MethodDeclaration> Requests(MethodDeclaration answer, string? model, string system, string? bound)
    {
        yield return answer with
        {
            Model = model,
            Prompt = $"{{request.Contents.Parts.Text}} {{request.SystemInstruction.Parts.Text}} {system}",
            Attachments = "{request.Contents.Parts.InlineData} {request.Contents.Parts.FileData} {request.Tools}",
            MaxOutputTokens = "{request.GenerationConfig.MaxOutputTokens}",
            Choices = "{request.GenerationConfig.CandidateCount}",
        };
        yield return answer with { Model = model, Prompt = $"{{contents.Parts.Text}} {system}", Attachments = "{contents.Parts.InlineData} {contents.Parts.FileData}", MaxOutputTokens = bound };
        yield return answer with { Model = model, Prompt = $"{{parts.Text}} {system}", Attachments = "{parts.InlineData} {parts.FileData}", MaxOutputTokens = bound };
        yield return answer with { Model = model, Prompt = $"{{prompt}} {system}", Attachments = "{fileUri}", MaxOutputTokens = bound };
        yield return answer with { Model = model, Prompt = $"{{prompt}} {system}", MaxOutputTokens = bound };
    }
}
