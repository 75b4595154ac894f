using BudgetGen.Storage;

namespace BudgetGen.Tests.Ledger;

/// <summary>
/// The room of a call comes back when the entry of its end is with the store, and not before: stores keep the order of what they are given, so whoever takes the room is behind it. If the room came back
/// first, a crash between the two would leave the old hold and the new one, and more than the limit charged.
/// </summary>
public class EntryOrderTests
{
    private readonly FlakyStore _store = new();

    [Theory]
    [InlineData(LedgerEntryKind.Settle)]
    [InlineData(LedgerEntryKind.Void)]
    [InlineData(LedgerEntryKind.Suspend)]
    public async Task Room_comes_back_when_the_store_has_the_end(LedgerEntryKind end)
    {
        await using BudgetManager manager = Make.Manager(o => o.Store = _ => _store, Make.Policy(nanos: 100) with { OnLost = LostRule.Release });
        Reservation call = manager.Reserve(Make.Request(100));
        List<RejectionReason?> meanwhile = [];
        _store.Refuses = entry =>
        {
            if (entry.Kind == end)
                meanwhile.Add(manager.WouldReject(Make.Request(60))?.Reason);
            return false;
        };
        switch (end)
        {
            case LedgerEntryKind.Settle:
                await manager.SettleAsync(call, new Usd(40), Make.Usage(40));
                break;
            case LedgerEntryKind.Void:
                await manager.VoidAsync(call, "not sent");
                break;
            default:
                await manager.SuspendAsync(call, "timeout");
                break;
        }

        Assert.Equal([RejectionReason.InFlight], meanwhile);
        Assert.Null(manager.WouldReject(Make.Request(60)));
    }

    /// <summary>The same for what people decide: who releases, settles late, refunds or resets gives room as well.</summary>
    [Theory]
    [InlineData(LedgerEntryKind.Release)]
    [InlineData(LedgerEntryKind.LateSettle)]
    [InlineData(LedgerEntryKind.Adjust)]
    [InlineData(LedgerEntryKind.Reset)]
    public async Task Decisions_give_room_when_the_store_has_them(LedgerEntryKind decision)
    {
        await using BudgetManager manager = Make.Manager(o => o.Store = _ => _store, Make.Policy(nanos: 100));
        Reservation call = manager.Reserve(Make.Request(100));
        if (decision is LedgerEntryKind.Release or LedgerEntryKind.LateSettle)
            await manager.SuspendAsync(call, "timeout");
        else
            await manager.SettleAsync(call, new Usd(100), Make.Usage(100));
        List<RejectionReason?> meanwhile = [];
        _store.Refuses = entry =>
        {
            if (entry.Kind == decision)
                meanwhile.Add(manager.WouldReject(Make.Request(60))?.Reason);
            return false;
        };
        bool done = decision switch
        {
            LedgerEntryKind.Release => await manager.ReleaseAsync(call.Id, "alice", "not billed"),
            LedgerEntryKind.LateSettle => await manager.SettleLateAsync(call.Id, new Usd(40), Make.Usage(40)),
            LedgerEntryKind.Adjust => await manager.AdjustAsync(call.Id, new Usd(-60), "alice", "refund"),
            _ => await manager.ResetAsync("global") == new Usd(100),
        };
        Assert.True(done);
        Assert.Equal([RejectionReason.Exhausted], meanwhile);
        Assert.Null(manager.WouldReject(Make.Request(60)));
    }

    /// <summary>Of several ends of a lost call at a time one counts, and the others see what it did: also while the store still has to say that the call is lost.</summary>
    [Fact]
    public async Task Of_several_ends_of_a_lost_call_one_counts()
    {
        await using BudgetManager manager = Make.Manager(o => o.Store = _ => _store, Make.Policy(nanos: 100, period: BudgetPeriod.Lifetime));
        Reservation call = manager.Reserve(Make.Request(100));
        _store.Gate = new TaskCompletionSource();
        Task suspended = manager.SuspendAsync(call, "timeout").AsTask();
        Task<bool>[] decisions = [.. Enumerable.Range(0, 4).Select(_ => manager.SettleLateAsync(call.Id, new Usd(40), Make.Usage(40)))];
        Task[] settlements = [.. Enumerable.Range(0, 4).Select(_ => manager.SettleAsync(call, new Usd(40), Make.Usage(40)).AsTask())];
        Assert.Equal((0, 0, 100, 0), manager.GetStatus("global").Figures());
        _store.Gate.SetResult();
        await suspended;
        await Task.WhenAll(settlements);
        Assert.Equal(1, (await Task.WhenAll(decisions)).Count(static done => done));
        Assert.Equal((40, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal([LedgerEntryKind.Hold, LedgerEntryKind.Suspend, LedgerEntryKind.LateSettle], _store.Entries.Select(static entry => entry.Kind));
    }

    /// <summary>Two resets at a time take the spend off once: also the one that comes while the store still has to take the other.</summary>
    [Fact]
    public async Task Resets_at_a_time_take_the_spend_off_once()
    {
        await using BudgetManager manager = Make.Manager(o => o.Store = _ => _store, Make.Policy(nanos: 100));
        manager.RecordSpend(Make.Usage(70));
        _store.Gate = new TaskCompletionSource();
        Task<Usd>[] resets = [.. Enumerable.Range(0, 4).Select(_ => manager.ResetAsync("global"))];
        _store.Gate.SetResult();
        Assert.Equal([0L, 0, 0, 70], (await Task.WhenAll(resets)).Select(static taken => taken.Nanos).Order());
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal([LedgerEntryKind.Reset], _store.Entries.Skip(1).Select(static entry => entry.Kind));
    }

    /// <summary>Many callers and a store that takes its time between two entries: in what it was given, holds and spend are never above the limit, wherever one stops reading.</summary>
    [Fact]
    public async Task Every_prefix_of_the_entries_is_within_the_limit()
    {
        const long Limit = 1_000;
        await using BudgetManager manager = Make.Manager(o => o.Store = _ => _store, Make.Policy(nanos: Limit, period: BudgetPeriod.Lifetime));
        int round = 0;
        _store.Refuses = _ =>
        {
            // A thread that is stopped here, or just before, is what a busy machine does now and then.
            if (Interlocked.Increment(ref round) % 7 == 0)
                Thread.Yield();
            return false;
        };

        // Four of five places are taken throughout: whichever call comes next fills the limit, so an entry out of order is above it, on a machine of any speed.
        Reservation[] taken = [.. Enumerable.Range(0, 4).Select(_ => manager.Reserve(Make.Request(200)))];
        await Task.WhenAll(Enumerable.Range(0, 16).Select(thread => Task.Run(async () =>
        {
            var random = new Random(thread);
            for (int i = 0; i < Soak.Rounds(500, 20_000); i++)
            {
                if (manager.WouldReject(Make.Request(200)) is not null)
                    continue;
                Reservation call;
                try
                {
                    call = await manager.ReserveAsync(Make.Request(200));
                }
                catch (BudgetExceededException)
                {
                    continue;
                }

                await Task.Yield();
                if (random.Next(4) == 0)
                    await manager.SettleAsync(call, Usd.Zero, Make.Usage(0));
                else
                    await manager.VoidAsync(call, "not sent");
            }
        })));
        foreach (Reservation call in taken)
            await manager.VoidAsync(call, "not sent");

        long held = 0, most = 0;
        foreach (LedgerEntry entry in _store.Entries)
        {
            held += entry.Kind == LedgerEntryKind.Hold ? 200 : -200;
            most = Math.Max(most, held);
        }

        Assert.Equal(0, held);
        Assert.Equal(Limit, most);
    }
}
