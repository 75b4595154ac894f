using BudgetGen.Generator.Discovery.Declared;

namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>
/// The methods of OllamaSharp that run a model, from its public source of 2026-03. What they cost is the owner's to say: a price of 0 is a price. Its client also implements
/// the interfaces of Microsoft.Extensions.AI.
/// </summary>
internal static class OllamaCalls
{
    private const string Assembly = "OllamaSharp";
    private const string Client = "OllamaSharp.IOllamaApiClient";
    private const string Extensions = "OllamaSharp.OllamaApiClientExtensions";

    // The last element is of a class of its own, which has the counts.
    private static readonly MethodDeclaration _counts = new()
    {
        Provider = "ollama",
        InputTokens = "{result.PromptEvalCount}",
        OutputTokens = "{result.EvalCount}",
        ResponseModel = "{result.Model}",
        Finished = "{result.Done}",
    };

    private static readonly MethodDeclaration _chat = _counts with
    {
        Model = "{request.Model}",
        Prompt = "{request.Messages.Content} {request.Messages.Thinking}",
        Attachments = "{request.Messages.Images} {request.Tools}",
        MaxOutputTokens = "{request.Options.NumPredict}",
        Text = "{result.Message.Content}",
        ResultTypeName = "OllamaSharp.Models.Chat.ChatDoneResponseStream",
    };

    private static readonly MethodDeclaration _generate = _counts with
    {
        Model = "{request.Model}",
        Prompt = "{request.Prompt} {request.System} {request.Suffix}",
        Attachments = "{request.Images}",
        MaxOutputTokens = "{request.Options.NumPredict}",
        Text = "{result.Response}",
        ResultTypeName = "OllamaSharp.Models.GenerateDoneResponseStream",
    };

    private static readonly MethodDeclaration _embed = new() { Provider = "ollama", Model = "{request.Model}", Prompt = "{request.Input}", InputTokens = "{result.PromptEvalCount}" };

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All =>
    [
        .. SdkTable.Declared(Assembly, Client, "chat", ["ChatAsync"], _chat, _chat with { Prompt = "{request.Messages.Content}", Attachments = "{request.Messages.Images}" }),
        .. SdkTable.Declared(Assembly, Client, "chat", ["GenerateAsync"], _generate, _generate with { Prompt = "{request.Prompt} {request.System}" }),
        .. SdkTable.Declared(Assembly, Client, "embedding", ["EmbedAsync"], _embed),
        .. SdkTable.Declared(Assembly, Extensions, "chat", ["GenerateAsync"], _generate with { Model = "{client.SelectedModel}", Prompt = "{prompt}", Attachments = null, MaxOutputTokens = null }),
        .. SdkTable.Declared(Assembly, Extensions, "embedding", ["EmbedAsync"], _embed with { Model = "{client.SelectedModel}", Prompt = "{input}" }),

        // A chat that calls tools makes several requests and tells none of their counts: what it says is an estimate of the whole.
        .. SdkTable.Declared(
            Assembly, "OllamaSharp.Chat", "chat", ["SendAsync", "SendAsAsync"],
            new MethodDeclaration { Provider = "ollama", Model = "{this.Model}", Prompt = "{message} {this.Messages.Content}", MaxOutputTokens = "{this.Options.NumPredict}" },
            new MethodDeclaration { Provider = "ollama", Model = "{this.Model}", Prompt = "{message} {this.Messages.Content}" }),
    ];

    /// <summary>Its clients.</summary>
    public static IEnumerable<KnownClient> Clients =>
    [
        new(
            Assembly, Client, "CopyModelAsync", "CreateModelAsync", "DeleteModelAsync", "ListLocalModelsAsync", "ListRunningModelsAsync", "PullModelAsync", "PushModelAsync", "ShowModelAsync",
            "IsRunningAsync", "GetVersionAsync", "PushBlobAsync", "IsBlobExistsAsync", "RequestModelUnloadAsync"),
        new(
            Assembly, Extensions, "CopyModelAsync", "DeleteModelAsync", "PullModelAsync", "PushModelAsync", "ShowModelAsync", "PushBlobAsync", "RequestModelUnloadAsync"),
        new(Assembly, "OllamaSharp.Chat"),
    ];
}
