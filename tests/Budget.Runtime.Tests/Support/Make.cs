namespace BudgetGen.Tests;

/// <summary>Short forms of what nearly every test needs.</summary>
internal static class Make
{
    public static Usd Dollars(decimal dollars) => Usd.FromDollars(dollars);

    public static BudgetPolicy Policy(
        string name = "global",
        long? nanos = 1000,
        BudgetScope scope = BudgetScope.Global,
        string? key = null,
        BudgetPeriod period = BudgetPeriod.Daily,
        LimitAction action = LimitAction.Block) => new()
        {
            Name = name,
            Limit = nanos is { } n ? new Usd(n) : null,
            Scope = scope,
            Key = key,
            Period = period,
            Action = action,
        };

    public static BudgetManager Manager(params BudgetPolicy[] policies) => Manager(_ => { }, policies);

    public static BudgetManager Manager(Action<BudgetOptions> configure, params BudgetPolicy[] policies)
    {
        var options = new BudgetOptions { TimeProvider = new FakeTime() };
        foreach (BudgetPolicy policy in policies)
            options.AddPolicy(policy);
        configure(options);
        return new BudgetManager(options);
    }

    public static SpendRequest Request(long nanos, string? user = null, string? model = null, string? provider = null, string? project = null) =>
        new(new CallAttribution(user, provider, model, project), new Usd(nanos));

    public static UsageRecord Usage(long nanos, string? user = null) => new()
    {
        Model = "gpt-4o",
        Cost = new Usd(nanos),
        Timestamp = new DateTimeOffset(2026, 8, 19, 12, 0, 0, TimeSpan.Zero),
        User = user,
    };

    public static void Settle(this BudgetManager manager, Reservation reservation, long nanos) =>
        manager.Settle(reservation, new Usd(nanos), Usage(nanos, reservation.Attribution.User));

    public static BudgetRejection Refusal(this BudgetManager manager, SpendRequest request) =>
        Assert.Throws<BudgetExceededException>(() => manager.Reserve(request)).Rejection;

    /// <summary>I1 and I3: every account holds what the calls in flight hold, which are counted apart from it.</summary>
    /// <param name="manager">The manager; every call in flight must be booked on all of its accounts.</param>
    public static void AssertConserved(this BudgetManager manager)
    {
        long held = manager.InFlight.Total.Nanos;
        foreach (BudgetStatus status in manager.GetStatus())
            Assert.Equal(held, status.Held.Nanos);
    }

    /// <summary>Spent, held, suspense, overrun: nano-dollars.</summary>
    public static (long Spent, long Held, long Suspense, long Overrun) Figures(this BudgetStatus status) =>
        (status.Spent.Nanos, status.Held.Nanos, status.Suspense.Nanos, status.Overrun.Nanos);
}
