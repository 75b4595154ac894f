using BudgetGen.Storage;

namespace BudgetGen.Tests.Documents;

/// <summary>Asking and taking in one step.</summary>
public sealed class TryReserveTests
{
    [Fact]
    public async Task A_refusal_is_a_result_with_the_reason()
    {
        await using BudgetManager manager = Make.Manager(Make.Policy(nanos: 100));
        ReserveResult taken = await manager.TryReserveAsync(Make.Request(100), TestContext.Current.CancellationToken);
        Assert.True(taken.Allowed);
        Assert.Null(taken.Rejection);
        ReserveResult refused = await manager.TryReserveAsync(Make.Request(1), TestContext.Current.CancellationToken);
        Assert.False(refused.Allowed);
        Assert.Null(refused.Reservation);
        Assert.Equal((RejectionReason.InFlight, new Usd(1)), (refused.Rejection.Reason, refused.Rejection.Requested));

        manager.Settle(taken.Reservation, 40);
        Assert.Equal((40, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.True(manager.TryReserve(Make.Request(60)).Allowed);
        Assert.Equal(RejectionReason.InFlight, manager.TryReserve(Make.Request(1)).Rejection!.Reason);
    }

    [Fact]
    public async Task A_store_that_is_down_is_a_refusal_as_well()
    {
        var store = new FlakyStore { Late = true, Refuses = static entry => entry.Kind == LedgerEntryKind.Hold };
        await using BudgetManager manager = Make.Manager(options => options.Store = _ => store, Make.Policy(nanos: 100));
        ReserveResult refused = await manager.TryReserveAsync(Make.Request(1), TestContext.Current.CancellationToken);
        Assert.Equal(RejectionReason.StoreUnavailable, refused.Rejection!.Reason);
        Assert.Equal(RejectionReason.StoreUnavailable, (await Task.Run(() => manager.TryReserve(Make.Request(1)), TestContext.Current.CancellationToken)).Rejection!.Reason);
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
    }

    [Fact]
    public async Task What_is_no_refusal_is_still_thrown()
    {
        BudgetManager manager = Make.Manager(Make.Policy(nanos: 100));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await manager.TryReserveAsync(Make.Request(-1)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await manager.TryReserveAsync(Make.Request(1), new CancellationToken(canceled: true)));
        await manager.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await manager.TryReserveAsync(Make.Request(1)));
        Assert.Throws<ObjectDisposedException>(() => manager.TryReserve(Make.Request(1)));
    }
}
