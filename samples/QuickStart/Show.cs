using System.Globalization;
using BudgetGen;
using BudgetGen.Storage;
using Spectre.Console;

namespace QuickStart;

/// <summary>Puts on the terminal what happened.</summary>
internal sealed class Show(BudgetManager budget)
{
    public void Title(bool local)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Rule("[bold]BudgetGen[/] QuickStart").LeftJustified().RuleStyle("grey"));
        AnsiConsole.MarkupLine(local
            ? "[grey]Real clients; a small provider inside this sample answers (no OPENAI_API_KEY).[/]"
            : "[grey]OPENAI_API_KEY is set: OpenAI's client talks to the real OpenAI.[/]");
        Usd before = budget.GetStatus().Where(status => status.Policy.Scope == BudgetScope.Global).Select(status => status.Spent).FirstOrDefault();
        AnsiConsole.MarkupLine(before == Usd.Zero
            ? "[grey]The ledger is new. Run me again to see that it remembers.[/]"
            : $"[grey]The ledger remembers {Money(before)} from earlier runs.[/]");
        AnsiConsole.WriteLine();
    }

    /// <summary>A call that was settled: what the ledger booked last.</summary>
    public async Task CallAsync(string what, string answer)
    {
        UsageRecord booked = (await budget.Reader.GetUsageAsync(new UsageQuery { Limit = 1 }))[0];
        Line("[green]settled [/]", booked.User ?? "", what, $"{Money(booked.Cost)}  [grey]{answer.Trim().EscapeMarkup()}[/]");
    }

    public void Rejection(string what, BudgetExceededException rejection) => Line(
        "[red]rejected[/]", rejection.ScopeKey, what, $"[grey]may cost {Money(rejection.Requested)}, only {Money(rejection.Limit - rejection.Spent)} left[/]");

    public void Untracked(string what, string answer) => Line("[yellow]unseen  [/]", "?", what, $"?          [grey]{answer.EscapeMarkup()}[/]");

    public async Task SpendingAsync()
    {
        AnsiConsole.WriteLine();
        Table budgets = Table("Budgets", ["Budget", "Period"], ["Limit", "Spent", "Held", "Left", "Used"], "Resets UTC");
        foreach (BudgetStatus status in budget.GetStatus())
        {
            budgets.AddRow(
                status.Policy.Name,
                status.Policy.Period.ToString(),
                $"${status.Limit?.ToDollars():0.000}",
                Money(status.Spent),
                $"${status.Held.ToDollars():0.00##}",
                $"${status.Remaining?.ToDollars():0.0000}",
                $"{status.PercentUsed:0.00} %",
                status.ResetsAt?.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "never");
        }

        AnsiConsole.Write(budgets);

        Table calls = Table("Latest calls", ["User", "Where", "Model"], ["In", "Out", "Cost"]);
        foreach (UsageRecord call in await budget.Reader.GetUsageAsync(new UsageQuery { Limit = 5 }))
        {
            calls.AddRow(
                call.User ?? "",
                call.Operation?.Split('.')[^1] ?? "",
                call.Model,
                call.InputTokens.ToString(CultureInfo.InvariantCulture),
                call.OutputTokens.ToString(CultureInfo.InvariantCulture),
                Money(call.Cost));
        }

        AnsiConsole.Write(calls);
    }

    private static Table Table(string title, string[] texts, string[] numbers, string? last = null)
    {
        // Narrow padding, so that every row fits a terminal of 80 columns.
        Table table = new Table().Border(TableBorder.Minimal).BorderStyle("grey").Title($"[bold]{title}[/]").LeftAligned();
        foreach (string text in texts)
            table.AddColumn(Column(text));
        foreach (string number in numbers)
            table.AddColumn(Column(number).RightAligned());
        if (last is not null)
            table.AddColumn(Column(last));
        return table;
    }

    private static TableColumn Column(string title) => new TableColumn($"[grey]{title}[/]").NoWrap().Padding(0, 0, 1, 0);

    private static string Money(Usd? amount) => amount is { } usd ? usd.ToString("0.000000", CultureInfo.InvariantCulture) : "none";

    private static void Line(string outcome, string user, string what, string text) => AnsiConsole.MarkupLine($"{outcome} {user,-6}{what,-21}{text}");
}
