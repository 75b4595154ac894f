using Azure.AI.OpenAI;

namespace BudgetGen.Sdk.Tests.Leaks;

/// <summary>Chats of the older Azure client, with a deployment that is called like its model.</summary>
[TrackLlmCall(User = "tester", Project = "sdk")]
internal static class TrackedAzure
{
    private const string Deployment = "gpt-4o-mini";

    public static ChatCompletions Ask(OpenAIClient client, string text) => client.GetChatCompletions(Deployment, Bounded(text));

    public static async Task<ChatCompletions> AskAsync(OpenAIClient client, string text) => await client.GetChatCompletionsAsync(Deployment, Bounded(text));

    private static ChatCompletionsOptions Bounded(string text) => new([new ChatMessage(ChatRole.User, text)]) { MaxTokens = 100 };
}
