using BudgetGen;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

using BudgetManager budget = Bill.Open();
using var client = new CannedClient();
await using ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();
await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
using (BudgetContext.Use(user: "bob"))
{
    Console.WriteLine(await renderer.Dispatcher.InvokeAsync(async () =>
        (await renderer.RenderComponentAsync<Razor.Answer>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Client"] = client }))).ToHtmlString()));
}

Bill.Print(budget, "alice");
Bill.Print(budget, "bob");
