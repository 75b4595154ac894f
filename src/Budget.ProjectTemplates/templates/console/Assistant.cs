using BudgetGen;
using OpenAI.Chat;

namespace Company.BudgetConsoleApp;

/// <summary>
/// Ordinary code that calls a model. The attribute says who pays; take it away, and the build warns about the calls (BGN001).
/// </summary>
public sealed class Assistant(ChatClient client)
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public async Task<string> AskAsync(string userId, string question)
    {
        ChatCompletion completion = await client.CompleteChatAsync([ChatMessage.CreateUserMessage(question)], new ChatCompletionOptions { MaxOutputTokenCount = 200 });
        return completion.Content[0].Text;
    }

    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public async Task<string> WriteReportAsync(string userId, string subject)
    {
        ChatCompletion completion = await client.CompleteChatAsync(
            [ChatMessage.CreateUserMessage($"Write a long report on {subject}.")], new ChatCompletionOptions { MaxOutputTokenCount = 16_000 });
        return completion.Content[0].Text;
    }
}
