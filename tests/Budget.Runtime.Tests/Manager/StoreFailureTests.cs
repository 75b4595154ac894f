using BudgetGen.Storage;
using Microsoft.Extensions.Logging;

namespace BudgetGen.Tests.Manager;

public class StoreFailureTests
{
    private readonly FlakyStore _store = new();

    public static TheoryData<bool> Late => [true, false];

    [Theory]
    [MemberData(nameof(Late))]
    public async Task AHardBudgetStaysClosedWhenAHoldCannotBeMadeDurable(bool late)
    {
        _store.Late = late;
        _store.Refuses = static _ => true;
        await using BudgetManager manager = Manager(Make.Policy("soft", action: LimitAction.Warn), Make.Policy());
        BudgetExceededException refusal = Assert.Throws<BudgetExceededException>(() => manager.Reserve(Make.Request(10)));
        Assert.Equal((RejectionReason.StoreUnavailable, "global"), (refusal.Reason, refusal.Policy!.Name));
        Assert.IsType<BudgetStoreException>(refusal.InnerException);
        await Assert.ThrowsAsync<BudgetExceededException>(async () => await manager.ReserveAsync(Make.Request(10)));
        Assert.All(manager.GetStatus(), static s => Assert.Equal((0, 0, 0, 0), s.Figures()));
        Assert.Equal((0, 0), (manager.InFlight.Count, manager.PendingEntries));
        _store.Refuses = static _ => false;
        manager.Reserve(Make.Request(1000));
    }

    /// <summary>A logger that throws (its disk is full too, perhaps) costs neither the caller's result nor an entry.</summary>
    [Theory]
    [MemberData(nameof(Late))]
    public async Task ALoggerThatThrowsLosesNothing(bool late)
    {
        await using BudgetManager manager = Make.Manager(
            o =>
            {
                o.Store = _ => _store;
                o.LoggerFactory = new ThrowingLoggers();
            },
            Make.Policy(action: LimitAction.Warn));
        Reservation held = manager.Reserve(Make.Request(10));
        _store.Late = late;
        _store.Refuses = static _ => true;
        await manager.SettleAsync(held, new Usd(999), Make.Usage(999));
        Reservation open = await manager.ReserveAsync(Make.Request(20));
        Assert.Equal((999, 20, 0, 989), manager.GetStatus("global").Figures());
        _store.Refuses = static _ => false;
        Assert.True(await manager.RetryPendingAsync());
        Assert.Equal([LedgerEntryKind.Hold, LedgerEntryKind.Settle, LedgerEntryKind.Hold], _store.Entries.Select(static e => e.Kind));
        manager.Void(open, "test");
    }

