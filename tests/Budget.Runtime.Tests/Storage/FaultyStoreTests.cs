using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Storage;

/// <summary>The store that fails when told: tests of faults stand on it, so it must do exactly that.</summary>
public class FaultyStoreTests
{
    private readonly FaultyStore _store = new(new InMemoryBudgetStore());

    public FaultyStoreTests() => _store.Open(Lines.Now);

    [Theory]
    [InlineData(StoreFault.ErrorBeforeCommit, false, false)]
    [InlineData(StoreFault.ErrorBeforeCommit, true, false)]
    [InlineData(StoreFault.ErrorAfterCommit, false, true)]
    [InlineData(StoreFault.ErrorAfterCommit, true, true)]
    public async Task An_error_is_heard_whether_the_entry_is_in_or_not(StoreFault fault, bool late, bool isIn)
    {
        _store.Late = late;
        _store.FailAt(2, fault);
        await _store.AppendAsync(Lines.Spend(1));
        LedgerEntry second = Lines.Spend(10);
        await Assert.ThrowsAsync<BudgetStoreException>(() => _store.AppendAsync(second));
        Assert.Equal(isIn ? 11 : 1, await SpentAsync());

        // The caller tries again, as it must: then it is in, once.
        await _store.AppendAsync(second);
        Assert.Equal(11, await SpentAsync());
        Assert.Equal((3, 1, 3), (_store.Writes, _store.Fired, _store.Asked.Count));
    }

    [Fact]
    public async Task A_duplicate_is_delivered_twice_and_booked_once()
    {
        _store.FailAt(1, StoreFault.Duplicate);
        await _store.AppendAsync(Lines.Spend(10));
        Assert.Equal((10, 1), (await SpentAsync(), _store.Fired));
    }

    [Theory]
    [InlineData(StoreFault.Stall, true, 10, 10)]
    [InlineData(StoreFault.Stall, false, 0, 0)]
    [InlineData(StoreFault.StallAfterCommit, true, 10, 10)]
    [InlineData(StoreFault.StallAfterCommit, false, 10, 10)]
    public async Task What_is_stalled_goes_on_when_it_is_let(StoreFault fault, bool release, long before, long after)
    {
        _store.FailAt(1, fault);
        Task append = _store.AppendAsync(Lines.Spend(10));
        Assert.False(append.IsCompleted);
        Assert.Equal((1, 1), (_store.Fired, _store.Stalled));
        Assert.Equal(fault == StoreFault.Stall ? 0 : before, await SpentAsync());
        if (release)
        {
            _store.ReleaseStalled();
            await append;
        }
        else
        {
            await _store.DisposeAsync();
            await Assert.ThrowsAsync<BudgetStoreException>(() => append);
        }

        Assert.Equal((after, 0), (await SpentAsync(), _store.Stalled));
    }

    [Fact]
    public async Task Every_write_operation_counts_and_all_may_fail_until_it_is_healed()
    {
        _store.FailAt(1, StoreFault.ErrorBeforeCommit, int.MaxValue);
        await Assert.ThrowsAsync<BudgetStoreException>(() => _store.AppendAsync(Lines.Spend(1)));
        await Assert.ThrowsAsync<BudgetStoreException>(() => _store.AppendPolicyAsync(new PolicyChange("p", 1, "{}", Lines.Now, "ann")));
        await Assert.ThrowsAsync<BudgetStoreException>(() => _store.AppendPriceAsync(new PriceLineChange("p", 1, "{}", Lines.Now, "ann")));
        await Assert.ThrowsAsync<BudgetStoreException>(() => _store.AppendAlertAsync(new AlertRecord("a", AlertKind.LimitExceeded, AlertLevel.Critical, null, Lines.Now, "")));
        await Assert.ThrowsAsync<BudgetStoreException>(() => _store.MarkAlertDeliveredAsync("a"));
        Assert.Equal((5, 5), (_store.Writes, _store.Fired));
        _store.Heal();
        await _store.AppendAsync(Lines.Spend(1));
        Assert.Equal((6, 5, 1), (_store.Writes, _store.Fired, await SpentAsync()));
    }

    [Fact]
    public async Task Only_what_is_chosen_is_counted()
    {
        _store.Counts = static entry => entry.Kind == LedgerEntryKind.Settle;
        _store.FailAt(1, StoreFault.ErrorBeforeCommit);
        ReservationId id = Lines.NewId();
        await _store.AppendAsync(Lines.Hold(id, 5));
        await _store.AppendPolicyAsync(new PolicyChange("p", 1, "{}", Lines.Now, "ann"));
        await Assert.ThrowsAsync<BudgetStoreException>(() => _store.AppendAsync(Lines.Settle(id, 5, 3)));
        Assert.Equal((1, 1, 2), (_store.Writes, _store.Fired, _store.Asked.Count));
    }

    private async Task<long> SpentAsync() => (await _store.GetBalancesAsync()).Sum(static balance => balance.Spent.Nanos);
}
