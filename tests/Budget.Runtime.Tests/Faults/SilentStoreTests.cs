using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Faults;

/// <summary>A store that does not answer: nobody waits for it for ever, and nothing is lost or booked twice when it does answer.</summary>
public class SilentStoreTests
{
    private readonly InMemoryBudgetStore _disk = new();
    private readonly FakeTime _time = new();
    private readonly DownStore _store;

    public SilentStoreTests() => _store = new DownStore(_disk);

    [Theory]
    [InlineData(StoreDownRule.Closed)]
    [InlineData(StoreDownRule.OpenCapped)]
    [InlineData(StoreDownRule.Open)]
    public async Task A_hold_that_is_not_answered_is_what_its_policies_say_and_is_in_the_store_once_in_the_end(StoreDownRule rule)
    {
        await using BudgetManager manager = Manager(rule);
        _store.Break(Trouble.Slow);
        Task<Reservation> asked = manager.ReserveAsync(Make.Request(100)).AsTask(), second = manager.ReserveAsync(Make.Request(150)).AsTask();
        await PassUntilAsync(() => asked.IsCompleted && second.IsCompleted);
        bool isOpen = rule != StoreDownRule.Closed;
        long admitted = rule switch { StoreDownRule.Open => 250, StoreDownRule.OpenCapped => asked.IsCompletedSuccessfully ? 100 : 150, _ => 0 };
        Assert.Equal(admitted, manager.InFlight.Total.Nanos);
        if (!isOpen)
            Assert.Equal(RejectionReason.StoreUnavailable, (await Assert.ThrowsAsync<BudgetExceededException>(() => asked)).Reason);

        // Whoever comes now is told at once.
        Task<Reservation> next = manager.ReserveAsync(Make.Request(1)).AsTask();
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal(isOpen, next.IsCompletedSuccessfully);

        _store.Repair();
        await CatchUpAsync(manager);
        Assert.Equal((0, manager.InFlight.Total.Nanos, 0, 0), manager.GetStatus("all").Figures());
        await EventuallyAsync(async () => (await _disk.GetOpenReservationsAsync()).Sum(static open => open.Hold.Nanos) == manager.InFlight.Total.Nanos);
        Assert.Equal(100, (await manager.ReserveAsync(Make.Request(100))).Hold.Nanos);
    }

    [Fact]
    public async Task What_a_call_cost_does_not_wait_for_a_store_that_is_silent_and_is_booked_once()
    {
        await using BudgetManager manager = Manager(StoreDownRule.Closed);
        Reservation first = manager.Reserve(Make.Request(100)), second = manager.Reserve(Make.Request(100)), lost = manager.Reserve(Make.Request(100));
        manager.Suspend(lost, "timeout");
        _store.Break(Trouble.Slow);
        Task settled = manager.SettleAsync(first, new Usd(70), Make.Usage(70)).AsTask();
        await PassUntilAsync(() => settled.IsCompleted);
        await settled;

        // The next ones are not made to wait at all.
        await manager.SettleAsync(second, new Usd(30), Make.Usage(30));
        await manager.SettleAsync(lost, new Usd(130), Make.Usage(130));
        await manager.RecordSpendAsync(Make.Usage(5));
        await manager.SetPolicyAsync(manager.GetPolicy("all")! with { SoftLimitPercent = 70 });
        Assert.InRange(manager.PendingEntries, 5, 10);
        Assert.Equal((235, 0, 0, 30), manager.GetStatus("all").Figures());
        _store.Repair();
        await CatchUpAsync(manager);
        AccountBalance balance = Assert.Single(await _disk.GetBalancesAsync());
        Assert.Equal((235, 0, 30), (balance.Spent.Nanos, balance.Suspense.Nanos, balance.Overrun.Nanos));
        Assert.Empty(await _disk.GetOpenReservationsAsync());
        manager.Settle(manager.Reserve(Make.Request(1)), 1);
        Assert.Equal(0, manager.PendingEntries);
    }

    [Fact]
    public async Task A_store_that_has_forgotten_what_it_was_asked_is_asked_again()
    {
        var store = new FaultyStore(_disk);
        await using BudgetManager manager = Make.Manager(o => { o.Store = _ => store; o.TimeProvider = _time; }, Policy(StoreDownRule.Closed));
        Reservation call = manager.Reserve(Make.Request(100));
        store.FailAt(1, StoreFault.Stall, 2);
        Task settled = manager.SettleAsync(call, new Usd(70), Make.Usage(70)).AsTask();
        await PassUntilAsync(() => settled.IsCompleted && manager.PendingEntries == 0);
        Assert.Equal(2, store.Fired);
        Assert.Equal(70, Assert.Single(await _disk.GetBalancesAsync()).Spent.Nanos);
        store.ReleaseStalled();
        Assert.Equal(70, Assert.Single(await _disk.GetBalancesAsync()).Spent.Nanos);
        manager.Settle(manager.Reserve(Make.Request(1)), 1);
    }

