using System;
using System.IO;
using System.Linq;
using BudgetGen;
using BudgetGen.Sqlite;

/// <summary>A ledger of this run, and what it says at the end; the tests read the lines.</summary>
internal static class Bill
{
    public static BudgetManager Open() => BudgetManager.Start(options => options
        .UseSqlite(Path.Combine(Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "ledger-" + Guid.NewGuid().ToString("N"))).FullName, "budget.db"))
        .AddPolicy(new BudgetPolicy { Name = "Each user", Scope = BudgetScope.User, Period = BudgetPeriod.Lifetime, Limit = Usd.FromDollars(10) }));

    public static void Print(BudgetManager budget, string user) => Console.WriteLine(user + " spent " + budget.GetUserStatus(user).Single().Spent);
}
