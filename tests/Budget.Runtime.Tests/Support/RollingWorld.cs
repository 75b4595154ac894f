namespace BudgetGen.Tests;

/// <summary>A rolling window of sixty steps of a minute, made by hand from the ledger's parts.</summary>
internal sealed class RollingWorld
{
    private readonly ActivePolicy _policy;
    private readonly FakeTime _time;
    private readonly RollingSum _rolling = new();
    private DateTimeOffset _start;
    private Account? _step;

    public RollingWorld(BudgetPolicy policy, FakeTime time)
    {
        _policy = new ActivePolicy(policy with { Period = BudgetPeriod.Rolling, Length = TimeSpan.FromHours(1) }, 0);
        _time = time;
        _start = time.GetUtcNow();
        Admission = new Admission(time);
    }

    public Admission Admission { get; }

    public RollingSum Sum => _rolling;

    /// <summary>Opens the step of the next minute; what is older than an hour leaves.</summary>
    public Account NewStep()
    {
        var window = new AccountWindow(_policy, new BudgetWindow(_start, _start.AddMinutes(61)));
        _step = new Account(window, "", null);
        using LedgerLock.Section locked = Admission.Lock.Enter();
        _rolling.Add(_step);
        _rolling.Expire(_start);
        if (_rolling.Common.Waiters is { } line)
            Admission.Pump(line);
        _start = _start.AddMinutes(1);
        return _step;
    }

    public Reservation Reserve(long hold, bool mayWait, out Verdict verdict)
    {
        var call = new Reservation(this, ReservationId.New(DateTimeOffset.UnixEpoch), Make.Request(hold), DateTimeOffset.UnixEpoch, 0)
        {
            AccountSet = new AccountSet(new CallPlan(default, Admission.Generation, long.MaxValue, [new PlannedAccount(_step!.Window, _step.ScopeKey, _step)], []), default, 0, [_step]),
        };
        verdict = Admission.Reserve(call, _time.GetUtcNow().UtcTicks, mayWait);
        return call;
    }
}
