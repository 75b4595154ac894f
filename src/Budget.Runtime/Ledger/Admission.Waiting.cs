namespace BudgetGen;

/// <summary>
/// Waiting for holds of others: first come, first served on each account, and nobody overtakes, whoever may wait and whoever may not. Each step that makes
/// room looks at the head of the line, so no wake-up can be lost.
/// </summary>
internal sealed partial class Admission
{
    private readonly HashSet<LinkedList<HoldWaiter>> _lines = [];
    private long _tickets;

    /// <summary>Takes a waiter that has waited long enough, or was cancelled, out of the line.</summary>
    /// <returns>False if it was decided meanwhile: the decision counts.</returns>
    public bool Leave(HoldWaiter waiter)
    {
        using LedgerLock.Section locked = Lock.Enter();
        LinkedList<HoldWaiter>? line = waiter.Line;
        if (line is not null)
        {
            waiter.Line = null;
            line.Remove(waiter);
            Pump(line);
        }

        return line is not null;
    }

    private Verdict RefuseOrQueue(Reservation reservation, long ticket, bool mayWait, bool hasSlot)
    {
        AccountSet accounts = reservation.AccountSet!;
        Verdict refusal = Refusal(accounts, reservation.Hold.Nanos, ticket)!.Value;
        if (!mayWait || refusal.Reason != RejectionReason.InFlight)
            return refusal;

        // A call that was in a line before (its accounts went stale there) has its ticket, and with it its place.
        if (reservation.Ticket == 0)
            reservation.Ticket = ++_tickets;
        var waiter = new HoldWaiter(reservation, accounts, reservation.Ticket, hasSlot);
        Enqueue(waiter, refusal.Account!);
        return refusal with { Kind = VerdictKind.Waiting, Waiter = waiter };
    }

    private void Enqueue(HoldWaiter waiter, Account account)
    {
        LinkedList<HoldWaiter> line = account.Common.Waiters ??= new LinkedList<HoldWaiter>();
        LinkedListNode<HoldWaiter>? before = line.Last;
        while (before is not null && before.Value.Ticket > waiter.Ticket)
            before = before.Previous;
        if (before is null)
            line.AddFirst(waiter);
        else
            line.AddAfter(before, waiter);
        waiter.Line = line;
        _lines.Add(line);
    }

    /// <summary>Looks at everybody who waits: policies have changed. The caller has the lock.</summary>
    public void PumpAll()
    {
        foreach (LinkedList<HoldWaiter> line in _lines.ToArray())
            Pump(line);
    }

    /// <summary>Room may have come back on these accounts.</summary>
    private void Pump(AccountSet accounts)
    {
        foreach (Account account in accounts.Accounts)
            Pump(account);
    }

    private void Pump(Account account)
    {
        if (account.CommonIfAny?.Waiters is { Count: > 0 } line)
            Pump(line);
    }

    /// <summary>Looks at the head of a line, and at the next one while heads are decided. The caller has the lock.</summary>
    public void Pump(LinkedList<HoldWaiter> line)
    {
        while (line.First is { } first)
        {
            HoldWaiter waiter = first.Value;
            Verdict verdict = Decide(waiter);
            if (verdict is { Kind: VerdictKind.Refused, Reason: RejectionReason.InFlight })
            {
                if (ReferenceEquals(verdict.Account!.CommonIfAny?.Waiters, line))
                    return;

                // Another account is in its way now; those behind it may go on here.
                line.RemoveFirst();
                Enqueue(waiter, verdict.Account!);
                continue;
            }

            line.RemoveFirst();
            waiter.Line = null;
            waiter.Decide(verdict);
        }

        _lines.Remove(line);
    }

    private Verdict Decide(HoldWaiter waiter)
    {
        AccountSet accounts = waiter.Accounts;
        if (!ReferenceEquals(accounts.Generation, _generation) || HaveLeft(accounts))
            return new Verdict(VerdictKind.Stale);

        long hold = waiter.Reservation.Hold.Nanos;
        if (Refusal(accounts, hold, waiter.Ticket) is { } refusal)
            return refusal;

        // Whoever waited for money has not waited for a slot yet.
        if (accounts.Throttled.Length > 0 && !waiter.HasSlot && Slow(accounts) is { } slowed)
            return slowed;
        waiter.Reservation.HeldSince = time.GetTimestamp();
        Hold(waiter.Reservation, accounts, hold);
        return new Verdict(VerdictKind.Held);
    }

    private static bool HaveLeft(AccountSet accounts)
    {
        foreach (Account account in accounts.Hard)
        {
            if (account.HasLeft)
                return true;
        }

        return false;
    }
}
