using BudgetGen;
using Microsoft.Extensions.AI;

namespace PrivateLibrary;

public static class Desk
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public static async Task<string> AskAsync(IChatClient client, string userId, string question) => (await client.GetResponseAsync(question)).Text;
}
