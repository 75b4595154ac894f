using OpenAI.Chat;

namespace MyApp;

public class Summarizer(ChatClient client)
{
    [TrackLlmCall("gpt-4o-mini", "{userId}", Project = "search", MaxCost = "0.05")]
    public async Task<string> SummarizeAsync(string userId, string text, CancellationToken cancellationToken)
    {
        ChatCompletion answer = await client.CompleteChatAsync([ChatMessage.CreateUserMessage(text)], cancellationToken: cancellationToken);
        return answer.Content[0].Text;
    }

    public async Task<string> BothAsync(string userId, string first, string second) =>
        await SummarizeAsync(userId, first, default) + await SummarizeAsync(userId, second, default);
}
