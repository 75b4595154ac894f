using BudgetGen.Storage;

namespace BudgetGen.Tests.Faults;

// What must be true, whatever happened.
internal sealed partial class Simulation
{
    private readonly Dictionary<(string Policy, string ScopeKey, DateTimeOffset?), (long Committed, long Overrun)> _bounds = [];
    private readonly List<(string Name, Task Task)> _observed = [];

    /// <summary>A host never sees an exception that is not documented.</summary>
    private void Observe(string name, Task task)
    {
        Say(name);
        _observed.Add((name, task));
    }

    private static async Task Allowing(Task<bool> adjust)
    {
        try
        {
            await adjust.ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // It has not ended yet, as far as the store knows.
        }
    }

    private void Check()
    {
        foreach ((string name, Task task) in _observed)
        {
            if (task.IsFaulted && task.Exception.InnerException is { } error)
            {
                Ensure(error is BudgetExceededException, $"{name}: {error}");
                string reason = ((BudgetExceededException)error).Reason.ToString();
                Count(reason);
                Say($"  {name}: {reason}");
            }
        }

        _observed.RemoveAll(static o => o.Task.IsCompleted);
        CheckAccounts();
    }

    /// <summary>I1 and I5, on every account.</summary>
    private void CheckAccounts()
    {
        BudgetManager manager = _manager!;
        long inFlight = 0, everything = 0;
        foreach (BudgetStatus status in manager.GetStatus())
        {
            (long spent, long held, long suspense, long overrun) = status.Figures();
            Ensure(held >= 0 && suspense >= 0, $"{status.Policy.Id}/{status.ScopeKey}: held {held}, suspense {suspense}");
            if (status.Policy.Id == Everything)
                (inFlight, everything) = (manager.InFlight.Total.Nanos, held);
            if (!status.Policy.IsHard)
                continue;

            long limit = status.Limit!.Value.Nanos;
            (long committed, long before) = _bounds.GetValueOrDefault((status.Policy.Id, status.ScopeKey, status.Policy.Period == BudgetPeriod.Rolling ? null : status.WindowStart));
            if (status.Policy.Period != BudgetPeriod.Rolling || overrun >= before)
                Ensure(spent + held + suspense <= Math.Max(limit, committed) + overrun - (committed > limit ? before : 0), $"I5: {status.Policy.Id}/{status.ScopeKey} {status.Figures()} of {limit}, {committed} before");
        }

        Ensure(inFlight == everything, $"I1: {inFlight} in flight, {everything} held");
        if (_random.Next(8) == 0)
            Say($"  figures {manager.GetStatus(Everything).Figures()}, {manager.PendingEntries} wait");
    }

    /// <summary>From here on, limits that were lowered bound only what comes.</summary>
    private void RememberCommitments()
    {
        foreach (BudgetStatus status in _manager!.GetStatus())
        {
            (long spent, long held, long suspense, long overrun) = status.Figures();
            _bounds[(status.Policy.Id, status.ScopeKey, status.Policy.Period == BudgetPeriod.Rolling ? null : status.WindowStart)] = (spent + held + suspense, overrun);
        }
    }

    /// <summary>The store works, and everything that waits gets to it.</summary>
    private void CatchUp()
    {
        for (int i = 0; _store.Waiting > 0 || _manager!.PendingEntries > 0; i++)
        {
            Ensure(i < 10_000, "it never catches up");
            while (_store.Waiting > 0)
            {
                _store.Step(SimOutcome.Ok);
                Settle();
            }

            if (_manager!.PendingEntries > 0)
            {
                _wall += TimeSpan.FromSeconds(31);
                _time.Advance(TimeSpan.FromSeconds(31));
                Settle();
            }
        }
    }

    /// <summary>After a start: the store against its own lines, memory against the store, and every call against the provider's log.</summary>
    private void Audit()
    {
        var sums = new Dictionary<AccountKey, (long Spent, long Suspense, long Overrun)>();
        foreach (LedgerEntry entry in _disk.Entries)
        {
            foreach (AccountKey key in entry.Accounts)
            {
                (long spent, long suspense, long overrun) = sums.GetValueOrDefault(key);
                sums[key] = (spent + entry.Amount.Nanos, suspense + entry.SuspenseChange.Nanos, overrun + entry.Overrun.Nanos);
            }
        }

        foreach (AccountBalance balance in _disk.Real.GetBalancesAsync().AsTask().GetAwaiter().GetResult())
            Ensure(sums.GetValueOrDefault(balance.Account) == (balance.Spent.Nanos, balance.Suspense.Nanos, balance.Overrun.Nanos), $"I4: {balance} is not {sums.GetValueOrDefault(balance.Account)}");
        CompareMemory(sums);
        AuditCalls();
    }

