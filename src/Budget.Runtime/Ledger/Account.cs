using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// One account: a policy, a scope key, a window. <c>free</c> alone decides admission; spend, suspense and overruns are counted beside it, and what
/// is held follows: H = L - S - U - F. All figures are nano-dollars; all changes are single atomic adds, so they commute.
/// </summary>
internal sealed class Account
{
    private readonly Lock _lines = new();
    private BudgetPolicy _policy;
    private long _limit;
    private long _free;
    private long _spent;
    private long _suspense;
    private long _overrun;
    private long _nextLine;
    private AlertLines _raised;
    private bool _refuses;

    public Account(int id, AccountKey key, BudgetPolicy policy, AccountBalance? balance)
    {
        Id = id;
        Key = key;
        KeyAlone = [key];
        _policy = policy;
        _limit = LimitOf(policy);
        _refuses = RefusesOf(policy);
        _spent = balance?.Spent.Nanos ?? 0;
        _suspense = balance?.Suspense.Nanos ?? 0;
        _overrun = balance?.Overrun.Nanos ?? 0;
        _free = _limit - _spent - _suspense;

        // Lines that were crossed before this process started were reported by the one that crossed them.
        _nextLine = long.MinValue;
        if (balance is null)
            ArmLines();
        else
            TakeCrossedLines();
    }

    /// <summary>Order of creation; reservations touch accounts in this order.</summary>
    public int Id { get; }

    public AccountKey Key { get; }

    /// <summary>The key as the account list of an entry on this account alone; one and the same object.</summary>
    public IReadOnlyList<AccountKey> KeyAlone { get; }

    public BudgetPolicy Policy => Volatile.Read(ref _policy);

    /// <summary>True if the account turns calls away at its limit; a soft or unlimited one only counts.</summary>
    public bool Refuses => Volatile.Read(ref _refuses);

    public long Free => Volatile.Read(ref _free);

    /// <summary>True if <paramref name="amount"/> would be admitted now.</summary>
    public bool Admits(long amount) => !Refuses || Free >= amount;

    /// <summary>Takes a hold, if there is room for it.</summary>
    public bool TryTake(long amount)
    {
        if (!Refuses)
        {
            Interlocked.Add(ref _free, -amount);
            return true;
        }

        long free = Volatile.Read(ref _free);
        while (free >= amount)
        {
            long seen = Interlocked.CompareExchange(ref _free, free - amount, free);
            if (seen == free)
                return true;
            free = seen;
        }

        return false;
    }

    /// <summary>Gives a hold back: nothing was spent.</summary>
    public void GiveBack(long hold) => Interlocked.Add(ref _free, hold);

    /// <summary>Turns a hold into spend. Returns true if an alert line may have been crossed.</summary>
    /// <remarks>Free moves before spend, so that a reader in between sees too much held, never less than nothing.</remarks>
    public bool Settle(long hold, long actual)
    {
        Interlocked.Add(ref _free, hold - actual);
        return AddSpend(actual, Math.Max(0, actual - hold));
    }

    /// <summary>Turns a hold into suspense: charged until somebody decides. Returns true if an alert line may have been crossed.</summary>
    public bool Suspend(long hold)
    {
        long suspense = Interlocked.Add(ref _suspense, hold);
        return suspense + Volatile.Read(ref _spent) >= Volatile.Read(ref _nextLine);
    }

    /// <summary>Charges a hold that an owner left behind who is gone; it was not among the holds of this process.</summary>
    public bool SuspendRecovered(long hold)
    {
        Interlocked.Add(ref _free, -hold);
        return Suspend(hold);
    }

    /// <summary>Turns suspense into spend: the cost became known after all.</summary>
    public bool SettleLate(long hold, long actual)
    {
        Interlocked.Add(ref _suspense, -hold);
        Interlocked.Add(ref _free, hold - actual);
        return AddSpend(actual, Math.Max(0, actual - hold));
    }

