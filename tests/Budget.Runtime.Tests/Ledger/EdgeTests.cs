namespace BudgetGen.Tests.Ledger;

/// <summary>T-EDGE-1: exactly the limit goes and one nano more does not, for every scope and at every entry point; no hold is ever made smaller so that it fits.</summary>
public class EdgeTests
{
    private const long Limit = 1000;

    public static TheoryData<BudgetScope, string> Everything => [.. from scope in s_scopes from entry in s_entries.Keys select (scope, entry)];

    private static readonly BudgetScope[] s_scopes = [BudgetScope.Global, BudgetScope.User, BudgetScope.Provider, BudgetScope.Model, BudgetScope.Project];

    private static readonly Dictionary<string, Func<BudgetManager, SpendRequest, Task<RejectionReason?>>> s_entries = new()
    {
        ["Reserve"] = static (m, r) => Try(() => Task.FromResult(m.Reserve(r))),
        ["ReserveAsync"] = static (m, r) => Try(() => m.ReserveAsync(r).AsTask()),
        ["ReserveAsync with an id"] = static (m, r) => Try(() => m.ReserveAsync(r with { CallId = ReservationId.New(DateTimeOffset.UnixEpoch) }).AsTask()),
        ["Reserve with an id"] = static (m, r) => Try(() => Task.FromResult(m.Reserve(r with { CallId = ReservationId.New(DateTimeOffset.UnixEpoch) }))),
        ["Reserve that may wait"] = static (m, r) => Try(() => Task.FromResult(m.Reserve(r with { WaitForHolds = TimeSpan.FromHours(1) }))),
        ["CanSpend"] = static (m, r) => Task.FromResult(m.CanSpend(r) ? (RejectionReason?)null : RejectionReason.Exhausted),
        ["WouldReject"] = static (m, r) => Task.FromResult(m.WouldReject(r)?.Reason),
        ["Explain"] = static (m, r) => Task.FromResult(m.Explain(r).Where(static e => !e.Admits).Select(static e => e.Reason).SingleOrDefault()),
    };

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Exactly_the_limit_goes_and_one_nano_more_does_not(BudgetScope scope, string entry)
    {
        foreach (BudgetPeriod period in new[] { BudgetPeriod.Daily, BudgetPeriod.Weekly, BudgetPeriod.Monthly, BudgetPeriod.Yearly, BudgetPeriod.Lifetime })
        {
            // A soft one beside it changes nothing.
            await using BudgetManager manager = Make.Manager(Make.Policy("edge", Limit, scope, period: period), Make.Policy("soft", 1, action: LimitAction.Warn));
            SpendRequest all = Make.Request(Limit, "alice", "gpt-4o", "openai", "web");
            Assert.Equal(RejectionReason.Exhausted, await s_entries[entry](manager, all with { Hold = new Usd(Limit + 1) }));
            Assert.Null(await s_entries[entry](manager, all));

            // What was spent leaves the rest, to the nano.
            await using BudgetManager used = Make.Manager(Make.Policy("edge", Limit, scope, period: period), Make.Policy("soft", 1, action: LimitAction.Warn));
            used.Settle(used.Reserve(all with { Hold = new Usd(700) }), 333);
            Assert.Equal(RejectionReason.Exhausted, await s_entries[entry](used, all with { Hold = new Usd(Limit - 333 + 1) }));
            Assert.Null(await s_entries[entry](used, all with { Hold = new Usd(Limit - 333) }));
            Assert.InRange(used.InFlight.Total.Nanos, 0, Limit - 333);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_000_000_000_000_000_000)]
    public void The_smallest_and_the_largest_limit_are_exact_too(long limit)
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: limit));
        long spent = Math.Max(0, limit - Usd.MaxCall.Nanos);

        // As many calls as it takes would take days: all but the last one's share is there already.
        manager.Admission.Adjust(manager.Book.Resolve(default, manager.TimeProvider.GetUtcNow().UtcTicks).Accounts, spent, isOverrun: false);
        if (limit - spent < Usd.MaxCall.Nanos)
            manager.Refusal(Make.Request(limit - spent + 1));
        manager.Settle(manager.Reserve(Make.Request(limit - spent)), limit - spent);
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(Make.Request(1)).Reason);
        Assert.Equal(Usd.Zero, manager.GetStatus("global").Remaining);
    }

    private static async Task<RejectionReason?> Try(Func<Task<Reservation>> reserve)
    {
        try
        {
            Reservation reservation = await reserve();
            Assert.True(reservation.Hold.Nanos is Limit or Limit - 333);
            return null;
        }
        catch (BudgetExceededException refusal)
        {
            return refusal.Reason;
        }
    }
}
