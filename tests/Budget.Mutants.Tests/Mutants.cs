namespace BudgetGen.Mutants.Tests;

/// <summary>The faults: each is one that somebody could make in an ordinary change, and each breaks a rule of the ledger.</summary>
internal static class Mutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        // Ends.
        new("a settlement gives one nano too much back", "Ledger/Admission.Ends.cs", "crossed |= account.Move(cost, -hold, 0);", "crossed |= account.Move(cost, -hold - 1, 0);"),
        new("a settlement forgets the overrun", "Ledger/Admission.Ends.cs", "long overrun = cost - hold;", "long overrun = 0;"),
        new("a settlement is written twice", "BudgetManager.Settle.cs", "bool first = reservation.State == ReservationState.Held;", "bool first = reservation.State is ReservationState.Held or ReservationState.Settled;"),
        new("a void stays in the list of live ones", "Ledger/Admission.Ends.cs", "            _live.Remove(reservation);\n            foreach (Account account in reservation.AccountSet!.Accounts)\n                account.Move(0, -hold, 0);", "            foreach (Account account in reservation.AccountSet!.Accounts)\n                account.Move(0, -hold, 0);"),
        new("a void wakes nobody", "Ledger/Admission.Ends.cs", "                account.Move(0, -hold, 0);\n            if (_tickets != 0)\n                Pump(reservation.AccountSet!);", "                account.Move(0, -hold, 0);"),
        new("suspense is not charged", "Ledger/Admission.Ends.cs", "crossed |= account.Move(0, -hold, reservation.Charges(account) ? hold : 0);", "crossed |= account.Move(0, -hold, 0);"),
        new("suspense is charged where it is to be released", "Ledger/Admission.Ends.cs", "crossed |= account.Move(0, -hold, reservation.Charges(account) ? hold : 0);", "crossed |= account.Move(0, -hold, hold);"),
        new("a late settlement leaves the suspense", "Ledger/Admission.Ends.cs", "crossed |= account.Move(cost, 0, -charged);", "crossed |= account.Move(cost, 0, 0);"),
        new("a late settlement takes a released hold for an existing one", "Ledger/Admission.Ends.cs", "account.AddOverrun(cost - charged);", "account.AddOverrun(cost - hold);"),
        new("what is billed after a void is no overrun", "Ledger/Admission.Ends.cs", "account.AddOverrun(cost);", "account.AddOverrun(0);"),
        new("what is billed after a void is not spent", "Ledger/Admission.Ends.cs", "                crossed |= account.Move(cost, 0, 0);", "                crossed |= account.Move(0, 0, 0);"),
        new("money that was billed after all is no overrun", "Ledger/Admission.Ends.cs", "if (isOverrun)", "if (amount == long.MaxValue)"),
        new("a refund wakes nobody", "Ledger/Admission.Ends.cs", "if (amount < 0)", "if (amount == long.MinValue)"),
        new("a reset takes suspense off too", "Ledger/Admission.Ends.cs", "one.Move(-spent, 0, 0);", "one.Move(-spent, 0, -one.OwnFigures().Suspense);"),
        new("spend without a hold never overruns", "Ledger/Admission.Ends.cs", "Math.Clamp(-account.Free, 0, amount)", "0L"),
        new("a lost call that may be billed is forgotten with its account", "Ledger/Admission.Ends.cs", "_uncharged.Add(reservation);", "_ = _uncharged.Count;"),

        // Admission.
        new("one nano above the limit goes", "Ledger/Admission.cs", "if (account.Free < hold || HasEarlier(account, ticket))", "if (account.Free < hold - 1 || HasEarlier(account, ticket))"),
        new("exactly the limit is said to be too much", "Ledger/Account.cs", "amount > Window.Limit - Charged", "amount >= Window.Limit - Charged"),
        new("a stale set is not detected", "Ledger/Admission.cs", "if (!ReferenceEquals(accounts.Generation, _generation) || now >= accounts.ValidUntil)", "if (now >= accounts.ValidUntil)"),
        new("the end of a window is not detected", "Ledger/Admission.cs", "if (!ReferenceEquals(accounts.Generation, _generation) || now >= accounts.ValidUntil)", "if (!ReferenceEquals(accounts.Generation, _generation))"),
        new("a newcomer overtakes", "Ledger/Admission.cs", "if (account.Free < hold || HasEarlier(account, ticket))", "if (account.Free < hold)"),
        new("whoever asks again waits behind those behind", "Ledger/Admission.cs", "long ticket = reservation.Ticket == 0 ? long.MaxValue : reservation.Ticket;", "long ticket = long.MaxValue;"),
        new("soft accounts are not charged with holds", "Ledger/Admission.cs", "            account.Take(hold);", "            if (account.Window.Refuses) account.Take(hold);"),
        new("a slot is asked for twice", "Ledger/Admission.cs", "if (accounts.Throttled.Length > 0 && !hasSlot && Slow(accounts) is { } slowed)", "if (accounts.Throttled.Length > 0 && Slow(accounts) is { } slowed)"),
        new("a spent account is said to be busy", "Ledger/Admission.cs", "if (account.Free < hold && account.Refusal(hold) == RejectionReason.Exhausted)", "if (account.Free < hold && account.Refusal(hold) == RejectionReason.Throttled)"),
        new("accounts of free calls are forgotten", "Ledger/Admission.cs", "_live.CollectFree(accounts);", "_ = accounts;"),

        // Waiting.
        new("whoever leaves wakes nobody", "Ledger/Admission.Waiting.cs", "            line.Remove(waiter);\n            Pump(line);", "            line.Remove(waiter);"),
        new("the last come are the first served", "Ledger/Admission.Waiting.cs", "before.Value.Ticket > waiter.Ticket", "before.Value.Ticket < waiter.Ticket"),
        new("whoever waited for money needs no slot", "Ledger/Admission.Waiting.cs", "if (accounts.Throttled.Length > 0 && !waiter.HasSlot && Slow(accounts) is { } slowed)", "if (accounts.Throttled.Length > 99 && Slow(accounts) is { } slowed)"),
        new("a waiter is admitted by policies of yesterday", "Ledger/Admission.Waiting.cs", "if (!ReferenceEquals(accounts.Generation, _generation) || HaveLeft(accounts))", "if (HaveLeft(accounts))"),
        new("a waiter is admitted by a step that has left", "Ledger/Admission.Waiting.cs", "if (!ReferenceEquals(accounts.Generation, _generation) || HaveLeft(accounts))", "if (!ReferenceEquals(accounts.Generation, _generation))"),
        new("an edit wakes nobody", "Ledger/AccountBook.cs", "        _admission.PumpAll();\n", ""),
        new("a new window wakes nobody", "BudgetManager.Waiting.cs", "bool rolls = window < left;", "bool rolls = window < TimeSpan.Zero;"),

        // Slots.
        new("a slot is not taken", "Ledger/Admission.Throttling.cs", "account.Common.NextSlot = Math.Max(account.Common.NextSlot, go) + interval;", "account.Common.NextSlot = Math.Max(account.Common.NextSlot, go);"),
        new("the rate forgets where the soft line is", "Ledger/Admission.Throttling.cs", "* limit * (100 - policy.SoftLimitPercent) /", "* limit * 100 /"),
        new("the longest wait is too long", "Ledger/Admission.Throttling.cs", "if (slot - now > Ticks(account.Policy.MaxWait))", "if (slot - now >= Ticks(account.Policy.MaxWait))"),
        new("slowing begins above the soft line", "Ledger/Admission.Throttling.cs", "if (used * 100 < limit * policy.SoftLimitPercent)", "if (used * 100 <= limit * policy.SoftLimitPercent)"),
        new("every step of a rolling window has slots of its own", "Ledger/Account.cs", "public AccountExtra Common => Extra.Rolling?.Common ?? Extra;", "public AccountExtra Common => Extra;"),

        // Outages.
        new("what an outage admitted is not counted", "Ledger/Admission.Outage.cs", "account.Common.AdmittedInOutage = AdmittedIn(account, outage) + hold;", "account.Common.AdmittedInOutage = hold;"),
        new("the cap of an outage is compared the wrong way", "Ledger/Admission.Outage.cs", "AdmittedIn(account, outage) + hold > (", "AdmittedIn(account, outage) + hold < ("),

        // Figures.
        new("suspense does not count against the limit", "Ledger/Account.cs", ": _spent + _held + _suspense;", ": _spent + _held;"),
        new("accounts with holds are forgotten", "Ledger/Account.cs", "(_spent | _held | _suspense) == 0", "_spent == 0"),
        new("accounts with overruns are forgotten", "Ledger/Account.cs", "{ Overrun: 0, Rolling: null,", "{ Rolling: null,"),
        new("a rolling window does not hear of holds", "Ledger/Account.cs", "rolling.Change(0, hold, 0);", "rolling.Change(0, 0, 0);"),
        new("a limit edit adds the difference twice", "Ledger/AccountWindow.cs", "Limit = policy.Limit?.Nanos ?? 0;", "Limit = LimitVersion <= 1 ? policy.Limit?.Nanos ?? 0 : 2 * (policy.Limit?.Nanos ?? 0) - Limit;"),
        new("a limit edit is no new version", "Ledger/AccountWindow.cs", "LimitVersion = Owner.Version;", "LimitVersion = 1;"),
        new("an edit of the action is not seen", "Ledger/AccountWindow.cs", "Refuses = policy.IsHard;", "Refuses |= policy.IsHard;"),
        new("a rolling step leaves too early", "Ledger/RollingSum.cs", "oldest.Window.Window.End <= now", "oldest.Window.Window.End.AddMinutes(-1) <= now"),
        new("a rolling step leaves too late", "Ledger/RollingSum.cs", "oldest.Window.Window.End <= now", "oldest.Window.Window.End < now"),
        new("a step that has left still changes the window", "Ledger/RollingSum.cs", "oldest.Extra.Rolling = null;", "_ = oldest.Extra;"),
        new("the total in flight only grows", "Ledger/LiveReservations.cs", "_total -= reservation.Hold.Nanos;", "_total -= 0;"),

        // The front door.
        new("the highest cap is taken instead of the lowest", "Ledger/CallPlan.cs", "Cap = Cap is { } least && least.Amount <= cap.Amount ? Cap : cap;", "Cap = Cap is { } least && least.Amount >= cap.Amount ? Cap : cap;"),
        new("exactly the cap is too much", "BudgetManager.Reserve.cs", "if (accounts.Cap is { } cap && hold > cap.Amount)", "if (accounts.Cap is { } cap && hold >= cap.Amount)"),
        new("the same id answers another request", "Ledger/KnownCall.cs", "known != fingerprint)", "known.Length < 0)"),
        new("a rejected id is asked about again", "Ledger/KnownCall.cs", "public void Rejected(BudgetRejection rejection) => _rejection = rejection;", "public void Rejected(BudgetRejection rejection) => _rejection = null;"),
        new("a call in flight is answered as if it had ended", "Ledger/KnownCall.cs", "null or ReservationState.Held => throw", "null => throw"),
        new("a clock that was set back finds the budget of the day before", "Ledger/AccountBook.cs", "now = Math.Max(now, Volatile.Read(ref _reached));", "_ = _reached;"),
        new("a correction misses an account that was forgotten", "Ledger/AccountBook.Corrections.cs", "return (window is not null || _loaded.ContainsKey(key)) &&", "return _loaded.ContainsKey(key) &&"),
        new("a correction misses the accounts that gave a hold back", "BudgetManager.Adjust.cs", "_book.Correctable(AccountsOf(history), ", "_book.Correctable(end.Accounts, "),
        new("a stored settlement has no overrun", "BudgetManager.Settle.cs", "Overrun = Usd.Max(Usd.Zero, cost - reservation.Hold),", "Overrun = Usd.Zero,"),
        new("a stored end of suspense leaves the suspense", "BudgetManager.Suspense.cs", "SuspenseChange = -reservation.Hold,", "SuspenseChange = Usd.Zero,"),
        new("a wall clock that jumps ahead is believed", "Ledger/LedgerClock.cs", "if (ahead > Tolerance)", "if (ahead > Tolerance * 1_000_000)"),
        new("holds never grow old", "BudgetManager.Sweep.cs", "if (!reservation.IsHandedOut)", "if (reservation.IsHandedOut)"),
    ];
}
