using BudgetGen.Storage;

namespace BudgetGen.Tests.Ledger;

public class ReservationEndTests
{
    [Fact]
    public void ASettlementGivesTheHoldBackAndSpendsTheCost()
    {
        using BudgetManager manager = Make.Manager(Make.Policy());
        Reservation reservation = manager.Reserve(Make.Request(600));
        Assert.Equal(new HoldTotals(1, new Usd(600)), manager.InFlight);
        manager.Settle(reservation, 150);
        Assert.Equal((150, 0, 0, 0), Status(manager));
        Assert.Equal((ReservationState.Settled, new Usd(150)), (reservation.State, reservation.Charged));
        Assert.Equal(default, manager.InFlight);
    }

    [Fact]
    public void ASettlementAboveItsHoldIsBookedAndCountsAsAnOverrun()
    {
        using BudgetManager manager = Make.Manager(Make.Policy());
        manager.Settle(manager.Reserve(Make.Request(1000)), 1300);
        Assert.Equal((1300, 0, 0, 300), Status(manager));
        Assert.Equal(new Usd(-300), manager.GetStatus("global").Remaining);
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(Make.Request(0)).Reason);
    }

    [Fact]
    public void AVoidGivesTheHoldBack()
    {
        using BudgetManager manager = Make.Manager(Make.Policy());
        Reservation reservation = manager.Reserve(Make.Request(1000));
        manager.Void(reservation, "connection refused");
        Assert.Equal((0, 0, 0, 0), Status(manager));
        Assert.Equal(ReservationState.Voided, reservation.State);
    }

    [Fact]
    public void ASuspensionIsChargedAtTheHoldAndALateSettlementIsStillAccepted()
    {
        using BudgetManager manager = Make.Manager(Make.Policy());
        Reservation reservation = manager.Reserve(Make.Request(600));
        manager.Suspend(reservation, "timeout");
        Assert.Equal((0, 0, 600, 0), Status(manager));
        Assert.Equal(60m, manager.GetStatus("global").PercentUsed);
        Assert.Equal(RejectionReason.Exhausted, manager.Refusal(Make.Request(401)).Reason);
        manager.Settle(reservation, 700);
        Assert.Equal((700, 0, 0, 100), Status(manager));
        Assert.Equal((ReservationState.LateSettled, new Usd(700)), (reservation.State, reservation.Charged));
    }

    [Theory]
    [InlineData("settle", 1, 0, 0)]
    [InlineData("void", 0, 0, 0)]
    [InlineData("suspend", 0, 0, 10)]
    public void ASecondEndMovesNoMoney(string first, long spent, long held, long suspense)
    {
        using BudgetManager manager = Make.Manager(Make.Policy());
        Reservation reservation = manager.Reserve(Make.Request(10));
        End(manager, reservation, first, 1);
        Assert.Equal((spent, held, suspense, 0), Status(manager));
        foreach (string second in new[] { "void", "suspend", first == "settle" ? "settle" : "void" })
            End(manager, reservation, second, 5);
        Assert.Equal((spent, held, suspense, 0), Status(manager));
    }

    [Fact]
    public async Task WhatIsBilledAfterTheHoldWasGivenBackIsMoneyThatIsGone()
    {
        var store = new InMemoryBudgetStore();
        await using (BudgetManager manager = Make.Manager(o => o.Store = _ => store, Make.Policy("a"), Make.Policy("b") with { OnLost = LostRule.Release }))
        {
            Reservation voided = manager.Reserve(Make.Request(10)), released = manager.Reserve(Make.Request(20));
            await manager.VoidAsync(voided, "429");
            await manager.SuspendAsync(released, "timeout");
            Assert.True(await manager.ReleaseAsync(released.Id, "ann", "not on the invoice"));
            foreach (Reservation call in new[] { voided, released, voided, released })
                await manager.SettleAsync(call, new Usd(7), Make.Usage(7));
            Assert.All(manager.GetStatus(), static s => Assert.Equal((14, 0, 0, 14), s.Figures()));
            Assert.Equal((ReservationState.LateSettled, new Usd(7)), (voided.State, voided.Charged));

            // Another figure than the one that was booked is a question for people.
            await manager.SettleAsync(voided, new Usd(8), Make.Usage(8));
            Assert.Equal(LedgerEntryKind.Conflict, (await store.FindAsync(voided.Id))[^1].Kind);
            Assert.True(await manager.AdjustAsync(released.Id, new Usd(-7), "ann", "credited"));
            manager.AssertConserved();
        }

        await using BudgetManager next = Make.Manager(o => o.Store = _ => store, Make.Policy("a"), Make.Policy("b") with { OnLost = LostRule.Release });
        Assert.All(next.GetStatus(), static s => Assert.Equal((7, 0, 0, 14), s.Figures()));
        Assert.Equal(2, (await store.GetUsageAsync(new UsageQuery())).Count);
        Assert.Empty(await store.GetOpenReservationsAsync());
    }

    [Fact]
    public async Task OfManyEndsAtOnceOneCounts()
    {
        await using BudgetManager manager = Make.Manager(o => o.TimeProvider = TimeProvider.System, Make.Policy(nanos: 1_000_000));
        for (int round = 0; round < 300; round++)
        {
            Reservation reservation = manager.Reserve(Make.Request(10));
            Parallel.For(0, 6, i => End(manager, reservation, (i % 3) switch { 0 => "settle", 1 => "void", _ => "suspend" }, 7));
        }

        // Each reservation ended as 7 spent (an overrun, if it was voided before), or as 10 unknown that may have been settled late as 7.
        (long spent, long held, long suspense, long overrun) = Status(manager);
        Assert.Equal((0, 0, 0, 0), (held, spent % 7, suspense % 10, overrun % 7));
        Assert.InRange(overrun, 0, spent);
        Assert.InRange((spent / 7) + (suspense / 10), 0, 300);
        manager.AssertConserved();
        AccountBalance stored = Assert.Single(await manager.Reader.GetBalancesAsync());
        Assert.Equal((spent, suspense), (stored.Spent.Nanos, stored.Suspense.Nanos));
    }

    [Fact]
    public void AReservationEndsWhereItWasMade()
    {
        using BudgetManager one = Make.Manager(), other = Make.Manager();
        Reservation reservation = one.Reserve(Make.Request(1));
        Assert.Throws<ArgumentException>(() => other.Settle(reservation, 1));
    }

    [Fact]
    public async Task TheLedgerHasOneLineForEachStepAndTheSameListOfAccounts()
    {
        var store = new FlakyStore();
        await using BudgetManager manager = Make.Manager(o => o.Store = _ => store, Make.Policy("a"), Make.Policy("b", scope: BudgetScope.User));
        Reservation settled = await manager.ReserveAsync(Make.Request(10, "alice") with { CallSite = "Here.cs:1" });
        await manager.SettleAsync(settled, new Usd(4), Make.Usage(99, "alice"));
        Reservation lost = await manager.ReserveAsync(Make.Request(20, "alice"));
        await manager.SuspendAsync(lost, "timeout");
        await manager.SettleAsync(lost, new Usd(21), Make.Usage(21, "alice"));
        await manager.VoidAsync(await manager.ReserveAsync(Make.Request(30, "alice")), "refused");
        Assert.Equal(
            [
                (LedgerEntryKind.Hold, 10, 0), (LedgerEntryKind.Settle, 10, 4), (LedgerEntryKind.Hold, 20, 0), (LedgerEntryKind.Suspend, 20, 0),
                (LedgerEntryKind.LateSettle, 20, 21), (LedgerEntryKind.Hold, 30, 0), (LedgerEntryKind.Void, 30, 0),
            ],
            store.Entries.Select(static e => (e.Kind, e.Hold.Nanos, e.Amount.Nanos)));

        // Who calls once is not kept in memory; from the second call on, all entries name one and the same list.
        Assert.Same(store.Entries[0].Accounts, store.Entries[1].Accounts);
        Assert.All(store.Entries.Skip(2), e => Assert.Same(store.Entries[2].Accounts, e.Accounts));
        Assert.Equal(store.Entries[0].Accounts, store.Entries[2].Accounts);
        Assert.All(store.Entries, static e => Assert.Equal("alice", e.Attribution.User));
        UsageRecord usage = store.Entries[1].Usage!;
        Assert.Equal((settled.Id, new Usd(4)), (usage.Reservation, usage.Cost));
        Assert.Equal("Here.cs:1", store.Entries[1].CallSite);
        Assert.Equal("timeout", store.Entries[3].Note);
    }

    [Fact]
    public void ACostThatCannotBeIsBookedAtTheMostThatOneCallMayCost()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(nanos: Usd.MaxLimit.Nanos));
        manager.Settle(manager.Reserve(Make.Request(1)), long.MaxValue);
        Assert.Equal(Usd.MaxCall, manager.GetStatus("global").Spent);
    }

    private static void End(BudgetManager manager, Reservation reservation, string how, long cost)
    {
        switch (how)
        {
            case "settle":
                manager.Settle(reservation, cost);
                break;
            case "void":
                manager.Void(reservation, how);
                break;
            default:
                manager.Suspend(reservation, how);
                break;
        }
    }

    private static (long Spent, long Held, long Suspense, long Overrun) Status(BudgetManager manager) => manager.GetStatus("global").Figures();
}
