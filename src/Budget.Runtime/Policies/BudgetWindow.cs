namespace BudgetGen;

/// <summary>A budget's window: half-open, in UTC. The end of one is the start of the next, so a new period needs no reset.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC; <see cref="DateTimeOffset.MaxValue"/> for ever.</param>
internal readonly record struct BudgetWindow(DateTimeOffset Start, DateTimeOffset End)
{
    public DateTimeOffset Next => End;

    /// <summary>The window of a policy that holds an instant, or null if its custom period has not begun or is over.</summary>
    public static BudgetWindow? At(BudgetPolicy policy, DateTimeOffset instant)
    {
        DateTime day = instant.UtcDateTime.Date;
        return policy.Period switch
        {
            BudgetPeriod.Daily => new(Utc(day), EndOf(day, static d => d.AddDays(1))),
            BudgetPeriod.Weekly => Week(day),
            BudgetPeriod.Monthly => Month(day),
            BudgetPeriod.Yearly => Year(day),
            BudgetPeriod.Lifetime => new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
            BudgetPeriod.Custom => Custom(policy) is { } custom && custom.Contains(instant) ? custom : null,
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.Period, "This period is not known."),
        };
    }

    /// <summary>The one window of a custom policy, whether it is active or not.</summary>
    public static BudgetWindow Custom(BudgetPolicy policy) =>
        new(policy.Starts!.Value.ToUniversalTime(), policy.Ends!.Value.ToUniversalTime());

    public bool Contains(DateTimeOffset instant) => Start <= instant && instant < End;

    private static BudgetWindow Week(DateTime day)
    {
        // Monday is 0: ISO weeks. The first day of the calendar is a Monday, so this never leaves the range.
        DateTime monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return new(Utc(monday), EndOf(monday, static d => d.AddDays(7)));
    }

    private static BudgetWindow Month(DateTime day)
    {
        DateTime first = day.AddDays(1 - day.Day);
        return new(Utc(first), EndOf(first, static d => d.AddMonths(1)));
    }

    private static BudgetWindow Year(DateTime day)
    {
        DateTime first = day.AddDays(1 - day.DayOfYear);
        return new(Utc(first), EndOf(first, static d => d.AddYears(1)));
    }

    private static DateTimeOffset Utc(DateTime day) => new(day, TimeSpan.Zero);

    /// <summary>The last window of the calendar ends with it.</summary>
    private static DateTimeOffset EndOf(DateTime start, Func<DateTime, DateTime> next) =>
        start.Year == DateTime.MaxValue.Year && DateTime.MaxValue - start < TimeSpan.FromDays(366) && Overflows(start, next)
            ? DateTimeOffset.MaxValue
            : Utc(next(start));

    private static bool Overflows(DateTime start, Func<DateTime, DateTime> next)
    {
        try
        {
            next(start);
            return false;
        }
        catch (ArgumentOutOfRangeException)
        {
            return true;
        }
    }
}
