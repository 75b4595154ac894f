using BudgetGen;
using Microsoft.Extensions.AI;

// Every way to track a call, in a project that treats warnings as errors.
using BudgetManager budget = Bill.Open();
using var client = new CannedClient();
Console.WriteLine(await Desk.AskAsync(client, "alice", "hello"));
using (BudgetContext.Use(user: "bob"))
    Console.WriteLine(await WholeClass.AskAsync(client));
Bill.Print(budget, "alice");
Bill.Print(budget, "bob");

internal static class Desk
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public static async Task<string> AskAsync(IChatClient client, string userId, string question) => (await client.GetResponseAsync(question)).Text;
}

[TrackLlmCall("gpt-4o-mini")]
internal static class WholeClass
{
    public static async Task<string> AskAsync(IChatClient client) => (await client.GetResponseAsync("hello")).Text;
}
