using BudgetGen;
using OpenAI.Chat;

namespace Company.BudgetWebApp;

/// <summary>
/// Ordinary code that calls a model. The attribute says who pays; take it away, and the build warns about the call (BGN001).
/// </summary>
public sealed class Assistant(ChatClient client)
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public async Task<string> AskAsync(string userId, string question)
    {
        ChatCompletion completion = await client.CompleteChatAsync([ChatMessage.CreateUserMessage(question)], new ChatCompletionOptions { MaxOutputTokenCount = 1_000 });
        return completion.Content[0].Text;
    }
}
