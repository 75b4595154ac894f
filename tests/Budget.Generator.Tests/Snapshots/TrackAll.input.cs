// BudgetTrackAll
using Microsoft.Extensions.AI;

namespace MyApp;

public class Support(IChatClient chat)
{
    public Task<ChatResponse> AnswerAsync(string question) => chat.GetResponseAsync(question);

    public IAsyncEnumerable<ChatResponseUpdate> TellAsync(IEnumerable<ChatMessage> messages) => chat.GetStreamingResponseAsync(messages);

    [BudgetIgnore("the health check uses a local model")]
    public Task<ChatResponse> PingAsync() => chat.GetResponseAsync("ping");
}
