using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Faults;

/// <summary>Requests with an id of their caller's: however often they come, and to whichever process, they are one.</summary>
public class CallIdTests
{
    private readonly InMemoryBudgetStore _store = new();
    private readonly FakeTime _time = new();

    public static TheoryData<bool> Restart => [true, false];

    [Theory]
    [MemberData(nameof(Restart))]
    public async Task An_ended_call_gives_the_same_answer_again(bool restart)
    {
        BudgetManager manager = Manager();
        SpendRequest settled = Request(100), lost = Request(100);
        manager.Settle(await manager.ReserveAsync(settled), 70);
        manager.Suspend(await manager.ReserveAsync(lost), "timeout");
        if (restart)
            manager = Manager();
        foreach (bool sync in new[] { true, false })
        {
            Assert.Equal((settled.CallId, ReservationState.Settled, new Usd(70)), Stands(await Again(settled, sync)));
            Assert.Equal((lost.CallId, ReservationState.Suspended, new Usd(100)), Stands(await Again(lost, sync)));
        }

        Assert.Equal((70, 0, 100, 0), manager.GetStatus("global").Figures());

        // The answer is the reservation: its late settlement ends it, here and in the store.
        manager.Settle(await manager.ReserveAsync(lost), 40);
        Assert.Equal((110, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal((110, 0, 0, 0), Manager().GetStatus("global").Figures());

        async Task<Reservation> Again(SpendRequest request, bool sync) => sync ? await Task.Run(() => manager.Reserve(request)) : await manager.ReserveAsync(request);
    }

    /// <summary>What was given up looks like no hold: whoever asks again would make the call with nothing set aside for it.</summary>
    [Theory]
    [MemberData(nameof(Restart))]
    public async Task A_call_that_was_given_up_is_no_hold_when_it_is_asked_for_again(bool restart)
    {
        BudgetManager manager = Manager();
        SpendRequest voided = Request(100), released = Request(100);
        manager.Void(await manager.ReserveAsync(voided), "not sent");
        manager.Suspend(await manager.ReserveAsync(released), "timeout");
        Assert.True(await manager.ReleaseAsync(released.CallId!.Value, "alice", "not on the invoice"));
        if (restart)
            manager = Manager();
        foreach (SpendRequest request in new[] { voided, released })
        {
            Assert.Equal(DuplicateCallReason.Ended, (await Assert.ThrowsAsync<DuplicateCallException>(async () => await manager.ReserveAsync(request))).Reason);
            Assert.Equal(DuplicateCallReason.Ended, Assert.Throws<DuplicateCallException>(() => manager.Reserve(request)).Reason);
        }

        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
    }

    [Fact]
    public async Task Asked_whether_it_may_be_made_an_ended_call_may_not()
    {
        BudgetManager manager = Manager();
        SpendRequest settled = Request(100), lost = Request(100);
        manager.Settle((await manager.TryReserveAsync(settled)).Reservation!, 70);
        manager.Suspend((await manager.TryReserveAsync(lost)).Reservation!, "timeout");
        foreach (SpendRequest request in new[] { settled, lost })
        {
            Assert.Equal(DuplicateCallReason.Ended, (await Assert.ThrowsAsync<DuplicateCallException>(async () => await manager.TryReserveAsync(request))).Reason);
            Assert.Equal(DuplicateCallReason.Ended, Assert.Throws<DuplicateCallException>(() => manager.TryReserve(request)).Reason);
        }
    }

    /// <summary>The hold of a call that was cancelled is voided when it comes to the store. Asked again meanwhile, the call must not lose its hold by that.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_is_cancelled_while_its_hold_is_written_is_not_asked_for_again_before_it_is_known_what_became_of_it(bool isWritten)
    {
        var slow = new FaultyStore(_store);
        await using BudgetManager manager = Make.Manager(o => { o.Store = _ => slow; o.TimeProvider = _time; }, Make.Policy());
        SpendRequest request = Request(100);
        slow.FailAt(1, StoreFault.Stall);
        using var cancelled = new CancellationTokenSource();
        Task<Reservation> first = manager.ReserveAsync(request, cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(DuplicateCallReason.Ended, (await Assert.ThrowsAsync<DuplicateCallException>(async () => await manager.ReserveAsync(request))).Reason);
        if (isWritten)
            slow.ReleaseStalled();
        else
            slow.AbandonStalled();
        if (isWritten)
        {
            await Assert.ThrowsAsync<DuplicateCallException>(async () => await manager.ReserveAsync(request));
            await Eventually(async () => (await _store.GetOpenReservationsAsync()).Count == 0);
            return;
        }

        // The hold never was: the id may be used, and its hold is in the store.
        Reservation? again = null;
        await Eventually(async () =>
        {
            try
            {
                again = await manager.ReserveAsync(request);
            }
            catch (DuplicateCallException)
            {
            }

            return again is not null;
        });
        Assert.Equal((ReservationState.Held, request.CallId), (again!.State, Assert.Single(await _store.GetOpenReservationsAsync()).Id));
    }

    private static async Task Eventually(Func<Task<bool>> isSo)
    {
        for (int i = 0; !await isSo(); i++)
        {
            Assert.True(i < 10_000);
            await Task.Delay(1);
        }
    }

    [Fact]
    public async Task A_call_in_flight_is_in_flight_and_after_a_restart_lost()
    {
        BudgetManager manager = Manager();
        SpendRequest request = Request(100);
        await manager.ReserveAsync(request);
        Assert.Equal(DuplicateCallReason.InFlight, (await Assert.ThrowsAsync<DuplicateCallException>(async () => await manager.ReserveAsync(request))).Reason);
        Assert.Equal(1, manager.InFlight.Count);
        await using BudgetManager next = Manager();
        Assert.Equal(ReservationState.Suspended, (await next.ReserveAsync(request)).State);
        Assert.Equal((0, 0, 100, 0), next.GetStatus("global").Figures());
    }

    [Theory]
    [MemberData(nameof(Restart))]
    public async Task Another_request_with_the_same_id_is_a_conflict(bool restart)
    {
        BudgetManager manager = Manager();
        SpendRequest request = Request(100);
        manager.Settle(await manager.ReserveAsync(request), 70);
        if (restart)
            manager = Manager();
        SpendRequest[] others =
        [
            request with { Hold = new Usd(101) },
            request with { Attribution = request.Attribution with { Model = "gpt-4o" } },
            request with { Attribution = request.Attribution with { User = "bob" } },
        ];
        foreach (SpendRequest other in others)
            Assert.Equal(DuplicateCallReason.OtherRequest, (await Assert.ThrowsAsync<DuplicateCallException>(async () => await manager.ReserveAsync(other))).Reason);
        Assert.Equal((70, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal(request.CallId, (await manager.ReserveAsync(request)).Id);
    }

    [Theory]
    [MemberData(nameof(Restart))]
    public async Task A_rejected_id_stays_rejected_also_when_there_would_be_room(bool restart)
    {
        BudgetManager manager = Manager();
        SpendRequest request = Request(600);
        Reservation large = await manager.ReserveAsync(Request(600));
        Assert.Equal(RejectionReason.InFlight, (await Rejected(manager, request)).Reason);
        manager.Void(large, "not sent");
        if (restart)
            manager = Manager();
        BudgetRejection again = await Rejected(manager, request);
        Assert.Equal((RejectionReason.InFlight, "global", new Usd(600)), (again.Reason, again.Policy!.Id, again.Requested));
        Assert.Equal((0, 0, 0, 0), manager.GetStatus("global").Figures());
        Assert.Equal(new Usd(600), (await manager.ReserveAsync(Request(600))).Hold);
    }

    [Fact]
    public void Sixty_four_threads_with_one_id_make_one_hold()
    {
        using BudgetManager manager = Manager();
        for (int round = 0; round < 50; round++)
        {
            SpendRequest request = Request(10);
            int held = 0, inFlight = 0;
            Threads.Run(64, _ =>
            {
                try
                {
                    manager.Reserve(request);
                    Interlocked.Increment(ref held);
                }
                catch (DuplicateCallException duplicate) when (duplicate.Reason == DuplicateCallReason.InFlight)
                {
                    Interlocked.Increment(ref inFlight);
                }
            });
            Assert.Equal((1, 63), (held, inFlight));
            Assert.Equal(new HoldTotals(round + 1, new Usd(10 * (round + 1))), manager.InFlight);
        }
    }

    private static (ReservationId?, ReservationState, Usd) Stands(Reservation reservation) => (reservation.Id, reservation.State, reservation.Charged);

    private static async Task<BudgetRejection> Rejected(BudgetManager manager, SpendRequest request) =>
        (await Assert.ThrowsAsync<BudgetExceededException>(async () => await manager.ReserveAsync(request))).Rejection;

    private SpendRequest Request(long hold) => Make.Request(hold, "alice") with { CallId = ReservationId.New(_time.GetUtcNow()) };

    private BudgetManager Manager() => Make.Manager(
        o =>
        {
            o.Store = _ => _store;
            o.TimeProvider = _time;
        },
        Make.Policy(),
        Make.Policy("users", 1000, BudgetScope.User));
}
