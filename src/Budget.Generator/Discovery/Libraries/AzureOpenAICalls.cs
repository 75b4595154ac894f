using BudgetGen.Generator.Discovery.Declared;

namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of the older Azure.AI.OpenAI library, 1.0.0-beta.6; its 2.x clients derive from OpenAI's.</summary>
internal static class AzureOpenAICalls
{
    private const string Assembly = "Azure.AI.OpenAI";
    private const string Client = "Azure.AI.OpenAI.OpenAIClient";

    // What is called a model is a deployment, which the user's prices give its name.
    private static readonly MethodDeclaration _any = new()
    {
        Provider = "azure",
        Model = "{deploymentOrModelName}",
        ErrorTypeName = "Azure.RequestFailedException",
        Status = "{error.Status}",
    };

    private static readonly MethodDeclaration _chat = _any with
    {
        Prompt = "{chatCompletionsOptions.Messages.Content} {chatCompletionsOptions.Messages.Name} {chatCompletionsOptions.Messages.FunctionCall.Name} "
            + "{chatCompletionsOptions.Messages.FunctionCall.Arguments} {chatCompletionsOptions.Functions.Name} {chatCompletionsOptions.Functions.Description} "
            + "{chatCompletionsOptions.Functions.Parameters}",
        MaxOutputTokens = "{chatCompletionsOptions.MaxTokens}",
        Choices = "{chatCompletionsOptions.ChoiceCount}",
    };

    // Each prompt has its answers, and each answer may be the best of several.
    private static readonly MethodDeclaration _completions = _any with
    {
        Prompt = "{completionsOptions.Prompts}",
        MaxOutputTokens = "{completionsOptions.MaxTokens}",
        Choices = "{completionsOptions.ChoicesPerPrompt} * {completionsOptions.GenerationSampleCount} * {completionsOptions.Prompts.Count}",
    };

    /// <summary>All of them, in a fixed order. Streams ask for no usage, and their type cannot be wrapped: the worst case is charged.</summary>
    public static IEnumerable<KnownSdkCall> All =>
    [
        .. SdkTable.Declared(Assembly, Client, "chat", SdkTable.Twins("GetChatCompletions"), Counted(_chat) with { Text = "{result.Value.Choices.Message.Content}" }),
        .. SdkTable.Declared(Assembly, Client, "chat", SdkTable.Twins("GetChatCompletionsStreaming"), _chat),
        .. SdkTable.Declared(
            Assembly, Client, "completion", SdkTable.Twins("GetCompletions"),
            Counted(_completions) with { Text = "{result.Value.Choices.Text}" },
            Counted(_any) with { Prompt = "{prompt}", Text = "{result.Value.Choices.Text}" }),
        .. SdkTable.Declared(Assembly, Client, "completion", SdkTable.Twins("GetCompletionsStreaming"), _completions),
        .. SdkTable.Declared(Assembly, Client, "embedding", SdkTable.Twins("GetEmbeddings"), _any with { Prompt = "{embeddingsOptions.Input}", InputTokens = "{result.Value.Usage.PromptTokens}" }),
        .. SdkTable.Listed(Assembly, Client, "image", "billed by the picture, and neither request nor answer names a model", [.. SdkTable.Twins("GetImageGenerations")]),
    ];

    private static MethodDeclaration Counted(MethodDeclaration request) => request with
    {
        InputTokens = "{result.Value.Usage.PromptTokens}",
        OutputTokens = "{result.Value.Usage.CompletionTokens}",
        ResponseId = "{result.Value.Id}",
    };
}
