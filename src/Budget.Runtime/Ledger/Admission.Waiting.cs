namespace BudgetGen;

/// <summary>
/// Waiting for holds of others: first come, first served on each account, and nobody overtakes, whoever may wait and whoever may not. Each step that makes
/// room looks at the head of the line, so no wake-up can be lost.
/// </summary>
internal sealed partial class Admission
{
    private readonly HashSet<Account> _lines = [];
    private long _tickets;

    /// <summary>Takes a waiter that has waited long enough, or was cancelled, out of the line.</summary>
    /// <returns>False if it was decided meanwhile: the decision counts.</returns>
    public bool Leave(HoldWaiter waiter)
    {
        Lock.Enter();
        Account? queue = waiter.Queue;
        if (queue is not null)
        {
            waiter.Queue = null;
            queue.Extra.Waiters!.Remove(waiter);
            Pump(queue);
        }

        Lock.Exit();
        return queue is not null;
    }

    private Verdict RefuseOrQueue(Reservation reservation, long hold, bool mayWait)
    {
        AccountSet accounts = reservation.AccountSet!;
        Verdict refusal = Refusal(accounts, hold, long.MaxValue)!.Value;
        if (!mayWait || refusal.Reason != RejectionReason.InFlight)
            return refusal;

        // A call that was in a line before (its accounts went stale there) has its ticket, and with it its place.
        if (reservation.Ticket == 0)
            reservation.Ticket = ++_tickets;
        var waiter = new HoldWaiter(reservation, accounts, reservation.Ticket);
        Enqueue(waiter, refusal.Account!);
        return refusal with { Kind = VerdictKind.Waiting, Waiter = waiter };
    }

    private void Enqueue(HoldWaiter waiter, Account account)
    {
        LinkedList<HoldWaiter> line = account.Extra.Waiters ??= new LinkedList<HoldWaiter>();
        LinkedListNode<HoldWaiter>? before = line.Last;
        while (before is not null && before.Value.Ticket > waiter.Ticket)
            before = before.Previous;
        if (before is null)
            line.AddFirst(waiter);
        else
            line.AddAfter(before, waiter);
        waiter.Queue = account;
        _lines.Add(account);
    }

    /// <summary>Looks at everybody who waits: policies have changed. The caller has the lock.</summary>
    public void PumpAll()
    {
        foreach (Account account in _lines.ToArray())
            Pump(account);
    }

    /// <summary>Room may have come back on these accounts.</summary>
    private void Pump(AccountSet accounts)
    {
        foreach (Account account in accounts.Accounts)
            Pump(account);
    }

    private void Pump(Account account)
    {
        while (account.ExtraIfAny?.Waiters?.First is { } first)
        {
            HoldWaiter waiter = first.Value;
            Verdict verdict = Decide(waiter);
            if (verdict is { Kind: VerdictKind.Refused, Reason: RejectionReason.InFlight })
            {
                if (ReferenceEquals(verdict.Account, account))
                    return;

                // Another account is in its way now; those behind it may go on here.
                account.Extra.Waiters!.RemoveFirst();
                Enqueue(waiter, verdict.Account!);
                continue;
            }

            account.Extra.Waiters!.RemoveFirst();
            waiter.Queue = null;
            waiter.Decide(verdict);
        }

        _lines.Remove(account);
    }

    private Verdict Decide(HoldWaiter waiter)
    {
        AccountSet accounts = waiter.Accounts;
        if (!ReferenceEquals(accounts.Generation, _generation))
            return new Verdict(VerdictKind.Stale);

        long hold = waiter.Reservation.Hold.Nanos;
        if (Refusal(accounts, hold, waiter.Ticket) is { } refusal)
            return refusal;
        Hold(waiter.Reservation, accounts, hold);
        return new Verdict(VerdictKind.Held);
    }
}
