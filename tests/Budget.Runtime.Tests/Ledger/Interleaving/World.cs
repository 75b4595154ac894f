using System.Runtime.CompilerServices;

namespace BudgetGen.Tests.Ledger.Interleaving;

/// <summary>
/// A fresh ledger whose critical sections are the steps of an <see cref="Explorer"/>, and beside it what must be true of it: computed from the states of the
/// reservations and from what was decided about accounts, never from the accounts' own figures.
/// </summary>
internal sealed class World : IDisposable
{
    private static readonly FakeTime s_time = new();

    private readonly Explorer _explorer;
    private readonly BudgetManager _manager;
    private readonly Lock _bookLock;
    private readonly Dictionary<Account, Expected> _accounts = new(ReferenceEqualityComparer.Instance);
    private readonly List<Reservation> _made = [];
    private readonly List<HoldWaiter> _waiters = [];
    private readonly Dictionary<Reservation, (int Ends, int Decisions)> _ends = [];
    private long _now;

    public World(Explorer explorer, params BudgetPolicy[] policies)
    {
        _explorer = explorer;
        _manager = Make.Manager(o => o.TimeProvider = s_time, policies);
        _bookLock = LockOf(_manager.Book);
        _now = s_time.GetUtcNow().UtcTicks;

        // Under the book's lock nobody else can come to the ledger by way of the book, so that lock is part of the step before.
        _manager.Admission.Lock.Entering = () =>
        {
            if (!_bookLock.IsHeldByCurrentThread)
                explorer.Step();
        };
    }

    public Admission Admission => _manager.Admission;

    /// <summary>Lets later calls see another time.</summary>
    public void MoveTo(DateTimeOffset now) => _now = now.UtcTicks;

    /// <summary>Reserves as the manager does: finds the accounts, asks, and asks again while they are stale.</summary>
    public Reservation? Reserve(long hold, string? user = null, bool mayWait = false)
    {
        SpendRequest request = Make.Request(hold, user);
        var reservation = new Reservation(_manager, new ReservationId(1, (ulong)_made.Count), request, DateTimeOffset.UnixEpoch, 0);
        while (true)
        {
            AccountSet set = _manager.Book.Resolve(request.Attribution, _now);
            Know(set);
            reservation.AccountSet = set;
            Verdict verdict = Admission.Reserve(reservation, _now, mayWait);
            Expected[] hard = [.. set.Hard.ToArray().Select(a => _accounts[a])];
            switch (verdict.Kind)
            {
                case VerdictKind.Stale:
                    continue;
                case VerdictKind.Held:
                    Rule(!_explorer.IsStepping || reservation.Ticket != 0 || hard.All(a => a.Admits(hold)), "I2: admitted without room, or before others");
                    _made.Add(reservation);
                    return reservation;
                case VerdictKind.Refused:
                    Rule(!_explorer.IsStepping || !hard.All(a => a.Admits(hold)), "I2: refused with room on all accounts");
                    return null;
                case VerdictKind.Waiting:
                    HoldWaiter waiter = verdict.Waiter!;
                    _waiters.Add(waiter);
                    _made.Add(reservation);
                    _explorer.Step(() => waiter.Decided.IsCompleted);
                    _waiters.Remove(waiter);
                    if (waiter.Decided.Result.Kind == VerdictKind.Held)
                        return reservation;
                    _made.Remove(reservation);
                    if (waiter.Decided.Result.Kind == VerdictKind.Refused)
                        return null;
                    continue;
                default:
                    throw new InvalidOperationException($"{verdict.Kind} was not expected");
            }
        }
    }

    /// <summary>Asks, and gives the waiting up in some later step, as a cancelled caller does.</summary>
    public void ReserveAndCancel(long hold, string? user = null)
    {
        SpendRequest request = Make.Request(hold, user);
        var reservation = new Reservation(_manager, new ReservationId(1, (ulong)_made.Count), request, DateTimeOffset.UnixEpoch, 0);
        Verdict verdict;
        do
        {
            reservation.AccountSet = _manager.Book.Resolve(request.Attribution, _now);
            Know(reservation.AccountSet);
            verdict = Admission.Reserve(reservation, _now, mayWait: true);
        }
        while (verdict.Kind == VerdictKind.Stale);

        if (verdict.Kind is VerdictKind.Held or VerdictKind.Waiting)
            _made.Add(reservation);
        if (verdict.Kind == VerdictKind.Held)
            Void(reservation);
        if (verdict.Kind != VerdictKind.Waiting)
            return;
        if (!Admission.Leave(verdict.Waiter!) && verdict.Waiter!.Decided.Result.Kind == VerdictKind.Held)
            Void(reservation);
    }

