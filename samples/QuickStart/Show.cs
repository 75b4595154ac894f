using System.Globalization;
using BudgetGen;
using BudgetGen.Storage;
using Spectre.Console;

namespace QuickStart;

/// <summary>Puts on the terminal what happened.</summary>
internal static class Show
{
    public static void Title(BudgetManager budget, bool local)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Rule("[bold]BudgetGen[/] QuickStart").LeftJustified());
        AnsiConsole.MarkupLine(local
            ? "[grey]No OPENAI_API_KEY: the real clients talk to a small provider inside this sample.[/]"
            : "[grey]OPENAI_API_KEY is set: OpenAI's client talks to the real OpenAI.[/]");
        Usd before = budget.GetStatus().Where(status => status.Policy.Scope == BudgetScope.Global).Select(status => status.Spent).FirstOrDefault();
        AnsiConsole.MarkupLine(before == Usd.Zero
            ? "[grey]The ledger is new. Run me again to see that it remembers.[/]"
            : $"[grey]The ledger remembers {before} from the runs before this one.[/]");
        AnsiConsole.WriteLine();
    }

    public static void Call(string user, string what, string answer) => Line("[green]settled [/]", user, what, answer);

    public static void Rejection(string user, string what, BudgetExceededException rejection) =>
        Line("[red]rejected[/]", user, what, $"may cost {rejection.Requested}, has {rejection.Limit - rejection.Spent} left until {rejection.ResetsAt:HH:mm} UTC");

    public static void Untracked(string user, string what, string answer) => Line("[yellow]unseen  [/]", user, what, answer + " (warning BGN001 in the build)");

    public static async Task SpendingAsync(BudgetManager budget)
    {
        AnsiConsole.WriteLine();
        var table = new Table().Border(TableBorder.Rounded).Title("[bold]Budgets[/]");
        table.AddColumns("Budget", "Of", "Period");
        foreach (string column in new[] { "Limit", "Spent", "Held", "Remaining", "Used" })
            table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("Resets (UTC)");
        foreach (BudgetStatus status in budget.GetStatus())
        {
            table.AddRow(
                status.Policy.Name,
                status.ScopeKey.Length == 0 ? "everybody" : status.ScopeKey,
                status.Policy.Period.ToString(),
                Money(status.Limit),
                Money(status.Spent),
                Money(status.Held),
                Money(status.Remaining),
                $"{status.PercentUsed:0.00} %",
                status.ResetsAt?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never");
        }

        AnsiConsole.Write(table);

        var calls = new Table().Border(TableBorder.Rounded).Title("[bold]Latest calls[/]");
        calls.AddColumns("User", "Project", "Model", "Call site");
        foreach (string column in new[] { "In", "Out", "Cost" })
            calls.AddColumn(new TableColumn(column).RightAligned());
        foreach (UsageRecord call in await budget.Reader.GetUsageAsync(new UsageQuery { Limit = 5 }))
        {
            calls.AddRow(
                call.User ?? "",
                call.Project ?? "",
                call.Model,
                call.Endpoint ?? "",
                call.InputTokens.ToString(CultureInfo.InvariantCulture),
                call.OutputTokens.ToString(CultureInfo.InvariantCulture),
                call.Cost.ToString());
        }

        AnsiConsole.Write(calls);
    }

    private static string Money(Usd? amount) => amount is { } usd ? usd.ToString() : "none";

    private static void Line(string outcome, string user, string what, string text) =>
        AnsiConsole.MarkupLine($"{outcome} [bold]{user,-6}[/] {what,-20} [grey]{text.EscapeMarkup()}[/]");
}
