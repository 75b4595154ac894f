using BudgetGen.Storage;
using BudgetGen.Storage.Conformance;

namespace BudgetGen.Tests.Faults;

/// <summary>
/// One store whose n-th write operation goes wrong, the managers that own it one after the other, and what the provider knows: how each call should stand in the
/// ledger in the end.
/// </summary>
internal sealed class FaultWorld
{
    private readonly InMemoryBudgetStore _disk = new();
    private readonly List<(ReservationId Id, long Spent, long Suspense, long Hold)> _expected = [];
    private FaultyStore _store;

    public FaultWorld()
    {
        _store = new FaultyStore(_disk);
        Manager = Start();
    }

    public FakeTime Time { get; private set; } = new();

    public BudgetManager Manager { get; private set; }

    public int Fired => _store.Fired;

    /// <summary>True if the world ends at once when the fault has fired: nothing that waits in memory comes to the store any more.</summary>
    public bool Crashes { get; init; }

    /// <summary>Reservations that were refused because the store could not record them. They may be on the disk all the same.</summary>
    public int Refused { get; private set; }

    public void FailAt(int n, StoreFault fault) => _store.FailAt(n, fault);

    /// <summary>How a call should stand in the end: spent, and unknown.</summary>
    public void Expect(Reservation call, long spent, long suspense)
    {
        _expected.RemoveAll(e => e.Id == call.Id);
        _expected.Add((call.Id, spent, suspense, call.Hold.Nanos));
    }

    public async Task<Reservation?> ReserveAsync(long hold)
    {
        try
        {
            Reservation made = await Do(Manager.ReserveAsync(Make.Request(hold, "alice")).AsTask());
            Expect(made, 0, hold);
            return made;
        }
        catch (BudgetExceededException refusal) when (refusal.Reason == RejectionReason.StoreUnavailable)
        {
            Refused++;
            return null;
        }
    }

    /// <summary>Waits for work; where the store does not answer, it does in the end.</summary>
    public async Task<T> Do<T>(Task<T> work)
    {
        await Do((Task)work);
        return await work;
    }

    /// <inheritdoc cref="Do{T}"/>
    public async Task Do(Task work)
    {
        while (!work.IsCompleted)
        {
            if (_store.Stalled > 0)
                _store.ReleaseStalled();
            await Task.Yield();
        }

        await work;
    }

    /// <summary>The process is gone, without a word.</summary>
    public void Crash() => _store.AbandonStalled();

    /// <summary>The next process, on a store where the n-th operation from now on goes wrong.</summary>
    public async Task RestartAsync(int n = 0, StoreFault fault = default)
    {
        _store = new FaultyStore(_disk);
        Time = new FakeTime(Time.GetUtcNow());
        if (n > 0)
            _store.FailAt(n, fault);
        Manager = await Do(Task.Run(Start));
    }

    /// <summary>The store works again; everything that waits gets there, or the process crashes before that.</summary>
    public async Task EndAsync()
    {
        _store.Heal();
        if (!Crashes)
        {
            _store.ReleaseStalled();
            for (int i = 0; !await Do(Manager.RetryPendingAsync().AsTask()) || Manager.PendingEntries > 0; i++)
                Assert.True(i < 1000, "it never catches up");
        }

        Crash();
        await RestartAsync();
        await CompareAsync();

        // A second start changes nothing.
        Crash();
        await RestartAsync();
        await CompareAsync();
    }

    /// <summary>Every call as the provider says, and memory as the store says.</summary>
    private async Task CompareAsync()
    {
        long spent = 0, suspense = 0;
        foreach ((ReservationId id, long wantedSpent, long wantedSuspense, long hold) in _expected)
        {
            IReadOnlyList<LedgerEntry> life = await _disk.FindAsync(id);
            (long Spent, long Suspense) stands = (life.Sum(static e => e.Amount.Nanos), life.Sum(static e => e.SuspenseChange.Nanos));
            bool isRight = stands == (wantedSpent, wantedSuspense) || (Crashes && IsAllowedAfterCrash(stands, wantedSpent, hold, life));
            Assert.True(isRight, $"{stands} instead of {(wantedSpent, wantedSuspense)}: {string.Join(", ", life.Select(static e => $"{e.Kind} {e.Amount.Nanos}/{e.SuspenseChange.Nanos}"))}");
            (spent, suspense) = (spent + stands.Spent, suspense + stands.Suspense);
        }

        // A hold that failed may be on the disk: then it is charged, visible, and somebody may release it.
        IReadOnlyList<OpenReservation> open = await _disk.GetOpenReservationsAsync();
        Assert.All(open, static o => Assert.True(o.Suspended));
        List<OpenReservation> strays = [.. open.Where(o => !_expected.Exists(e => e.Id == o.Id))];
        Assert.InRange(strays.Count, 0, Refused);
        suspense += strays.Sum(static s => s.Hold.Nanos);
        Assert.Equal((spent, 0, suspense), (Status.Spent.Nanos, Status.Held.Nanos, Status.Suspense.Nanos));
        AccountBalance balance = (await _disk.GetBalancesAsync()).SingleOrDefault(static b => b.Account.PolicyId == "all") ?? new AccountBalance(null!, default, default, default);
        Assert.Equal((Status.Spent, Status.Suspense, Status.Overrun), (balance.Spent, balance.Suspense, balance.Overrun));
    }

    /// <summary>What had not come to the store: the call is charged at its hold. Of corrections some may be missing.</summary>
    private static bool IsAllowedAfterCrash((long Spent, long Suspense) stands, long wantedSpent, long hold, IReadOnlyList<LedgerEntry> life)
    {
        if (stands == (0, hold))
            return true;

        long corrected = life.Where(static e => e.Kind == LedgerEntryKind.Adjust).Sum(static e => e.Amount.Nanos);
        return stands.Suspense == 0 && new[] { 0L, -10, 25, 15 }.Contains(corrected) && new[] { 0L, -10, 25, 15 }.Contains(wantedSpent - (stands.Spent - corrected));
    }

    private BudgetStatus Status => Manager.GetStatus("all");

    private BudgetManager Start() => Make.Manager(
        o =>
        {
            o.Store = _ => _store;
            o.TimeProvider = Time;
        },
        Make.Policy("all", 100_000, period: BudgetPeriod.Lifetime),
        Make.Policy("day", 50_000),
        Make.Policy("users", 50_000, BudgetScope.User));
}
