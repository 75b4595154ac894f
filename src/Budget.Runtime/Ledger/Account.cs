using BudgetGen.Storage;

namespace BudgetGen;

/// <summary>
/// One account: a policy, a scope key, a window. Spend, holds and suspense are kept apart; what is free follows from them (F = L - S - H - U) and alone
/// decides admission. All figures are nano-dollars. Guarded by the ledger's lock; kept small, because there may be a million of them.
/// </summary>
internal sealed class Account
{
    private AccountExtra? _extra;
    private long _spent;
    private long _held;
    private long _suspense;
    private AlertLines _raised;
    private int _armedVersion;

    public Account(AccountWindow window, string scopeKey, AccountBalance? balance)
    {
        Window = window;
        ScopeKey = scopeKey;
        _armedVersion = window.LimitVersion;
        if (balance is null)
            return;

        _spent = balance.Spent.Nanos;
        _suspense = balance.Suspense.Nanos;
        if (balance.Overrun.Nanos != 0)
            Extra.Overrun = balance.Overrun.Nanos;
    }

    public AccountWindow Window { get; }

    public string ScopeKey { get; }

    public BudgetPolicy Policy => Window.Policy;

    /// <summary>The rest of it, made when it is asked for.</summary>
    public AccountExtra Extra => _extra ??= new AccountExtra();

    public AccountExtra? ExtraIfAny => _extra;

    /// <summary>True if nothing would be forgotten with the account: no money, nobody waiting, no window around it.</summary>
    public bool IsZero => (_spent | _held | _suspense) == 0 && _extra is null or { Overrun: 0, Rolling: null, Waiters: null or { Count: 0 } };

    /// <summary>What can be taken.</summary>
    public long Free => Window.Limit - Committed;

    /// <summary>Everything that counts against the limit: S + H + U.</summary>
    public long Committed => _extra?.Rolling is { } rolling ? rolling.Spent + rolling.Held + rolling.Suspense : _spent + _held + _suspense;

    /// <summary>Money that is charged: S + U. Holds are not.</summary>
    public long Charged => _extra?.Rolling is { } rolling ? rolling.Spent + rolling.Suspense : _spent + _suspense;

    /// <summary>Settled spend of this account alone.</summary>
    public long Spent => _spent;

    /// <summary>Changes the figures together. Returns true if an alert line may have been crossed.</summary>
    public bool Move(long spent, long held, long suspense)
    {
        _spent += spent;
        _held += held;
        _suspense += suspense;
        if (_extra?.Rolling is { } rolling)
            rolling.Change(spent, held, suspense);
        return Charged >= Window.FirstLine && CrossedLines() != AlertLines.None;
    }

    /// <summary>Takes a hold; whoever calls has seen that there is room.</summary>
    public void Take(long hold)
    {
        _held += hold;
        if (_extra?.Rolling is { } rolling)
            rolling.Change(0, hold, 0);
    }

    public void AddOverrun(long overrun)
    {
        if (overrun > 0)
            Extra.Overrun += overrun;
    }

    /// <summary>Why a hold of this amount does not fit: waiting helps as long as only holds are in the way.</summary>
    public RejectionReason Refusal(long amount) => amount > Window.Limit - Charged ? RejectionReason.Exhausted : RejectionReason.InFlight;

    /// <summary>The figures that count for the policy: those of the whole window, where it rolls.</summary>
    public AccountFigures Figures() => _extra?.Rolling is { } rolling
        ? new AccountFigures(Window.Limit, rolling.Spent, rolling.Held, rolling.Suspense, rolling.Overrun())
        : OwnFigures();

    /// <summary>The figures of this account alone.</summary>
    public AccountFigures OwnFigures() => new(Window.Limit, _spent, _held, _suspense, _extra?.Overrun ?? 0);

    /// <summary>The lines that charged money has reached and that nobody has reported yet; they count as reported from now on.</summary>
    public AlertLines TakeCrossedLines()
    {
        AlertLines crossed = CrossedLines();
        MarkReported(crossed);
        return crossed;
    }

    /// <summary>Counts lines as reported; also those that an earlier process reported, whose records say so.</summary>
    public void MarkReported(AlertLines lines)
    {
        Arm();
        if (_extra?.Rolling is { } rolling)
            rolling.Raised |= lines;
        else
            _raised |= lines;
    }

    /// <summary>True for the first refusal of its kind since the limit was set.</summary>
    public bool TakeRefusal(AlertLines refusal)
    {
        Arm();
        bool first = (_raised & refusal) == 0;
        _raised |= refusal;
        return first;
    }

    /// <summary>Arms all alerts again.</summary>
    public void ArmLines()
    {
        _raised = AlertLines.None;
        _extra?.Rolling?.Raised = AlertLines.None;
    }

    private AlertLines CrossedLines()
    {
        Arm();
        return Window.Reached(Charged) & ~(_extra?.Rolling?.Raised ?? _raised);
    }

    /// <summary>After an edit of the limit everything is reported anew.</summary>
    private void Arm()
    {
        if (_armedVersion == Window.LimitVersion)
            return;
        _armedVersion = Window.LimitVersion;
        ArmLines();
    }
}
