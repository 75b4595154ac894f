using System.CommandLine;
using System.Globalization;
using BudgetGen.Inventory;

namespace BudgetGen.Cli;

/// <summary>What CI asks of an inventory.</summary>
internal sealed class InventoryGate
{
    private readonly Option<decimal?> _coverage = new("--min-coverage") { Description = "Fail if fewer percent of the calls are tracked; ignored calls do not count." };
    private readonly Option<decimal?> _cost = new("--max-cost") { Description = "Fail if a call costs more by estimate, USD." };
    private readonly Option<bool> _new = new("--fail-on-new-untracked") { Description = "With --compare: fail if a call that is not tracked was added, or a call is tracked no more." };

    public void AddTo(Command command)
    {
        command.Options.Add(_coverage);
        command.Options.Add(_cost);
        command.Options.Add(_new);
    }

    /// <summary>Refuses what makes no sense.</summary>
    public void Check(ParseResult parsed, bool isCompared)
    {
        if (parsed.GetValue(_coverage) is < 0 or > 100)
            throw new CliException($"--min-coverage is {Text(parsed.GetValue(_coverage)!.Value)}; percent from 0 to 100 are needed.");
        if (parsed.GetValue(_cost) is < 0)
            throw new CliException($"--max-cost is {Text(parsed.GetValue(_cost)!.Value)}; dollars of 0 or more are needed.");
        if (parsed.GetValue(_new) && !isCompared)
            throw new CliException("--fail-on-new-untracked needs --compare FILE: what is new is a question about two inventories.");
    }

    /// <summary>True if nothing was asked, or everything that was asked is so. Says on standard error what is not.</summary>
    public bool Judge(ParseResult parsed, InventoryReport report, InventoryComparison? comparison)
    {
        bool isGood = true;
        if (parsed.GetValue(_coverage) is { } needed && report.Totals.Coverage < needed)
            isGood = No($"coverage is {Text(report.Totals.Coverage)}%, and {Text(needed)}% is needed: {Counted.Of(report.Calls.Count(IsEscaping), "call")} not tracked, and not ignored");

        if (parsed.GetValue(_cost) is { } most)
            isGood &= JudgeCosts(report, most);

        if (parsed.GetValue(_new) && comparison is not null)
        {
            foreach (InventoryCall call in comparison.NewlyEscaping)
                isGood = No($"{InventoryText.Place(call)}: {call.Member} calls {call.Called}, which is new and {CallStatusText.Of(call.Status)}");
        }

        return isGood;
    }

    /// <summary>True if a call's cost is in no budget, and nobody decided that.</summary>
    public static bool IsEscaping(InventoryCall call) => call.Status is not CallStatus.Tracked and not CallStatus.Ignored;

    private static bool JudgeCosts(InventoryReport report, decimal most)
    {
        bool isGood = true;
        int unknown = 0;
        foreach (InventoryCall call in report.Calls.Where(static call => call.Status != CallStatus.Ignored))
        {
            if (call.EstimatedCost is { } cost)
                isGood &= cost <= most || No($"{InventoryText.Place(call)}: {call.Member} costs ${CallPrices.Text(cost)} by estimate, and ${CallPrices.Text(most)} is the most");
            else if (!(decimal.TryParse(call.MaxCost, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal cap) && cap <= most))
                unknown++;
        }

        // Said, because a gate that passes on what it cannot see must not look as if it had seen it.
        if (unknown > 0)
            Console.Error.WriteLine($"budgetgen: {Counted.Of(unknown, "call")} without an estimate, not held against --max-cost");
        return isGood;
    }

    private static bool No(string why)
    {
        Console.Error.WriteLine("budgetgen: " + why);
        return false;
    }

    private static string Text(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