    [Theory]
    [MemberData(nameof(Late))]
    public async Task ASoftBudgetStaysOpenAndItsEntriesAreWrittenLaterInOrder(bool late)
    {
        _store.Late = late;
        _store.Refuses = static _ => true;
        await using BudgetManager manager = Manager(Make.Policy(action: LimitAction.Warn));
        Reservation one = await manager.ReserveAsync(Make.Request(10));
        Reservation two = manager.Reserve(Make.Request(20));
        await manager.SettleAsync(one, new Usd(5), Make.Usage(5));
        Assert.Equal((5, 20, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal(3, manager.PendingEntries);
        Assert.False(await manager.RetryPendingAsync());

        // The store is back: an entry of a reservation that waits must not overtake its hold.
        _store.Refuses = static _ => false;
        await manager.SuspendAsync(two, "timeout");
        Assert.True(await manager.RetryPendingAsync());
        Assert.Equal(0, manager.PendingEntries);
        Assert.Equal(
            [(LedgerEntryKind.Hold, one.Id), (LedgerEntryKind.Hold, two.Id), (LedgerEntryKind.Settle, one.Id), (LedgerEntryKind.Suspend, two.Id)],
            _store.Entries.Select(static e => (e.Kind, e.Reservation)));
    }

    [Theory]
    [MemberData(nameof(Late))]
    public async Task ASettlementNeverFailsAndIsTriedAgainInTheBackground(bool late)
    {
        var time = new FakeTime();
        _store.Late = late;
        await using BudgetManager manager = Make.Manager(
            o =>
            {
                o.Store = _ => _store;
                o.TimeProvider = time;
            },
            Make.Policy());
        Reservation settled = manager.Reserve(Make.Request(10)), voided = manager.Reserve(Make.Request(20)), lost = manager.Reserve(Make.Request(30));
        _store.Refuses = static _ => true;
        manager.Settle(settled, 5);
        await manager.VoidAsync(voided, "refused");
        manager.Suspend(lost, "timeout");
        await manager.SettleAsync(lost, new Usd(33), Make.Usage(33));
        manager.RecordSpend(Make.Usage(7));
        Assert.Equal((45, 0, 0, 3), manager.GetStatus("global").Figures());
        Assert.Equal(5, manager.PendingEntries);

        _store.Refuses = static _ => false;
        for (int i = 0; manager.PendingEntries > 0 && i < 5000; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }

        Assert.Equal(
            [LedgerEntryKind.Settle, LedgerEntryKind.Void, LedgerEntryKind.Suspend, LedgerEntryKind.LateSettle, LedgerEntryKind.Settle],
            _store.Entries.Skip(3).Select(static e => e.Kind));
    }

    [Fact]
    public async Task ASuspensionThatFailsLateIsNotOvertakenByItsSettlement()
    {
        await using BudgetManager manager = Manager(Make.Policy());
        Reservation reservation = await manager.ReserveAsync(Make.Request(10));
        _store.Late = true;
        _store.Refuses = static e => e.Kind == LedgerEntryKind.Suspend;
        ValueTask suspended = manager.SuspendAsync(reservation, "timeout");
        ValueTask settled = manager.SettleAsync(reservation, new Usd(3), Make.Usage(3));
        await suspended;
        await settled;
        Assert.Equal([LedgerEntryKind.Hold], _store.Entries.Select(static e => e.Kind));
        _store.Refuses = static _ => false;
        Assert.True(await manager.RetryPendingAsync());
        Assert.Equal([LedgerEntryKind.Hold, LedgerEntryKind.Suspend, LedgerEntryKind.LateSettle], _store.Entries.Select(static e => e.Kind));
    }

    [Fact]
    public async Task AHoldIsHandedOutWhenItIsDurableAndNotBefore()
    {
        _store.Gate = new TaskCompletionSource();
        await using BudgetManager manager = Manager(Make.Policy());
        Task<Reservation> reserve = manager.ReserveAsync(Make.Request(10)).AsTask();
        Assert.False(reserve.IsCompleted);
        Assert.Equal(new HoldTotals(1, new Usd(10)), manager.InFlight);
        _store.Gate.SetResult();
        Assert.Equal(ReservationState.Held, (await reserve).State);
        Assert.Single(_store.Entries);
    }

    [Fact]
    public async Task CancellingTheWaitGivesTheHoldBackHereAndInTheStore()
    {
        _store.Gate = new TaskCompletionSource();
        await using BudgetManager manager = Manager(Make.Policy());
        using var cancel = new CancellationTokenSource();
        Task<Reservation> reserve = manager.ReserveAsync(Make.Request(10), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reserve);
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal(0, manager.InFlight.Count);
        _store.Gate.SetResult();
        for (int i = 0; _store.Entries.Count < 2 && i < 5000; i++)
            await Task.Delay(1);
        Assert.Equal([LedgerEntryKind.Hold, LedgerEntryKind.Void], _store.Entries.Select(static e => e.Kind));
    }

    [Fact]
    public void WaitingDoesNotDeadlockUnderAContextThatItBlocks()
    {
        // The store's continuations capture whatever is current; this context never runs anything.
        _store.Late = true;
        using BudgetManager manager = Manager(Make.Policy());
        var worker = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new DeadContext());
            Reservation reservation = manager.Reserve(Make.Request(10));
            manager.Settle(reservation, 3);
            manager.Void(manager.Reserve(Make.Request(10)), "test");
            manager.Suspend(manager.Reserve(Make.Request(10)), "test");
            manager.RecordSpend(Make.Usage(1));
            manager.ResetDaily();
        })
        {
            IsBackground = true,
        };
        worker.Start();
        Assert.True(worker.Join(TimeSpan.FromSeconds(20)), "deadlock");
        Assert.Equal((0, 0, 10, 0), manager.GetStatus("global").Figures());
    }

    [Fact]
    public async Task AfterDisposalNothingIsReservedAndEndsDoNoHarm()
    {
        BudgetManager manager = Manager(Make.Policy());
        Reservation reservation = manager.Reserve(Make.Request(10));
        await manager.DisposeAsync();
        manager.Dispose();
        Assert.Throws<ObjectDisposedException>(() => manager.Reserve(Make.Request(1)));
        _store.Refuses = static _ => true;
        manager.Settle(reservation, 3);
        Assert.Equal(ReservationState.Settled, reservation.State);
    }

    [Fact]
    public void AStoreThatCannotBeOpenedIsAnErrorAtTheStart()
    {
        var store = new BrokenStore();
        Assert.Throws<BudgetStoreException>(() => Make.Manager(o => o.Store = _ => store));
        Assert.True(store.Disposed);
    }

    private BudgetManager Manager(params BudgetPolicy[] policies) => Make.Manager(o => o.Store = _ => _store, policies);

    private sealed class DeadContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            // Nobody pumps it.
        }
    }

    private sealed class BrokenStore : IBudgetStore
    {
        public bool Disposed { get; private set; }

        public ILedgerWriter Writer => throw new InvalidOperationException();

        public ILedgerReader Reader => throw new InvalidOperationException();

        public LedgerState Open(DateTimeOffset now) => throw new BudgetStoreException(BudgetStoreFailure.InUse, "in use");

        public ValueTask DisposeAsync()
        {
            Disposed = true;
            return default;
        }
    }

    private sealed class ThrowingLoggers : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new AggregateException("An error occurred while writing to logger(s).");
    }
}