    public void Settle(Reservation? reservation, long cost) => End(reservation, r => Admission.Settle(r, cost, out _));

    public void Void(Reservation? reservation) => End(reservation, Admission.Void);

    public void Suspend(Reservation? reservation) => End(reservation, r => Admission.Suspend(r, out _));

    /// <summary>A settlement as the manager makes it: late if the reservation was suspended meanwhile.</summary>
    public void SettleOrLate(Reservation reservation, long cost)
    {
        if (!End(reservation, r => Admission.Settle(r, cost, out _)))
            SettleLate(reservation, cost);
    }

    public void SettleLate(Reservation reservation, long cost) => Decide(reservation, ReservationState.LateSettled, cost);

    public void Release(Reservation reservation) => Decide(reservation, ReservationState.Released, 0);

    public void Charge(Reservation reservation) => Decide(reservation, ReservationState.Charged, reservation.Hold.Nanos);

    public void Edit(BudgetPolicy policy, int version = 2)
    {
        _explorer.Step();
        _manager.Book.Set(policy, version);
        foreach ((Account account, Expected expected) in _accounts)
        {
            if (account.Policy.Id == policy.Id)
                expected.LimitIs(account);
        }
    }

    public void Remove(string policyId)
    {
        _explorer.Step();
        _manager.Book.Remove(policyId);
    }

    public void Reset(Account account)
    {
        List<AccountReset> resets = Admission.WouldReset(account);
        Admission.Reset(account, resets);
        foreach ((Account reset, long spent, long overrun) in resets)
        {
            _accounts[reset].Corrected -= spent;
            _accounts[reset].Overrun += overrun;
        }
    }

    public void Adjust(Account account, long change)
    {
        Admission.Adjust([account], change, isOverrun: change > 0);
        _accounts[account].Corrected += change;
        _accounts[account].Overrun += Math.Max(0, change);
    }

    public void Evict()
    {
        _explorer.Step();
        lock (_bookLock)
            Evict(_manager.Book);
    }

    public Account Account(string policyId, string? key = null)
    {
        Account account = _manager.Book.Find(policyId, key, s_time.GetUtcNow())!;
        Know(account);
        return account;
    }

    /// <summary>I1, I3, I4 and I5, and that nobody waits for nothing.</summary>
    public void Look()
    {
        foreach ((Account account, Expected expected) in _accounts)
        {
            Look(account, expected);
            expected.Remember();
        }

        Reservation[] live = [.. _made.Where(static r => r.IsLive)];
        Rule(Totals(Admission) == new HoldTotals(live.Length, new Usd(live.Sum(static r => r.Hold.Nanos))), "H is not the sum of what is in flight");
        foreach ((Reservation reservation, (int ends, int decisions)) in _ends)
            Rule(ends <= 1 && decisions <= 1 && (decisions == 0 || ends == 1), $"I3: {reservation.State} after {ends} ends and {decisions} decisions");
        foreach (HoldWaiter waiter in _waiters)
            Rule(waiter.Decided.IsCompleted || !ReferenceEquals(waiter.Line!.First!.Value, waiter) || IsBlocked(waiter), "the first in line waits although there is room");
    }

    /// <summary>After all threads: everything has ended once and nothing is held.</summary>
    public void AtEnd()
    {
        Look();
        Rule(_waiters.Count == 0, "somebody still waits");
        foreach (Reservation reservation in _made)
            Rule(!reservation.IsLive || !_ends.ContainsKey(reservation), "I3: ended and still live");
        _manager.Admission.Lock.Entering = null;
        foreach (Account account in _accounts.Keys)
        {
            bool isKnown = _manager.GetPolicy(account.Policy.Id) is null || ReferenceEquals(_manager.Book.Find(account.Policy.Id, account.ScopeKey, s_time.GetUtcNow()), account);
            Rule(account.IsZero || isKnown, $"{account.Policy.Id} was forgotten with {account.Figures()}");
        }

        _manager.Dispose();
    }

