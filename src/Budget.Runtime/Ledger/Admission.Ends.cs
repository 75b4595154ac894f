namespace BudgetGen;

/// <summary>The ends of reservations. The state decides who is first; whoever comes second changes nothing.</summary>
internal sealed partial class Admission
{
    /// <summary>Turns a hold into spend.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="cost">Nano-dollars.</param>
    /// <param name="crossed">True if an alert line may have been crossed.</param>
    /// <returns>False if the reservation has ended already.</returns>
    public bool Settle(Reservation reservation, long cost, out bool crossed)
    {
        crossed = false;
        long hold = reservation.Hold.Nanos;
        using LedgerLock.Section locked = Lock.Enter();
        if (!reservation.Move(ReservationState.Held, ReservationState.Settled, cost))
        {
            return false;
        }

        _live.Remove(reservation);
        long overrun = cost - hold;
        foreach (Account account in reservation.AccountSet!.Accounts)
        {
            crossed |= account.Move(cost, -hold, 0);
            if (overrun > 0)
                account.AddOverrun(overrun);
        }

        if (_tickets != 0)
            Pump(reservation.AccountSet!);
        return true;
    }

    /// <summary>Gives a hold back: nothing was spent.</summary>
    public bool Void(Reservation reservation)
    {
        long hold = reservation.Hold.Nanos;
        using LedgerLock.Section locked = Lock.Enter();
        bool first = reservation.Move(ReservationState.Held, ReservationState.Voided);
        if (first)
        {
            _live.Remove(reservation);
            foreach (Account account in reservation.AccountSet!.Accounts)
                account.Move(0, -hold, 0);
            if (_tickets != 0)
                Pump(reservation.AccountSet!);
        }

        return first;
    }

    /// <summary>Turns a hold into suspense, on the accounts whose policies charge lost calls; on the others it goes back.</summary>
    public bool Suspend(Reservation reservation, out bool crossed)
    {
        crossed = false;
        long hold = reservation.Hold.Nanos;
        using LedgerLock.Section locked = Lock.Enter();
        bool first = reservation.Move(ReservationState.Held, ReservationState.Suspended);
        if (first)
        {
            _live.Remove(reservation);
            reservation.DecideWhoIsCharged();
            foreach (Account account in reservation.AccountSet!.Accounts)
                crossed |= account.Move(0, -hold, reservation.Charges(account) ? hold : 0);
            if (hold == 0 || reservation.HasReleased)
                _uncharged.Add(reservation);
            if (_tickets != 0)
                Pump(reservation.AccountSet!);
        }

        return first;
    }

    /// <summary>Ends suspense: by a cost that became known, by charging the hold, or by somebody who says that it cost nothing.</summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="end">What it becomes.</param>
    /// <param name="cost">Nano-dollars.</param>
    /// <param name="crossed">True if an alert line may have been crossed.</param>
    public bool EndSuspense(Reservation reservation, ReservationState end, long cost, out bool crossed)
    {
        crossed = false;
        long hold = reservation.Hold.Nanos;
        using LedgerLock.Section locked = Lock.Enter();
        bool first = reservation.Move(ReservationState.Suspended, end, cost);
        if (first)
        {
            _uncharged.Remove(reservation);
            foreach (Account account in reservation.AccountSet!.Accounts)
            {
                // Where the hold was given back, all of it is money that nothing was held for.
                long charged = reservation.Charges(account) ? hold : 0;
                crossed |= account.Move(cost, 0, -charged);
                account.AddOverrun(cost - charged);
            }

            if (_tickets != 0)
                Pump(reservation.AccountSet!);
        }

        return first;
    }

    /// <summary>Books what was billed after the hold had been given back, by a void or a release: nothing was held for it, so all of it is an overrun.</summary>
    public bool SettleAfterEnd(Reservation reservation, long cost, out bool crossed)
    {
        crossed = false;
        using LedgerLock.Section locked = Lock.Enter();
        bool first = reservation.Move(ReservationState.Voided, ReservationState.LateSettled, cost) || reservation.Move(ReservationState.Released, ReservationState.LateSettled, cost);
        if (first)
        {
            foreach (Account account in reservation.AccountSet!.Accounts)
            {
                crossed |= account.Move(cost, 0, 0);
                account.AddOverrun(cost);
            }
        }

        return first;
    }