    /// <summary>Books spend without a hold; what exceeds the room that was left is an overrun.</summary>
    public bool Book(long amount)
    {
        long free = Interlocked.Add(ref _free, -amount);
        long overrun = Policy.Limit is null ? 0 : Math.Clamp(-free, 0, amount);
        return AddSpend(amount, overrun);
    }

    /// <summary>Takes the settled spend off the account and arms its alerts again; holds and suspense stay. Returns what was taken off.</summary>
    public long Reset()
    {
        long spent = Volatile.Read(ref _spent);
        Interlocked.Add(ref _spent, -spent);
        Interlocked.Add(ref _free, spent);
        ArmLines();
        return spent;
    }

    /// <summary>Puts another version of the policy in force. Called under the book's lock.</summary>
    public void Edit(BudgetPolicy policy)
    {
        bool rearm = policy.Limit != _policy.Limit || policy.SoftLimitPercent != _policy.SoftLimitPercent;
        long limit = LimitOf(policy);
        Interlocked.Add(ref _free, limit - _limit);
        _limit = limit;
        Volatile.Write(ref _policy, policy);
        Volatile.Write(ref _refuses, RefusesOf(policy));
        if (rearm)
            ArmLines();
    }

    /// <summary>Why a hold of this amount does not fit.</summary>
    public RejectionReason Refusal(long amount) =>
        amount > _limit - Volatile.Read(ref _spent) - Volatile.Read(ref _suspense) ? RejectionReason.Exhausted : RejectionReason.InFlight;

    /// <summary>The figures. Exact when nothing moves; while calls settle, what they move may show as held for a moment.</summary>
    public AccountFigures Figures()
    {
        long spent = Volatile.Read(ref _spent);
        long suspense = Volatile.Read(ref _suspense);
        long overrun = Volatile.Read(ref _overrun);
        long held = Math.Max(0, _limit - spent - suspense - Free);
        return new AccountFigures(_limit, spent, held, suspense, overrun);
    }

    /// <summary>The alert lines that charged money has reached and that nobody has reported yet; they count as reported from now on.</summary>
    public AlertLines TakeCrossedLines()
    {
        lock (_lines)
        {
            AlertLines crossed = AlertLines.None;
            long charged = Volatile.Read(ref _spent) + Volatile.Read(ref _suspense);
            long next = long.MaxValue;
            if (Policy.Limit is { } limit)
            {
                Look(AlertLines.Soft, Policy.SoftLimitPercent);
                Look(AlertLines.Critical, 95);
                Look(AlertLines.Limit, 100);

                void Look(AlertLines line, int percent)
                {
                    long at = PercentOf(limit.Nanos, percent);
                    if ((_raised & line) != 0)
                        return;
                    if (charged >= at)
                        crossed |= line;
                    else
                        next = Math.Min(next, at);
                }
            }

            _raised |= crossed;
            Volatile.Write(ref _nextLine, next);
            return crossed;
        }
    }

    /// <summary>True for the first refusal of its kind since the limit was set.</summary>
    public bool TakeRefusal(AlertLines refusal)
    {
        lock (_lines)
        {
            bool first = (_raised & refusal) == 0;
            _raised |= refusal;
            return first;
        }
    }

    private void ArmLines()
    {
        lock (_lines)
        {
            _raised = AlertLines.None;

            // The next booking looks properly, even if it moves nothing: the minimum is below everything.
            Volatile.Write(ref _nextLine, long.MinValue);
        }
    }

    private bool AddSpend(long amount, long overrun)
    {
        if (overrun > 0)
            Interlocked.Add(ref _overrun, overrun);
        long spent = Interlocked.Add(ref _spent, amount);
        return spent + Volatile.Read(ref _suspense) >= Volatile.Read(ref _nextLine);
    }

    // An unlimited account counts down from nothing and refuses nobody.
    private static long LimitOf(BudgetPolicy policy) => policy.Limit?.Nanos ?? 0;

    private static bool RefusesOf(BudgetPolicy policy) => policy.IsHard;

    private static long PercentOf(long limit, int percent) => (long)((((Int128)limit * percent) + 99) / 100);
}
