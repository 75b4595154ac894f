using BudgetGen;
using Microsoft.Extensions.AI;

namespace Razor;

/// <summary>What the page calls stands in a .cs file, so the request inside is metered; the page's own call of it cannot be intercepted.</summary>
public static class Desk
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public static async Task<string> AskAsync(IChatClient client, string userId, string question) => (await client.GetResponseAsync(question)).Text;
}
