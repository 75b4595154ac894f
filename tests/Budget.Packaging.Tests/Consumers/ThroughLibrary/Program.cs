using BudgetGen;
using Library;
using Microsoft.Extensions.AI;

using BudgetManager budget = Bill.Open();
using var client = new CannedClient();

// A method that the library annotated, and one of this project.
await Desk.AskAsync(client, "alice", "hello");
await Own.AskAsync(client, "bob");
await Own.ForgottenAsync(client);
Bill.Print(budget, "alice");
Bill.Print(budget, "bob");

internal static class Own
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public static async Task<string> AskAsync(IChatClient client, string userId) => (await client.GetResponseAsync("hello")).Text;

    public static async Task<string> ForgottenAsync(IChatClient client) => (await client.GetResponseAsync("hello")).Text;
}
