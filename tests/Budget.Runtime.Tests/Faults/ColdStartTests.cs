using BudgetGen.Storage;

namespace BudgetGen.Tests.Faults;

/// <summary>T-COLD-1 and T-RESEED-1: an empty store enforces from the first call, and a store that is opened again says the same as before.</summary>
public class ColdStartTests
{
    private readonly InMemoryBudgetStore _store = new();
    private readonly FakeTime _time = new();

    public static MatrixTheoryData<BudgetScope, int> FirstCalls => new(Enum.GetValues<BudgetScope>(), Enumerable.Range(0, 4));

    [Theory]
    [MemberData(nameof(FirstCalls))]
    public async Task The_first_call_of_all_is_held_to_the_limit(BudgetScope scope, int door)
    {
        BudgetPolicy policy = Make.Policy(scope: scope) with { TagName = scope == BudgetScope.Tag ? "env" : null };
        await using BudgetManager manager = Manager(policy);
        var call = new CallAttribution("alice", "openai", "gpt-4o", "web", "blue", "app", "Summarize", new CallTags(KeyValuePair.Create("env", "prod")));
        SpendRequest above = new(call, new Usd(1001)), all = new(call, new Usd(1000));
        Assert.False(manager.CanSpend(above));
        Assert.Equal(RejectionReason.Exhausted, manager.WouldReject(above)!.Reason);
        Assert.Equal(RejectionReason.Exhausted, (await Assert.ThrowsAsync<BudgetExceededException>(() => Ask(above))).Reason);
        Assert.Equal(new Usd(1000), (await Ask(all)).Hold);

        async Task<Reservation> Ask(SpendRequest request) => door switch
        {
            0 => await manager.ReserveAsync(request),
            1 => await Task.Run(() => manager.Reserve(request)),
            2 => await manager.ReserveAsync(request with { CallId = ReservationId.New(_time.GetUtcNow()) }),
            _ => await manager.ReserveAsync(request with { WaitForHolds = TimeSpan.FromSeconds(1) }),
        };
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_refused_and_a_limit_of_zero_refuses_all_that_costs()
    {
        await using (BudgetManager none = Manager())
        {
            none.Settle(none.Reserve(Make.Request(Usd.MaxCall.Nanos, "alice")), Usd.MaxCall.Nanos);
            Assert.Empty(none.GetStatus());
        }

        await using (BudgetManager unlimited = Manager(Make.Policy(nanos: null)))
        {
            unlimited.Settle(unlimited.Reserve(Make.Request(Usd.MaxCall.Nanos)), Usd.MaxCall.Nanos);
            unlimited.Reserve(Make.Request(1));
        }

        await using BudgetManager zero = Manager(Make.Policy("zero", 0));
        zero.Reserve(Make.Request(0));
        Assert.Equal(RejectionReason.Exhausted, zero.Refusal(Make.Request(1)).Reason);
    }

    [Fact]
    public async Task However_often_and_by_however_many_it_is_opened_again_the_figures_are_the_same()
    {
        BudgetPolicy[] policies =
        [
            Make.Policy("day", 10_000),
            Make.Policy("rolling", 10_000, BudgetScope.User, period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromHours(2) },
            Make.Policy("models", null, BudgetScope.Model, period: BudgetPeriod.Lifetime),
        ];
        BudgetManager first = Manager(policies);
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(random.Next(40)));
            Reservation call = first.Reserve(Make.Request(30, "u" + random.Next(3), "m" + random.Next(2)));
            if (i % 7 == 0)
                first.Suspend(call, "timeout");
            else if (i % 11 != 0)
                first.Settle(call, random.Next(35));
        }

        // Not closed: what it holds is charged as unknown once, by the next.
        HoldTotals left = first.InFlight;
        string before = Figures(first, heldIsUnknown: true);
        for (int i = 0; i < 5; i++)
        {
            BudgetManager next = Manager(policies);
            Assert.Equal(i == 0 ? left : default, next.RecoveredInFlight);
            Assert.Equal(before, Figures(next, heldIsUnknown: false));
            if (i % 2 == 0)
                await next.DisposeAsync();
        }
    }

    [Fact]
    public async Task Whichever_step_of_a_rolling_window_is_touched_first_after_a_restart_all_of_them_count()
    {
        BudgetPolicy rolling = Make.Policy("rolling", 1000, period: BudgetPeriod.Rolling) with { Length = TimeSpan.FromHours(1) };
        BudgetManager first = Manager(rolling);
        Reservation oldest = first.Reserve(Make.Request(100));
        first.Suspend(oldest, "timeout");
        for (int i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            first.Settle(first.Reserve(Make.Request(200)), 200);
        }

        await using BudgetManager second = Manager(rolling);
        await second.SettleLateAsync(oldest.Id, new Usd(100), Make.Usage(100));
        Assert.Equal((700, 0, 0, 0), second.GetStatus("rolling").Figures());
        Assert.Equal(RejectionReason.Exhausted, second.Refusal(Make.Request(301)).Reason);
    }

    private static string Figures(BudgetManager manager, bool heldIsUnknown) => string.Join('\n', manager.GetStatus().Select(s =>
        $"{s.Policy.Id}/{s.ScopeKey}: {s.Spent} {(heldIsUnknown ? s.Suspense + s.Held : s.Suspense)} {s.Overrun} {s.WindowStart} {s.ResetsAt}"));

    private BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(
        o =>
        {
            o.Store = _ => _store;
            o.TimeProvider = _time;
        },
        policies);
}
