using BudgetGen;
using Microsoft.Extensions.AI;

using BudgetManager budget = Bill.Open();
using var client = new CannedClient();

await Own.AskAsync(client, "bob");
await Own.ForgottenAsync(client);
Bill.Print(budget, "bob");

internal static class Own
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public static async Task<string> AskAsync(IChatClient client, string userId) => (await client.GetResponseAsync("hello")).Text;

    public static async Task<string> ForgottenAsync(IChatClient client) => (await client.GetResponseAsync("hello")).Text;
}
