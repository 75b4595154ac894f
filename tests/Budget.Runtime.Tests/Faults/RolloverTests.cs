using BudgetGen.Storage;

namespace BudgetGen.Tests.Faults;

/// <summary>T-ROLL-1: windows end while calls are in flight. Nobody waits, no job runs, and each hold settles where it was made.</summary>
public class RolloverTests
{
    private readonly InMemoryBudgetStore _store = new();

    // The clocks go forward in Berlin, and by half an hour on Lord Howe, within the thousand days from here.
    private readonly FakeTime _time = new(new DateTimeOffset(2026, 1, 1, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(null, 1000, 30)]
    [InlineData("Europe/Berlin", 1000, 30)]
    [InlineData("Australia/Lord_Howe", 1000, 30)]
    [InlineData("Europe/Berlin", 20, 1000)]
    public async Task Calls_in_flight_at_a_rollover_settle_in_their_own_window(string? zone, int rollovers, int inFlight)
    {
        if (Soak.IsOn)
            inFlight = 1000;
        BudgetPolicy daily = Make.Policy("daily", 1_000_000) with { TimeZone = zone };
        await using BudgetManager manager = Make.Manager(
            o =>
            {
                o.Store = _ => _store;
                o.TimeProvider = _time;
                o.MaxHoldTtl = TimeSpan.FromHours(12);
            },
            daily,
            Make.Policy("rolling", 10_000_000, period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromHours(36) },
            Make.Policy("weekly", 50_000_000, period: BudgetPeriod.Weekly));
        var billed = new SortedDictionary<DateTimeOffset, (long Spent, long Suspense, long Overrun)>();
        var random = new Random(1);
        for (int day = 0; day < rollovers; day++)
        {
            BudgetWindow window = BudgetWindow.At(daily, _time.GetUtcNow())!.Value;
            _time.Advance(window.End - _time.GetUtcNow() - TimeSpan.FromTicks(1));
            var calls = new Reservation[inFlight];
            for (int i = 0; i < calls.Length; i++)
                calls[i] = manager.Reserve(Make.Request(100));
            Assert.Equal(inFlight * 100, manager.GetStatus("daily").Held.Nanos);

            // One tick, and it is another day: at zero, with all the calls still under way.
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.Equal((0, 0, 0, 0), manager.GetStatus("daily").Figures());
            (long Spent, long Suspense, long Overrun) sum = default;
            foreach (Reservation call in calls)
            {
                switch (random.Next(8))
                {
                    case 0:
                        manager.Void(call, "refused");
                        break;
                    case 1:
                        manager.Suspend(call, "timeout");
                        sum.Suspense += 100;
                        break;
                    case 2:
                        manager.Suspend(call, "timeout");
                        manager.Settle(call, 120);
                        sum = (sum.Spent + 120, sum.Suspense, sum.Overrun + 20);
                        break;
                    default:
                        manager.Settle(call, 90);
                        sum.Spent += 90;
                        break;
                }
            }

            billed.Add(window.Start, sum);
            Assert.Equal(0, manager.InFlight.Count);
            Assert.All(manager.GetStatus(), static s => Assert.True(s is { Held.Nanos: 0, Suspense.Nanos: >= 0 }));
            Assert.Equal((0, 0, 0, 0), manager.GetStatus("daily").Figures());

            // What rolls has the calls of the hours before, and not those of the day before yesterday.
            (long Spent, long Held, long Suspense, long Overrun) rolling = manager.GetStatus("rolling").Figures();
            long recent = billed.Reverse().Take(2).Sum(static b => b.Value.Spent);
            Assert.InRange(rolling.Spent, sum.Spent, recent);
        }

        IReadOnlyList<AccountBalance> balances = await _store.GetBalancesAsync();
        Assert.Equal(
            billed.Select(static b => (b.Key, b.Value)),
            balances.Where(static b => b.Account.PolicyId == "daily" && (b.Spent, b.Suspense, b.Overrun) != default)
                .Select(static b => (b.Account.WindowStart, (b.Spent.Nanos, b.Suspense.Nanos, b.Overrun.Nanos))));
        foreach (string policy in new[] { "rolling", "weekly" })
            Assert.Equal(billed.Values.Sum(static b => b.Spent), balances.Where(b => b.Account.PolicyId == policy).Sum(static b => b.Spent.Nanos));
        SoakReport.Add("T-ROLL-1", $"{rollovers} rollovers in {zone ?? "UTC"} with {inFlight} calls in flight, every nano in its own window");
    }
}
