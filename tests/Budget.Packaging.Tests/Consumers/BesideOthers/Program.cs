using System.Net;
using BudgetGen;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.AI;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Configuration.AddInMemoryCollection([new("Desk:User", "alice")]);
builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
await using WebApplication app = builder.Build();
using BudgetManager budget = Bill.Open();
using var client = new CannedClient();

DeskSettings settings = app.Configuration.GetSection("Desk").Get<DeskSettings>()!;
app.MapGet("/ask", async (string question) => await Desk.AskAsync(client, settings.User, question));
await app.StartAsync();

string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
using var http = new HttpClient();
Console.WriteLine(await http.GetStringAsync(new Uri(address + "/ask?question=hello")));
await app.StopAsync();
Bill.Print(budget, "alice");

internal sealed class DeskSettings
{
    public string User { get; set; } = "";
}

internal static class Desk
{
    [TrackLlmCall("gpt-4o-mini", "{userId}")]
    public static async Task<string> AskAsync(IChatClient client, string userId, string question) => (await client.GetResponseAsync(question)).Text;
}
