namespace BudgetGen;

/// <summary>A budget's window: half-open, in UTC. The end of one is the start of the next, so a new period needs no reset.</summary>
/// <param name="Start">Inclusive, UTC.</param>
/// <param name="End">Exclusive, UTC; <see cref="DateTimeOffset.MaxValue"/> for ever.</param>
/// <param name="Next">
/// From when on calls are booked on another account, UTC. The same as <paramref name="End"/>, except for a step of a rolling window: its spend counts
/// until the end, long after calls have gone on to the next step.
/// </param>
internal readonly record struct BudgetWindow(DateTimeOffset Start, DateTimeOffset End, DateTimeOffset Next)
{
    private const int RollingSteps = 60;

    /// <summary>A window that calls are booked on until its end.</summary>
    public BudgetWindow(DateTimeOffset start, DateTimeOffset end)
        : this(start, end, end)
    {
    }

    /// <summary>The window of a policy that holds an instant. Null if its custom period has not begun or is over, and for single requests, which have none.</summary>
    public static BudgetWindow? At(BudgetPolicy policy, DateTimeOffset instant) => policy.Period switch
    {
        BudgetPeriod.Daily or BudgetPeriod.Weekly or BudgetPeriod.Monthly or BudgetPeriod.Yearly => CalendarWindows.At(policy.Period, policy.TimeZone, instant),
        BudgetPeriod.Lifetime => new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue),
        BudgetPeriod.Custom => Custom(policy, instant),
        BudgetPeriod.Rolling => Rolling(policy.Length!.Value, instant),
        BudgetPeriod.PerRequest => null,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.Period, "This period is not known."),
    };

    /// <summary>The first window of a custom period that has not begun, and the last one of a period that is over; null for other periods.</summary>
    public static BudgetWindow? Nearest(BudgetPolicy policy, DateTimeOffset instant)
    {
        if (policy.Period != BudgetPeriod.Custom)
            return null;

        return instant < policy.Starts!.Value || policy.Ends is not { } ends ? Custom(policy, policy.Starts.Value) : Custom(policy, ends.AddTicks(-1));
    }

    /// <summary>True if a window with these borders is one that a policy has, had or will have, as far as arithmetic tells: a rolling policy with another length has none of them.</summary>
    public static bool IsStepOf(BudgetPolicy policy, DateTimeOffset start, DateTimeOffset end) =>
        policy.Period == BudgetPeriod.Rolling && Rolling(policy.Length!.Value, start) is { } step && step.Start == start && step.End == end;

    public bool Contains(DateTimeOffset instant) => Start <= instant && instant < End;

    /// <summary>True if it is the window of an account with these borders.</summary>
    public bool HasBorders(DateTimeOffset start, DateTimeOffset end) => Start == start && End == end;

    private static BudgetWindow? Custom(BudgetPolicy policy, DateTimeOffset instant)
    {
        DateTimeOffset starts = policy.Starts!.Value.ToUniversalTime();
        DateTimeOffset ends = policy.Ends?.ToUniversalTime() ?? DateTimeOffset.MaxValue;
        if (instant < starts || instant >= ends)
            return null;
        if (policy.Length is not { } length)
            return new(starts, ends);

        DateTimeOffset start = instant.ToUniversalTime().AddTicks(-((instant - starts).Ticks % length.Ticks));
        return new(start, After(start, length.Ticks) is { } end && end < ends ? end : ends);
    }

    /// <summary>Steps count from the beginning of the calendar, so that every process has the same ones.</summary>
    private static BudgetWindow Rolling(TimeSpan length, DateTimeOffset instant)
    {
        long step = (length.Ticks + RollingSteps - 1) / RollingSteps;
        DateTimeOffset start = instant.ToUniversalTime().AddTicks(-(instant.UtcTicks % step));
        return new(start, After(start, step + length.Ticks), After(start, step));
    }

    private static DateTimeOffset After(DateTimeOffset start, long ticks) =>
        ticks < DateTimeOffset.MaxValue.UtcTicks - start.UtcTicks ? start.AddTicks(ticks) : DateTimeOffset.MaxValue;
}
