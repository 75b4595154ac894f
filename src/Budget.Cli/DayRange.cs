namespace BudgetGen.Cli;

/// <summary>Days in a row, UTC.</summary>
/// <param name="From">The beginning of the first one; null: no first one.</param>
/// <param name="To">The end of the last one; null: no last one.</param>
internal readonly record struct DayRange(DateTimeOffset? From, DateTimeOffset? To)
{
    public static DayRange Of(string? first, string? last)
    {
        var range = new DayRange(first is null ? null : Times.Start(Times.Day(first)), last is null ? null : Times.Start(Times.Day(last)).AddDays(1));
        return range.From >= range.To ? throw new CliException($"--since is {first}, which is after --until, {last}.") : range;
    }

    public bool Has(DateTimeOffset at) => (From is not { } from || at >= from) && (To is not { } to || at < to);
}
