using OpenAI.Chat;

namespace BudgetGen.EndToEnd.Worker;

internal static class Calls
{
    [TrackLlmCall("gpt-4o-mini", "worker", Operation = "{id}")]
    public static async Task AskAsync(ChatClient client, string id) =>
        await client.CompleteChatAsync([ChatMessage.CreateUserMessage("hi")], new ChatCompletionOptions { MaxOutputTokenCount = 50 });
}