    /// <summary>Books spend without a hold. What exceeds the room that was left is an overrun, on each account by itself.</summary>
    /// <param name="accounts">The accounts.</param>
    /// <param name="amount">Nano-dollars.</param>
    /// <param name="overruns">The overrun of each account, where there is any; else null.</param>
    /// <param name="crossed">True if an alert line may have been crossed.</param>
    /// <returns>False if the accounts are not the right ones any more: find them anew.</returns>
    public bool Book(AccountSet accounts, long amount, out long[]? overruns, out bool crossed)
    {
        crossed = false;
        overruns = null;
        using LedgerLock.Section locked = Lock.Enter();
        if (!ReferenceEquals(accounts.Generation, _generation))
        {
            return false;
        }

        for (int i = 0; i < accounts.Accounts.Length; i++)
        {
            Account account = accounts.Accounts[i];
            crossed |= account.Move(amount, 0, 0);
            long overrun = account.Policy.Limit is null ? 0 : Math.Clamp(-account.Free, 0, amount);
            if (overrun == 0)
                continue;
            account.AddOverrun(overrun);
            (overruns ??= new long[accounts.Accounts.Length])[i] = overrun;
        }

        return true;
    }

    /// <summary>Corrects spend: a refund, a reset, something that was billed after all. A positive one is money that nothing was held for.</summary>
    public bool Adjust(ReadOnlySpan<Account> accounts, long amount, bool isOverrun)
    {
        bool crossed = false;
        using LedgerLock.Section locked = Lock.Enter();
        foreach (Account account in accounts)
        {
            crossed |= account.Move(amount, 0, 0);
            if (isOverrun)
                account.AddOverrun(amount);
            if (amount < 0)
                Pump(account);
        }

        return crossed;
    }

    /// <summary>
    /// What a reset takes off an account (of a rolling window: off each of its steps): all settled spend; holds and suspense stay. Refunds may have brought the spend below zero: then a
    /// reset takes room away that calls in flight may have used, and that is an overrun. Nothing changes yet.
    /// </summary>
    public List<AccountReset> WouldReset(Account account)
    {
        var resets = new List<AccountReset>();
        using LedgerLock.Section locked = Lock.Enter();
        Account[] all = account.ExtraIfAny?.Rolling is { } rolling ? [.. rolling.Steps] : [account];
        long overrun = Math.Max(0, -all.Sum(static one => one.Spent));
        foreach (Account one in all)
        {
            long overran = ReferenceEquals(one, account) ? overrun : 0;
            if (one.Spent != 0 || overran != 0)
                resets.Add(new AccountReset(one, one.Spent, overran));
        }

        return resets;
    }

    /// <summary>Takes off what <see cref="WouldReset"/> said, and arms the account's alerts again.</summary>
    public void Reset(Account account, List<AccountReset> resets)
    {
        using LedgerLock.Section locked = Lock.Enter();
        foreach ((Account one, long spent, long overrun) in resets)
        {
            one.Move(-spent, 0, 0);
            one.AddOverrun(overrun);
        }

        account.ArmLines();
        Pump(account);
    }

    /// <summary>The reservations that were held at or before a monotonic timestamp.</summary>
    public List<Reservation> HeldSince(long timestamp)
    {
        var old = new List<Reservation>();
        using LedgerLock.Section locked = Lock.Enter();
        _live.CollectHeldSince(timestamp, old);
        return old;
    }

    public AccountFigures FiguresOf(Account account) => FiguresOf(account, out _);

    /// <param name="account">The account.</param>
    /// <param name="roomReturnsAt">For a rolling window: when the oldest spend leaves it.</param>
    public AccountFigures FiguresOf(Account account, out DateTimeOffset? roomReturnsAt)
    {
        using LedgerLock.Section locked = Lock.Enter();
        AccountFigures figures = account.Figures();
        roomReturnsAt = account.ExtraIfAny?.Rolling?.RoomReturnsAt;
        return figures;
    }

    /// <summary>The alert lines that an account has crossed and that nobody has reported yet; they count as reported from now on.</summary>
    public AlertLines TakeCrossedLines(Account account)
    {
        using LedgerLock.Section locked = Lock.Enter();
        AlertLines crossed = account.TakeCrossedLines();
        return crossed;
    }

    /// <summary>True for the first refusal of its kind since the limit was set.</summary>
    public bool TakeRefusal(Account account, AlertLines refusal)
    {
        using LedgerLock.Section locked = Lock.Enter();
        bool first = account.TakeRefusal(refusal);
        return first;
    }

    /// <summary>True if money is spent, held or unknown on an account, or in the rolling window that it is a step of.</summary>
    public bool HasMoney(Account account)
    {
        using LedgerLock.Section locked = Lock.Enter();
        AccountFigures figures = account.Figures();
        return (figures.Spent | figures.Held | figures.Suspense) != 0;
    }

    /// <summary>Counts alert lines as reported: by an earlier process, whose records say so.</summary>
    public void MarkReported(Account account, AlertLines lines)
    {
        using LedgerLock.Section locked = Lock.Enter();
        account.MarkReported(lines);
    }
}
