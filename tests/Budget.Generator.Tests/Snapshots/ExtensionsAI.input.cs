using Microsoft.Extensions.AI;

namespace MyApp;

[TrackLlmCall(Project = "support", Tags = ["team=blue"])]
public class Support(IChatClient chat)
{
    public Task<ChatResponse> AnswerAsync(string question) => chat.GetResponseAsync(question);

    [BudgetIgnore("the health check uses a local model")]
    public Task<ChatResponse> PingAsync() => chat.GetResponseAsync("ping");
}
