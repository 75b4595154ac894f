using BudgetGen;
using Microsoft.Extensions.AI;

// No call has an attribute that tracks it; the project's properties say what happens.
using BudgetManager budget = Bill.Open();
using var client = new CannedClient();
using (BudgetContext.Use(user: "alice"))
{
    await Desk.AskAsync(client);
    await Desk.PingAsync(client);
}

Bill.Print(budget, "alice");

internal static class Desk
{
    private static readonly ChatOptions s_options = new() { ModelId = "gpt-4o-mini", MaxOutputTokens = 1000 };

    public static Task<ChatResponse> AskAsync(IChatClient client) => client.GetResponseAsync("hello", s_options);

    [BudgetIgnore("")]
    public static Task<ChatResponse> PingAsync(IChatClient client) => client.GetResponseAsync("ping", s_options);
}
