namespace BudgetGen;

/// <summary>
/// The algorithm over accounts: a hold is taken from all accounts of a call or from none, and given back or charged exactly once. Everything here is one
/// short step under the ledger's lock, so that any interleaving of calls is some order of these steps.
/// </summary>
internal sealed partial class Admission(TimeProvider time)
{
    private readonly LiveReservations _live = new();

    // Lost calls that some account is not charged for: they may still be billed there, so it must not be forgotten.
    private readonly HashSet<Reservation> _uncharged = [];
    private PolicyGeneration _generation = PolicyGeneration.None;

    /// <summary>The lock itself. The account book takes it to change what it guards.</summary>
    public LedgerLock Lock { get; } = new();

    /// <summary>The policies in force; sets that were made from others are stale.</summary>
    public PolicyGeneration Generation => Volatile.Read(ref _generation);

    public HoldTotals InFlight
    {
        get
        {
            using LedgerLock.Section locked = Lock.Enter();
            HoldTotals totals = _live.Totals;
            return totals;
        }
    }

    /// <summary>Puts another generation of policies in force. The caller has the lock.</summary>
    public void Renew(PolicyGeneration generation) => Volatile.Write(ref _generation, generation);

    /// <summary>Asks for the hold of a reservation.</summary>
    /// <param name="reservation">It names its accounts and its hold.</param>
    /// <param name="now">UTC ticks: whether the accounts' windows still run.</param>
    /// <param name="mayWait">Whether it may wait for holds of others.</param>
    /// <param name="hasSlot">Whether it has waited for its slot of a throttling policy already.</param>
    public Verdict Reserve(Reservation reservation, long now, bool mayWait = false, bool hasSlot = false)
    {
        AccountSet accounts = reservation.AccountSet!;
        long hold = reservation.Hold.Nanos;
        using LedgerLock.Section locked = Lock.Enter();
        if (!ReferenceEquals(accounts.Generation, _generation) || now >= accounts.ValidUntil)
        {
            return new Verdict(VerdictKind.Stale);
        }

        // A call that has been in a line keeps its place: only those before it are in its way.
        long ticket = reservation.Ticket == 0 ? long.MaxValue : reservation.Ticket;
        foreach (Account account in accounts.Hard)
        {
            if (account.Free < hold || HasEarlier(account, ticket))
            {
                Verdict refusal = RefuseOrQueue(reservation, ticket, mayWait, hasSlot);
                return refusal;
            }
        }

        if (accounts.Throttled.Length > 0 && !hasSlot && Slow(accounts) is { } slowed)
        {
            return slowed;
        }

        Hold(reservation, accounts, hold);
        return new Verdict(VerdictKind.Held);
    }

    /// <summary>What would be said to a hold now; null if it would be taken. Nothing changes.</summary>
    public Verdict? WouldRefuse(AccountSet accounts, long hold)
    {
        using LedgerLock.Section locked = Lock.Enter();
        Verdict? refusal = Refusal(accounts, hold, long.MaxValue);
        return refusal;
    }

    /// <summary>What one account would say to a hold now: nothing, a refusal or a delay. Nothing changes.</summary>
    public Verdict? WouldRefuse(Account account, AccountSet accounts, long hold)
    {
        Verdict? verdict = null;
        using LedgerLock.Section locked = Lock.Enter();
        if (accounts.Hard.Contains(account) && (account.Free < hold || HasEarlier(account, long.MaxValue)))
            verdict = Verdict.Refusal(account, account.Free < hold ? account.Refusal(hold) : RejectionReason.InFlight);
        else if (accounts.Throttled.Contains(account))
            verdict = WouldSlow(account);
        return verdict;
    }

    /// <summary>Accounts without money that calls may still be billed on. The caller has the lock.</summary>
    public HashSet<Account> Billable()
    {
        var accounts = new HashSet<Account>();
        _live.CollectFree(accounts);
        foreach (Reservation lost in _uncharged)
        {
            foreach (Account account in lost.AccountSet!.Accounts)
                accounts.Add(account);
        }

        return accounts;
    }

    private void Hold(Reservation reservation, AccountSet accounts, long hold)
    {
        foreach (Account account in accounts.Accounts)
            account.Take(hold);
        _live.Add(reservation);
    }

    /// <summary>The refusal that decides: one by an account that is spent before one that is merely busy, because waiting does not help with it.</summary>
    private static Verdict? Refusal(AccountSet accounts, long hold, long ticket)
    {
        Account? busy = null;
        foreach (Account account in accounts.Hard)
        {
            if (account.Free < hold && account.Refusal(hold) == RejectionReason.Exhausted)
                return Verdict.Refusal(account, RejectionReason.Exhausted);
            if (busy is null && (account.Free < hold || HasEarlier(account, ticket)))
                busy = account;
        }

        return busy is null ? null : Verdict.Refusal(busy, RejectionReason.InFlight);
    }

    private static bool HasEarlier(Account account, long ticket) => account.CommonIfAny?.Waiters?.First is { } first && first.Value.Ticket < ticket;
}
