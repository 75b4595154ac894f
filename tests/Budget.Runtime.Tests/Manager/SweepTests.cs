namespace BudgetGen.Tests.Manager;

public class SweepTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void AHoldOlderThanItsLifetimeIsChargedAsUnknownByTheTimer()
    {
        using BudgetManager manager = Manager();
        Reservation old = manager.Reserve(Make.Request(100));
        _time.Advance(TimeSpan.FromMinutes(14));
        Reservation young = manager.Reserve(Make.Request(200));
        Assert.Equal(new HoldTotals(2, new Usd(300)), manager.InFlight);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((ReservationState.Suspended, ReservationState.Held), (old.State, young.State));
        Assert.Equal((0, 200, 100, 0), manager.GetStatus("global").Figures());
        manager.Settle(old, 30);
        Assert.Equal((30, 200, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal(new HoldTotals(1, new Usd(200)), manager.InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AHoldThatNobodyHasYetIsNotGivenUp(bool cancelled)
    {
        var store = new FlakyStore { Gate = new TaskCompletionSource() };
        await using BudgetManager manager = Make.Manager(
            o =>
            {
                o.TimeProvider = _time;
                o.Store = _ => store;
                o.MaxHoldTtl = TimeSpan.FromMinutes(1);
                o.StoreTimeout = TimeSpan.FromMinutes(10);
            },
            Make.Policy());
        using var cancel = new CancellationTokenSource();
        Task<Reservation> reserving = manager.ReserveAsync(Make.Request(100), cancel.Token).AsTask();
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 100, 0, 0), manager.GetStatus("global").Figures());

        // No request is sent, whichever way the waiting ends: nothing may stay charged for it.
        if (cancelled)
            await cancel.CancelAsync();
        else
            store.Refuses = static _ => true;
        store.Gate.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => reserving);
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
    }

    [Fact]
    public void OnlyMonotonicTimeCounts()
    {
        using BudgetManager manager = Manager();
        Reservation reservation = manager.Reserve(Make.Request(100));
        _time.SetUtcNow(_time.GetUtcNow().AddHours(3));
        manager.GetStatus();
        Assert.Equal(ReservationState.Held, reservation.State);
    }

    [Fact]
    public void AManagerThatNobodyKeepsIsCollectedInSpiteOfItsTimer()
    {
        WeakReference forgotten = Forget(_time);
        for (int i = 0; i < 10 && forgotten.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(forgotten.IsAlive);
        _time.Advance(TimeSpan.FromHours(1));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Forget(FakeTime time) => new(Make.Manager(o => o.TimeProvider = time));
    }

    private BudgetManager Manager() => Make.Manager(o => o.TimeProvider = _time, Make.Policy());
}
