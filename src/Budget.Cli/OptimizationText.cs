using System.Globalization;
using Spectre.Console;

namespace BudgetGen.Cli;

/// <summary>What could have been saved, for people: a table, and what each figure rests on.</summary>
internal static class OptimizationText
{
    private const int Indent = 4;

    public static void Write(TextWriter output, OptimizationReport report)
    {
        if (report.Calls == 0)
        {
            output.WriteLine("There are no calls in that time.");
            return;
        }

        output.WriteLine($"{Counted.Of(report.Calls, "call")} cost ${Amounts.Exact(report.Cost)}, at best ${Amounts.Exact(report.BestTogether)} less.");
        if (report.CallsWithoutPrice > 0)
            output.WriteLine($"{report.CallsWithoutPrice} of them have no price in the book and were looked at for repeats only.");
        if (report.Recommendations.Count == 0)
        {
            output.WriteLine("Nothing was found that would have saved.");
            return;
        }

        IAnsiConsole console = Terminal.Open();
        console.Write(Overview(report));
        for (int i = 0; i < report.Recommendations.Count; i++)
            Explain(output, i + 1, report.Recommendations[i], console.Profile.Width);
        Terminal.Paragraph(output, "Savings on the same calls do not add up: those marked with * are the most that go together.", 0, console.Profile.Width);
        if (report.LeftOut > 0)
            output.WriteLine($"{report.LeftOut} smaller ones are not listed.");
    }

    private static Table Overview(OptimizationReport report)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (string column in (ReadOnlySpan<string>)["", "saves", "of", "calls"])
            table.AddColumn(new TableColumn(column) { NoWrap = true, Alignment = Justify.Right });
        foreach (string column in (ReadOnlySpan<string>)["how", "model", "operation"])
            table.AddColumn(new TableColumn(column));
        for (int i = 0; i < report.Recommendations.Count; i++)
        {
            OptimizationRecommendation advice = report.Recommendations[i];
            table.AddRow(
                (advice.IsInBestTogether ? "*" : "") + (i + 1).ToString(CultureInfo.InvariantCulture), "$" + Amounts.Exact(advice.Saving), "$" + Amounts.Exact(advice.Cost),
                advice.Calls.ToString(CultureInfo.InvariantCulture), advice.Kind.ToString(), Markup.Escape(advice.Model), Markup.Escape(advice.Operation ?? ""));
        }

        return table;
    }

    private static void Explain(TextWriter output, int number, OptimizationRecommendation advice, int width)
    {
        output.WriteLine($"{number,2}. {advice.Kind}");
        Terminal.Paragraph(output, advice.Explanation, Indent, width);
        Terminal.Paragraph(output, advice.Assumption, Indent, width);
        UsageRecord first = advice.Sample[0];
        string who = string.Join(", ", new[] { first.RequestId, first.User }.Where(static text => text is not null));
        string what = string.Create(CultureInfo.InvariantCulture, $"{first.Timestamp:yyyy-MM-dd HH:mm:ss} UTC, {Counted.Of(first.InputTokens, "token")} in, {first.OutputTokens} out, ${Amounts.Exact(first.Cost)}");
        Terminal.Paragraph(output, $"The first of them: {what}{(who.Length == 0 ? "" : $" ({who})")}.", Indent, width);
    }
}
