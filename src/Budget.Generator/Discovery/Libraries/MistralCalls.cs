using BudgetGen.Generator.Discovery.Declared;

namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of Mistral.SDK, from its public source of 2025-10. Its endpoints also implement the interfaces of Microsoft.Extensions.AI.</summary>
internal static class MistralCalls
{
    private const string Assembly = "Mistral.SDK";
    private const string Completions = "Mistral.SDK.Completions.CompletionsEndpoint";
    private const string Embeddings = "Mistral.SDK.Embeddings.EmbeddingsEndpoint";

    private static readonly MethodDeclaration _chat = new()
    {
        Provider = "mistral",
        Model = "{request.Model}",
        Prompt = "{request.Messages.Content} {request.Messages.Name}",
        Attachments = "{request.Tools}",
        MaxOutputTokens = "{request.MaxTokens}",
        InputTokens = "{result.Usage.PromptTokens}",
        OutputTokens = "{result.Usage.CompletionTokens}",
        Text = "{result.Choices.Message.Content} {result.Choices.Delta.Content}",
        ResponseModel = "{result.Model}",
        ResponseId = "{result.Id}",
        Finished = "{result.Choices.FinishReason}",
    };

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All =>
    [
        .. SdkTable.Declared(Assembly, Completions, "chat", ["GetCompletionAsync", "StreamCompletionAsync"], _chat, _chat with { Prompt = "{request.Messages.Content}", Attachments = null }),
        .. SdkTable.Declared(Assembly, Embeddings, "embedding", ["GetEmbeddingsAsync"], new MethodDeclaration
        {
            Provider = "mistral",
            Model = "{request.Model}",
            Prompt = "{request.Input}",
            InputTokens = "{result.Usage.PromptTokens}",
            ResponseModel = "{result.Model}",
            ResponseId = "{result.Id}",
        }),
    ];

    /// <summary>Its clients.</summary>
    public static IEnumerable<KnownClient> Clients => [new(Assembly, Completions), new(Assembly, Embeddings)];
}
