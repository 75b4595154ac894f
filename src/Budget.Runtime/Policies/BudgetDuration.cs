namespace BudgetGen;

/// <summary>LiteLLM's durations, and the policy that a user's budget is.</summary>
internal static class BudgetDuration
{
    private const string IdPrefix = "user/";

    public static string IdOf(string user) => IdPrefix + user;

    /// <summary>The period that a duration's name stands for; null is for ever.</summary>
    /// <exception cref="ArgumentException">There is no such duration.</exception>
    public static BudgetPeriod Parse(string? duration) => duration switch
    {
        null => BudgetPeriod.Lifetime,
        "daily" => BudgetPeriod.Daily,
        "weekly" => BudgetPeriod.Weekly,
        "monthly" => BudgetPeriod.Monthly,
        "yearly" => BudgetPeriod.Yearly,
        _ => throw new ArgumentException($"The duration is '{duration}'. Use daily, weekly, monthly or yearly, or leave it out for ever.", nameof(duration)),
    };

    /// <summary>How long LiteLLM takes a period to be; null for ever.</summary>
    /// <exception cref="ArgumentException">It has no such period.</exception>
    public static TimeSpan? LengthOf(BudgetPeriod period) => period switch
    {
        BudgetPeriod.Daily => TimeSpan.FromDays(1),
        BudgetPeriod.Weekly => TimeSpan.FromDays(7),
        BudgetPeriod.Monthly => TimeSpan.FromDays(28),
        BudgetPeriod.Yearly => TimeSpan.FromDays(365),
        BudgetPeriod.Lifetime => null,
        _ => throw new ArgumentException($"A user's budget is daily, weekly, monthly, yearly or for ever, not {period}. Use SetPolicy for other periods.", nameof(period)),
    };

    /// <summary>The period that lasts so long in LiteLLM; null if there is none.</summary>
    public static BudgetPeriod? PeriodOf(TimeSpan length) => length.Ticks switch
    {
        1 * TimeSpan.TicksPerDay => BudgetPeriod.Daily,
        7 * TimeSpan.TicksPerDay => BudgetPeriod.Weekly,
        28 * TimeSpan.TicksPerDay => BudgetPeriod.Monthly,
        365 * TimeSpan.TicksPerDay => BudgetPeriod.Yearly,
        _ => null,
    };

    /// <summary>The calendar window, UTC, that holds an instant; an end that is null is open.</summary>
    public static (DateTimeOffset? From, DateTimeOffset? To) CalendarWindow(BudgetPeriod period, DateTimeOffset instant)
    {
        BudgetWindow window = BudgetWindow.At(new BudgetPolicy { Name = "calendar", Limit = null, Period = period }, instant)!.Value;
        return (window.Start == DateTimeOffset.MinValue ? null : window.Start, window.End == DateTimeOffset.MaxValue ? null : window.End);
    }

    public static BudgetPolicy ToPolicy(string user, Usd totalBudget, BudgetPeriod period, DateTimeOffset? createdAt)
    {
        TimeSpan? length = LengthOf(period);
        var policy = new BudgetPolicy { Id = IdOf(user), Name = "budget of " + user, Scope = BudgetScope.User, Key = user, Limit = totalBudget, Period = period };
        return length is null || createdAt is not { } starts
            ? policy
            : policy with { Period = BudgetPeriod.Custom, Starts = starts.ToUniversalTime(), Length = length };
    }
}
