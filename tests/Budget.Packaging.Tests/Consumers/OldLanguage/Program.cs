using System.Threading.Tasks;
using BudgetGen;
using Microsoft.Extensions.AI;

namespace OldLanguage
{
    internal static class Program
    {
        public static async Task Main()
        {
            using (BudgetManager budget = Bill.Open())
            using (var client = new CannedClient())
            {
                await AskAsync(client, "alice");
                Bill.Print(budget, "alice");
            }
        }

        [TrackLlmCall("gpt-4o-mini", "{userId}")]
        private static async Task<string> AskAsync(IChatClient client, string userId) => (await client.GetResponseAsync("hello")).Text;
    }
}
