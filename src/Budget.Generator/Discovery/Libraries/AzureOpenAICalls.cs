namespace BudgetGen.Generator.Discovery.Libraries;

/// <summary>The paid methods of the older Azure.AI.OpenAI library; its 2.x clients derive from OpenAI's.</summary>
internal static class AzureOpenAICalls
{
    private const string Assembly = "Azure.AI.OpenAI";

    /// <summary>All of them, in a fixed order.</summary>
    public static IEnumerable<KnownSdkCall> All => NotMeteredYet();

    private static IEnumerable<KnownSdkCall> NotMeteredYet() =>
    [
        .. SdkTable.NotYet(Assembly, "Azure.AI.OpenAI.OpenAIClient", "chat", SdkTable.Twins("GetChatCompletions", "GetChatCompletionsStreaming", "GetCompletions", "GetCompletionsStreaming")),
        .. SdkTable.NotYet(Assembly, "Azure.AI.OpenAI.OpenAIClient", "embedding", SdkTable.Twins("GetEmbeddings")),
        .. SdkTable.NotYet(Assembly, "Azure.AI.OpenAI.OpenAIClient", "image", SdkTable.Twins("GetImageGenerations")),
    ];
}
