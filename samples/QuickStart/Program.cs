using System.ClientModel;
using Anthropic;
using Anthropic.Core;
using BudgetGen;
using BudgetGen.Sqlite;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using QuickStart;
using Spectre.Console;

// 1. Two lines without a host: where the ledger lives, and who may spend what.
await using BudgetManager budget = BudgetManager.Start(options => options
    .UseSqlite(Path.Combine(AppContext.BaseDirectory, "quickstart-budget.db"))
    .AddPolicy(new BudgetPolicy { Name = "Company", Scope = BudgetScope.Global, Period = BudgetPeriod.Monthly, Limit = Usd.FromDollars(25), Action = LimitAction.Warn })
    .AddPolicy(new BudgetPolicy { Name = "Alice", Scope = BudgetScope.User, Key = "alice", Period = BudgetPeriod.Daily, Limit = Usd.FromDollars(2) })
    .AddPolicy(new BudgetPolicy { Name = "Bob", Scope = BudgetScope.User, Key = "bob", Period = BudgetPeriod.Daily, Limit = Usd.FromDollars(0.004m) }));

// 2. Real clients. With OPENAI_API_KEY set they talk to the real OpenAI; without it, to a small provider inside this sample.
await using LocalProvider local = await LocalProvider.StartAsync();
string? key = Environment.GetEnvironmentVariable("OPENAI_API_KEY");
var openAI = new ChatClient(
    "gpt-4o-mini",
    new ApiKeyCredential(key ?? "no-key-needed"),
    key is null ? new OpenAIClientOptions { Endpoint = new Uri(local.Address, "v1") } : new OpenAIClientOptions());
using var anthropic = new AnthropicClient(new ClientOptions { ApiKey = "no-key-needed", BaseUrl = local.Address.ToString().TrimEnd('/') });
using IChatClient chat = anthropic.AsIChatClient("claude-haiku-4-5");
var assistant = new Assistant(openAI, anthropic.Messages, chat);

var show = new Show(budget);
show.Title(local: key is null);

// 3. Ordinary calls of ordinary methods. BudgetGen reserves, calls, settles.
await show.CallAsync("a tracked call", await assistant.AskAsync("alice", "Why is the sky blue?"));
await show.CallAsync("a tracked stream", string.Concat(await assistant.TellAsync("alice", "the sea").ToListAsync()));
await show.CallAsync("another provider", await assistant.ReviewAsync("alice", "The tenant pays for everything."));
await show.CallAsync("through IChatClient", await assistant.SummarizeAsync("alice", "It was a bright cold day in April, and the clocks were striking thirteen."));
await show.CallAsync("another user", await assistant.AskAsync("bob", "What is a ledger?"));

// 4. A call that bob cannot afford never leaves the machine.
try
{
    await assistant.WriteReportAsync("bob", "the history of money");
}
catch (BudgetExceededException rejection)
{
    show.Rejection("a long report", rejection);
}

// 5. The call that nobody tracks. It works, and the build has warned about it.
show.Untracked("a forgotten call", await ForgottenCall.GreetAsync(openAI));

// 6. What was spent, by this run and by the ones before.
await show.SpendingAsync();