    public void Dispose()
    {
        _manager.Admission.Lock.Entering = null;
        _manager.Dispose();
    }

    public static void Rule(bool isKept, string rule)
    {
        if (!isKept)
            throw new InvalidOperationException(rule);
    }

    private void Look(Account account, Expected expected)
    {
        long spent = expected.Corrected, held = 0, suspense = 0, overrun = expected.Overrun;
        foreach (Reservation reservation in _made)
        {
            if (!reservation.AccountSet!.Accounts.Contains(account))
                continue;
            long hold = reservation.Hold.Nanos, cost = reservation.Charged.Nanos;
            bool charges = reservation.Charges(account);
            switch (reservation.State)
            {
                case ReservationState.Held:
                    held += reservation.IsLive ? hold : 0;
                    break;
                case ReservationState.Suspended:
                    suspense += charges ? hold : 0;
                    break;
                case ReservationState.Settled:
                    spent += cost;
                    overrun += Math.Max(0, cost - hold);
                    break;
                case ReservationState.LateSettled or ReservationState.Charged:
                    spent += cost;
                    overrun += Math.Max(0, cost - (charges ? hold : 0));
                    break;
                default:
                    break;
            }
        }

        var figures = new AccountFigures(account.Window.Limit, spent, held, suspense, overrun);
        Rule(account.Figures() == figures, $"I1/I4: {account.Policy.Id} has {account.Figures()} and should have {figures}");
        Rule(account.Free == figures.Free, "I1: what is free is not what the other figures leave");
        if (account.Window.Refuses)
            Rule(expected.IsBound(account), $"I5: {account.Policy.Id} has {figures}");
    }

    private bool IsBlocked(HoldWaiter waiter)
    {
        if (!ReferenceEquals(waiter.Accounts.Generation, Admission.Generation))
            return true;
        foreach (Account account in waiter.Accounts.Hard)
        {
            if (account.Free < waiter.Reservation.Hold.Nanos || account.CommonIfAny?.Waiters?.First is { } first && first.Value.Ticket < waiter.Ticket)
                return true;
        }

        return false;
    }

    private bool End(Reservation? reservation, Func<Reservation, bool> end)
    {
        if (reservation is null || !end(reservation))
            return false;
        _ends[reservation] = (_ends.GetValueOrDefault(reservation).Ends + 1, 0);
        return true;
    }

    private void Decide(Reservation reservation, ReservationState how, long cost)
    {
        if (Admission.EndSuspense(reservation, how, cost, out _))
            _ends[reservation] = (_ends.GetValueOrDefault(reservation).Ends, _ends.GetValueOrDefault(reservation).Decisions + 1);
    }

    private void Know(AccountSet set)
    {
        foreach (Account account in set.Accounts)
            Know(account);
    }

    private void Know(Account account)
    {
        if (!_accounts.ContainsKey(account))
            _accounts.Add(account, new Expected(account));
    }

    private static HoldTotals Totals(Admission admission) => LiveOf(admission).Totals;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_lock")]
    private static extern ref Lock LockOf(AccountBook book);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_live")]
    private static extern ref LiveReservations LiveOf(Admission admission);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Evict")]
    private static extern void Evict(AccountBook book);

    /// <summary>What is known of an account from outside: corrections, and the bound that I5 sets it.</summary>
    private sealed class Expected(Account account)
    {
        private long _limit = account.Window.Limit;
        private long _mark;
        private long _overrunAtMark;
        private long _free = account.Free;
        private bool _line;

        public long Corrected { get; set; }

        public long Overrun { get; set; }

        /// <summary>Notes what the next step will find.</summary>
        public void Remember() => (_free, _line) = (account.Free, account.CommonIfAny?.Waiters is { Count: > 0 });

        /// <summary>What I2 says of a hold, by what the step found.</summary>
        public bool Admits(long hold) => _free >= hold && !_line;

        public void LimitIs(Account edited)
        {
            if (edited.Window.Limit < _limit)
                (_mark, _overrunAtMark) = (edited.Committed, edited.Figures().Overrun);
            _limit = edited.Window.Limit;
        }

        public bool IsBound(Account bound) => bound.Committed <= Math.Max(_limit, _mark) + bound.Figures().Overrun - _overrunAtMark;
    }
}
