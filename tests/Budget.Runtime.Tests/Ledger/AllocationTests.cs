using BudgetGen.Storage;

namespace BudgetGen.Tests.Ledger;

/// <summary>Admission allocates nothing: found by counting bytes, not by timing.</summary>
public class AllocationTests
{
    [Fact]
    public void FindingReservingAndSettlingFiveAccountsAllocatesNothing()
    {
        var book = new AccountBook(
            [
                Make.Policy("a", 1_000_000), Make.Policy("b", 1_000_000, BudgetScope.User), Make.Policy("c", 1_000_000, BudgetScope.Model),
                Make.Policy("d", 1_000_000, BudgetScope.Provider), Make.Policy("e", 1_000_000, action: LimitAction.Warn, period: BudgetPeriod.Monthly),
            ],
            Array.Empty<AccountBalance>());
        long now = new DateTimeOffset(2026, 8, 19, 12, 0, 0, TimeSpan.Zero).UtcTicks;
        var call = new CallAttribution("alice", "openai", "gpt-4o", "web");
        Run(book, call, now, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(book, call, now, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(5, book.Resolve(call, now).Accounts.Length);
    }

    private static void Run(AccountBook book, in CallAttribution call, long now, int times)
    {
        for (int i = 0; i < times; i++)
        {
            AccountSet accounts = book.Resolve(call, now);
            if (accounts.Reserve(100) is not null)
                throw new InvalidOperationException("refused");
            accounts.Settle(100, 3);
        }
    }
}
