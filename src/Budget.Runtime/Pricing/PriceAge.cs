namespace BudgetGen;

/// <summary>How old the evidence for prices is.</summary>
public static class PriceAge
{
    /// <summary>The lines that nobody has checked for longer than a time, the oldest first. Retired ones and those of the past do not count: their prices no longer change.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="most">How old they may be.</param>
    /// <param name="today">The day of the question.</param>
    public static IReadOnlyList<ModelPricing> Stale(IEnumerable<ModelPricing> lines, TimeSpan most, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var now = new DateTimeOffset(today, TimeOnly.MinValue, TimeSpan.Zero);
        return
        [
            .. lines.Where(line => !(line.Retired <= now) && !(line.EffectiveTo <= now))
                .Where(line => today.DayNumber - line.Checked.DayNumber > most.Days)
                .OrderBy(static line => line.Checked)
                .ThenBy(static line => line.Id, StringComparer.Ordinal),
        ];
    }
}
