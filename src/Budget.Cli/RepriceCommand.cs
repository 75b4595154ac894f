using System.CommandLine;

namespace BudgetGen.Cli;

/// <summary><c>budgetgen reprice</c>: what recorded calls would have cost by other prices. It changes nothing.</summary>
internal static class RepriceCommand
{
    public static Command Create()
    {
        var records = new Option<string>("--records") { Description = "A JSON file of records: cases as for cost, each with the 'usd' that it cost and the 'at' of its booking.", Required = true };
        var source = new PriceSource();
        var command = new Command("reprice", "What recorded calls would have cost by other prices. Only a report: settled costs stay as they are.") { records };
        source.AddTo(command);
        command.SetAction(parsed =>
        {
            UsageRecord[] all = RecordFile.Read(parsed.GetValue(records)!);
            RepriceReport report = RepriceReport.Of(all, source.Registry(parsed));
            foreach (RepricedModel row in report.Rows)
                Console.Out.WriteLine($"{row.Model}  {Counted.Of(row.Calls, "call")}  recorded ${Amounts.Exact(row.Recorded)}  by these prices ${Amounts.Exact(row.Repriced)}  difference {Difference(row.Repriced - row.Recorded)}{(row.Unpriced > 0 ? $"  {row.Unpriced} without a price" : "")}");
            Console.Out.WriteLine($"total  {Counted.Of(all.Length, "call")}  recorded ${Amounts.Exact(report.Recorded)}  by these prices ${Amounts.Exact(report.Repriced)}  difference {Difference(report.Repriced - report.Recorded)}  {report.Unpriced} without a price");
            return report.Unpriced == 0 ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    private static string Difference(Usd amount) => (amount < Usd.Zero ? "-$" : "+$") + Amounts.Exact(amount < Usd.Zero ? -amount : amount);
}
