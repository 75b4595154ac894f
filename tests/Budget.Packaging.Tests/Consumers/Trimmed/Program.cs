using BudgetGen;
using Microsoft.Extensions.AI;

// The interceptors that a trimmer could break: a private method, which is reached by its name, and a generic one.
using BudgetManager budget = Bill.Open();
using var client = new CannedClient();
Console.WriteLine(await new Desk(client).OpenAsync("alice"));
Console.WriteLine(await Generic.AskAsync(client, "bob", 42));
Bill.Print(budget, "alice");
Bill.Print(budget, "bob");

internal sealed class Desk(IChatClient client)
{
    public Task<string> OpenAsync(string user) => AskAsync(user);

    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    private async Task<string> AskAsync(string userId) => (await client.GetResponseAsync("hello")).Text;
}

internal static class Generic
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public static async Task<string> AskAsync<T>(IChatClient client, string userId, T about) => (await client.GetResponseAsync($"What is {about}?")).Text;
}