    [Fact]
    public async Task A_manager_is_made_and_closed_though_the_store_takes_nothing()
    {
        _store.Break(Trouble.Slow);
        Task<BudgetManager> made = Task.Run(() => Manager(StoreDownRule.Open));
        await PassUntilAsync(() => made.IsCompleted);
        BudgetManager manager = await made;
        Assert.Equal(1, manager.PendingEntries);
        var hanging = new HangingAtTheEnd(_disk);
        BudgetManager other = Make.Manager(o => { o.Store = _ => hanging; o.TimeProvider = _time; o.AlertHandler = static (_, _) => Thread.Sleep(Timeout.Infinite); }, Make.Policy(nanos: 1));
        other.RecordSpend(Make.Usage(5));
        Task closed = Task.WhenAll(manager.DisposeAsync().AsTask(), other.DisposeAsync().AsTask());
        await PassUntilAsync(() => closed.IsCompleted);
        await closed;
    }

    [Fact]
    public async Task A_question_about_a_known_id_that_is_not_answered_is_what_its_policies_say()
    {
        var store = new SilentReader(_disk);
        await using BudgetManager manager = Make.Manager(o => { o.Store = _ => store; o.TimeProvider = _time; }, Policy(StoreDownRule.Closed));
        Task<Reservation> asked = manager.ReserveAsync(Make.Request(1) with { CallId = ReservationId.New(_time.GetUtcNow()) }).AsTask();
        await PassUntilAsync(() => asked.IsCompleted);
        Assert.Equal(RejectionReason.StoreUnavailable, (await Assert.ThrowsAsync<BudgetExceededException>(() => asked)).Reason);
    }

    /// <summary>Whether the hold of a call with its caller's id is durable is not known: until it is, the id is not used a second time.</summary>
    [Fact]
    public async Task An_id_whose_hold_was_not_answered_is_used_up_when_the_store_has_it_after_all()
    {
        await using BudgetManager manager = Manager(StoreDownRule.Closed);
        SpendRequest request = Make.Request(100) with { CallId = ReservationId.New(_time.GetUtcNow()) };
        _store.Break(Trouble.Slow);
        Task<Reservation> asked = manager.ReserveAsync(request).AsTask();
        await PassUntilAsync(() => asked.IsCompleted);
        await Assert.ThrowsAsync<BudgetExceededException>(() => asked);
        Assert.Equal(DuplicateCallReason.Ended, (await Assert.ThrowsAsync<DuplicateCallException>(async () => await manager.ReserveAsync(request))).Reason);
        _store.Repair();
        await EventuallyAsync(async () => (await _disk.FindAsync(request.CallId.Value)).Any(static entry => entry.Kind == LedgerEntryKind.Void));
        Assert.Equal(DuplicateCallReason.Ended, (await Assert.ThrowsAsync<DuplicateCallException>(async () => await manager.ReserveAsync(request))).Reason);
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("all").Figures());
    }

    private static BudgetPolicy Policy(StoreDownRule rule) => Make.Policy("all", 10_000, period: BudgetPeriod.Lifetime) with
    {
        OnStoreDown = rule,
        OpenCap = rule == StoreDownRule.OpenCapped ? new Usd(200) : null,
    };

    private BudgetManager Manager(StoreDownRule rule) => Make.Manager(
        o =>
        {
            o.Store = _ => _store;
            o.TimeProvider = _time;
        },
        Policy(rule));

    private Task PassUntilAsync(Func<bool> isSo) => EventuallyAsync(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return Task.FromResult(isSo());
    });

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        for (int i = 0; !await isSo(); i++)
        {
            Assert.True(i < 5_000, "it never happens");
            await Task.Delay(1);
        }
    }

    private async Task CatchUpAsync(BudgetManager manager)
    {
        await EventuallyAsync(async () => await manager.RetryPendingAsync() && manager.PendingEntries == 0);
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    private sealed class HangingAtTheEnd(IBudgetStore inner) : StoreDecorator(inner)
    {
        public override async ValueTask DisposeAsync()
        {
            await new TaskCompletionSource().Task;
            await base.DisposeAsync();
        }
    }

    private sealed class SilentReader(IBudgetStore inner) : StoreDecorator(inner)
    {
        public override ValueTask<IReadOnlyList<LedgerEntry>> FindAsync(ReservationId reservation, CancellationToken cancellationToken = default) =>
            new(new TaskCompletionSource<IReadOnlyList<LedgerEntry>>().Task);
    }
}
