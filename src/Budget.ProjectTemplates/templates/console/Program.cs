using BudgetGen;
using BudgetGen.Sqlite;
using Company.BudgetConsoleApp;

// Where the ledger lives, and who may spend what. The file remembers: run this twice.
await using BudgetManager budget = BudgetManager.Start(options => options
    .UseSqlite("budget.db")
    .AddPolicy(new BudgetPolicy { Name = "Each user", Scope = BudgetScope.User, Period = BudgetPeriod.Daily, Limit = Usd.FromDollars(0.005m) }));

var assistant = new Assistant(Provider.Connect("gpt-4o-mini"));

Console.WriteLine(await assistant.AskAsync("alice", "Why is the sky blue?"));

try
{
    await assistant.WriteReportAsync("alice", "the history of money");
}
catch (BudgetExceededException rejection)
{
    // It never left this machine: at its worst it would have cost more than what is left.
    Console.WriteLine($"Rejected: a report may cost {rejection.Requested}.");
}

BudgetStatus status = budget.GetUserStatus("alice")[0];
Console.WriteLine($"Alice has spent {status.Spent} of {status.Limit} today.");
