using BudgetGen.Storage;

namespace BudgetGen.Tests.Mutants;

/// <summary>What random lives do not come to: ids that come twice, outages, and sets of accounts that are stale.</summary>
internal static class Scenarios
{
    private static readonly Action[] s_all =
    [
        SameIdTwice, AnotherRequestWithTheSameId, ARejectedIdStaysRejected, AnOutageAdmitsUpToItsCap, StaleSets, ASlotIsTakenOnce, TheLowestCapDecides, AnEditedLimitIsExact,
        ACancelledWaiterLeavesNothing, ARefundWakes,
    ];

    public static string? First()
    {
        foreach (Action scenario in s_all)
        {
            try
            {
                scenario();
            }
            catch (Exception error)
            {
                return $"{scenario.Method.Name}: {error.Message.ReplaceLineEndings(" ")}";
            }
        }

        return null;
    }

    private static BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(static o => o.Store = static _ => new ListStore(), policies);

    private static void SameIdTwice()
    {
        using BudgetManager manager = Manager(Make.Policy());
        SpendRequest request = Make.Request(10) with { CallId = new ReservationId(7, 7) };
        Reservation first = manager.Reserve(request);
        Assert.Equal(DuplicateCallReason.InFlight, Assert.Throws<DuplicateCallException>(() => manager.Reserve(request)).Reason);
        manager.Settle(first, 4);
        Assert.Same(first, manager.Reserve(request));
        Assert.Equal((4, 0, 0, 0), manager.GetStatus("global").Figures());
    }

    private static void AnotherRequestWithTheSameId()
    {
        using BudgetManager manager = Manager(Make.Policy());
        SpendRequest request = Make.Request(10) with { CallId = new ReservationId(7, 7) };
        manager.Settle(manager.Reserve(request), 4);
        Assert.Equal(DuplicateCallReason.OtherRequest, Assert.Throws<DuplicateCallException>(() => manager.Reserve(request with { Hold = new Usd(11) })).Reason);
    }

    private static void ARejectedIdStaysRejected()
    {
        using BudgetManager manager = Manager(Make.Policy(nanos: 5));
        SpendRequest request = Make.Request(10) with { CallId = new ReservationId(7, 7) };
        manager.Refusal(request);
        manager.SetPolicy(Make.Policy(nanos: 50));
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(request).Reason);
        Assert.Equal(default, manager.InFlight);
    }

    private static void AnOutageAdmitsUpToItsCap()
    {
        var store = new FlakyStore { Refuses = static _ => true };
        using BudgetManager manager = Make.Manager(o => o.Store = _ => store, Make.Policy() with { OnStoreDown = StoreDownRule.OpenCapped, OpenCap = new Usd(100) });
        manager.Reserve(Make.Request(40));
        manager.Reserve(Make.Request(40));
        Assert.Equal(RejectionReason.StoreUnavailable, manager.Refusal(Make.Request(30)).Reason);
        manager.Reserve(Make.Request(20));
        Assert.Equal(RejectionReason.StoreUnavailable, manager.Refusal(Make.Request(1)).Reason);
        Assert.Equal((0, 100, 0, 0), manager.GetStatus("global").Figures());
        store.Refuses = static _ => false;
    }

    private static void StaleSets()
    {
        using BudgetManager manager = Manager(Make.Policy());
        long now = manager.TimeProvider.GetUtcNow().UtcTicks;
        AccountSet set = manager.Book.Resolve(default, now);
        Assert.Equal(VerdictKind.Stale, Ask(manager, set, set.ValidUntil).Kind);
        Assert.Equal(VerdictKind.Held, Ask(manager, set, set.ValidUntil - 1).Kind);
        manager.SetPolicy(Make.Policy("new", 1));
        Assert.Equal(VerdictKind.Stale, Ask(manager, set, now).Kind);
    }

    private static void ASlotIsTakenOnce()
    {
        var time = new FakeTime();
        using BudgetManager manager = Make.Manager(o => o.TimeProvider = time, Make.Policy(action: LimitAction.Throttle));
        manager.RecordSpend(Make.Usage(900));
        AccountSet set = manager.Book.Resolve(default, time.GetUtcNow().UtcTicks);
        Ask(manager, set, 0);
        Assert.Equal(TimeSpan.FromSeconds(2), Ask(manager, set, 0).Delay);
        Assert.Equal(VerdictKind.Held, Ask(manager, set, 0, hasSlot: true).Kind);
        Assert.Equal(TimeSpan.FromSeconds(4), Ask(manager, set, 0).Delay);
    }

    private static void TheLowestCapDecides()
    {
        using BudgetManager manager = Manager(
            Make.Policy("low") with { PerRequestLimit = new Usd(10) }, Make.Policy("high") with { PerRequestLimit = new Usd(20) }, Make.Policy("low too") with { PerRequestLimit = new Usd(15) });
        manager.Reserve(Make.Request(10));
        Assert.Equal("low", manager.Refusal(Make.Request(11)).Policy!.Id);
    }

    private static void AnEditedLimitIsExact()
    {
        using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        foreach (long limit in new[] { 300L, 50, 170 })
        {
            manager.SetPolicy(Make.Policy(nanos: limit));
            manager.Refusal(Make.Request(limit + 1));
            manager.Void(manager.Reserve(Make.Request(limit)), "test");
        }
    }

    private static void ACancelledWaiterLeavesNothing()
    {
        using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        Reservation held = manager.Reserve(Make.Request(100));
        using var cancel = new CancellationTokenSource();
        Task<Reservation> waiting = manager.ReserveAsync(Make.Request(60) with { WaitForHolds = TimeSpan.FromHours(1) }, cancel.Token).AsTask();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => waiting.GetAwaiter().GetResult());
        manager.Void(held, "test");
        Assert.Equal(default, manager.InFlight);
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
    }

    private static void ARefundWakes()
    {
        using BudgetManager manager = Manager(Make.Policy(nanos: 100));
        manager.RecordSpend(Make.Usage(40));
        manager.Reserve(Make.Request(50));
        AccountSet set = manager.Book.Resolve(default, 0);
        var call = new Reservation(manager, ReservationId.New(DateTimeOffset.UnixEpoch), Make.Request(30), DateTimeOffset.UnixEpoch, 0) { AccountSet = set };
        Verdict waits = manager.Admission.Reserve(call, 0, mayWait: true);
        manager.Admission.Adjust(set.Accounts, -20, isOverrun: false);
        Assert.Equal(VerdictKind.Held, waits.Decision());
    }

    private static Verdict Ask(BudgetManager manager, AccountSet set, long now, bool hasSlot = false)
    {
        var call = new Reservation(manager, ReservationId.New(DateTimeOffset.UnixEpoch), Make.Request(0), DateTimeOffset.UnixEpoch, 0) { AccountSet = set };
        return manager.Admission.Reserve(call, now, hasSlot: hasSlot);
    }
}
