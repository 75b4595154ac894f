namespace BudgetGen.Tests.Ledger;

/// <summary>Admission allocates nothing: found by counting bytes, not by timing.</summary>
public class AllocationTests
{
    [Fact]
    public void FindingReservingAndSettlingFiveAccountsAllocatesNothing()
    {
        using BudgetManager manager = Make.Manager(
            Make.Policy("a", 1_000_000_000), Make.Policy("b", 1_000_000_000, BudgetScope.User), Make.Policy("c", 1_000_000_000, BudgetScope.Model),
            Make.Policy("d", 1_000_000_000, BudgetScope.Provider), Make.Policy("e", 1_000_000_000, action: LimitAction.Warn, period: BudgetPeriod.Monthly));
        long now = manager.TimeProvider.GetUtcNow().UtcTicks;
        var request = new SpendRequest(new CallAttribution("alice", "openai", "gpt-4o", "web"), new Usd(100));
        var calls = new Queue<Reservation>();
        for (int i = 0; i < 10_100; i++)
            calls.Enqueue(new Reservation(manager, new ReservationId(1, (ulong)i), request, DateTimeOffset.UnixEpoch, 0));

        Run(manager, request, calls, now, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(manager, request, calls, now, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(5, manager.Book.Resolve(request.Attribution, now).Accounts.Length);
        Assert.Equal(10_100 * 3, manager.GetStatus("a").Spent.Nanos);
    }

    private static void Run(BudgetManager manager, in SpendRequest request, Queue<Reservation> calls, long now, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Reservation call = calls.Dequeue();
            call.AccountSet = manager.Book.Resolve(request.Attribution, now);
            if (manager.Admission.Reserve(call, now).Kind != VerdictKind.Held || !manager.Admission.Settle(call, 3, out _))
                throw new InvalidOperationException("refused");
        }
    }

    [Fact]
    public void Users_of_one_mail_domain_do_not_push_each_other_out_of_memory()
    {
        using BudgetManager manager = Make.Manager(Make.Policy(scope: BudgetScope.User));
        long now = manager.TimeProvider.GetUtcNow().UtcTicks;
        AccountSet[] Resolve() => [.. Enumerable.Range(0, 64).Select(i => manager.Book.Resolve(new CallAttribution($"user-{i:00}@a-long-domain.example.com"), now))];
        Resolve();
        AccountSet[] kept = Resolve();
        Assert.InRange(Resolve().Zip(kept).Count(static pair => ReferenceEquals(pair.First, pair.Second)), 60, 64);
    }
}