    private void CompareMemory(Dictionary<AccountKey, (long Spent, long Suspense, long Overrun)> sums)
    {
        foreach (BudgetStatus status in _manager!.GetStatus())
        {
            DateTimeOffset now = _time.GetUtcNow();
            IEnumerable<KeyValuePair<AccountKey, (long Spent, long Suspense, long Overrun)>> own = sums.Where(s => s.Key.PolicyId == status.Policy.Id && s.Key.ScopeKey == status.ScopeKey);
            if (status.Policy.Period == BudgetPeriod.Rolling)
                own = own.Where(s => s.Key.WindowEnd > BudgetWindow.At(status.Policy, now)!.Value.Start);
            else if (status.Policy.Period != BudgetPeriod.Lifetime)
                own = own.Where(s => s.Key.WindowStart == status.WindowStart);
            (long Spent, long Suspense) stored = (own.Sum(static s => s.Value.Spent), own.Sum(static s => s.Value.Suspense));
            Ensure((status.Spent.Nanos, status.Suspense.Nanos) == stored, $"memory: {status.Policy.Id}/{status.ScopeKey} {status.Figures()}, the store has {stored}");
        }
    }

    private void AuditCalls()
    {
        ILookup<ReservationId, LedgerEntry> lives = _disk.Entries.ToLookup(static e => e.Reservation);
        long truth = 0, spent = 0, suspense = 0, unreported = 0;
        foreach (SimCall call in _calls)
        {
            if (call.Id is not { } id)
            {
                Ensure(call.Billed is null, $"call {call.Number} was sent without a hold");
                continue;
            }

            List<LedgerEntry> life = [.. lives[id].Where(static e => e.Accounts.Any(static a => a.PolicyId == Everything))];
            int ends = life.Count(static e => e.Kind is LedgerEntryKind.Settle or LedgerEntryKind.Void or LedgerEntryKind.Suspend);
            int decisions = life.Count(static e => e.Kind is LedgerEntryKind.LateSettle or LedgerEntryKind.Release or LedgerEntryKind.Charge);

            // What was billed after somebody had said that it cost nothing is one more line.
            int reopened = Math.Min(life.Count(static e => e.Kind == LedgerEntryKind.Release), life.Count(static e => e.Kind == LedgerEntryKind.LateSettle));
            Ensure(ends <= 1 && decisions - reopened <= life.Count(static e => e.Kind == LedgerEntryKind.Suspend) && reopened <= 1, $"I3: call {call.Number} has {ends} ends and {decisions} decisions");
            long booked = life.Where(static e => e.Kind != LedgerEntryKind.Adjust).Sum(static e => e.Amount.Nanos), unknown = life.Sum(static e => e.SuspenseChange.Nanos);
            bool charged = life.Exists(static e => e.Kind == LedgerEntryKind.Charge);
            long billed = call.Billed ?? 0;
            bool isRight = (booked, unknown) == (billed, 0) || (booked, unknown) == (0, call.Hold) || (charged && (booked, unknown) == (call.Hold, 0));
            Ensure(isRight, $"I7: the provider billed {billed} for call {call.Number} with a hold of {call.Hold}; the ledger has {booked} and {unknown} unknown");
            truth += billed;
            spent += charged ? billed : booked;
            suspense += unknown;
            unreported += unknown > 0 ? Math.Max(0, billed - call.Hold) : 0;
            AuditReleasing(call, [.. lives[id].Where(static e => e.Accounts.Any(static a => a.PolicyId == "soft"))], life);
        }

        Ensure(spent <= truth && truth <= spent + suspense + unreported, $"I7: truth {truth}, spent {spent}, unknown {suspense}, unreported {unreported}");
        Say($"  audit: truth {truth}, spent {spent}, unknown {suspense}");
    }

    /// <summary>A policy that gives lost calls back counts what they cost in the end like all others, and never charges one as unknown.</summary>
    private static void AuditReleasing(SimCall call, List<LedgerEntry> soft, List<LedgerEntry> life)
    {
        long booked = life.Sum(static e => e.Amount.Nanos);
        bool charged = life.Exists(static e => e.Kind == LedgerEntryKind.Charge);
        long own = soft.Sum(static e => e.Amount.Nanos);

        // Its cost is a line of its own there; a crash may come between the two.
        bool crashedBetween = life.Exists(static e => e.Kind == LedgerEntryKind.LateSettle) && !soft.Exists(static e => e.Kind == LedgerEntryKind.LateSettle);
        if (crashedBetween)
            return;

        Ensure(charged || own == booked, $"call {call.Number}: {booked} is booked, and {own} where lost calls are given back");
        Ensure(soft.Sum(static e => e.SuspenseChange.Nanos) == 0, $"call {call.Number} is charged as unknown where lost calls are given back");
    }

    private static void Ensure(bool condition, string what)
    {
        if (!condition)
            throw new SimFailure(what);
    }
}
