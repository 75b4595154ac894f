namespace BudgetGen.Tests.Faults;

// What may happen next.
internal sealed partial class Simulation
{
    private void Step()
    {
        int what = _random.Next(100);
        if (what < 30)
            LetStoreGoOn();
        else if (what < 48)
            Reserve();
        else if (what < 60)
            AskProvider();
        else if (what < 72)
            EndCall();
        else if (what < 76)
            EndAgain();
        else if (what < 83)
            Decide();
        else if (what < 86)
            Observe("spend", _manager!.RecordSpendAsync(Tests.Make.Usage(_random.Next(1, 60), AnyUser())).AsTask());
        else if (what < 88)
            EditPolicy();
        else if (what < 93)
            LetTimePass();
        else if (what < 95)
            JumpClock();
        else if (what < 97)
            ToggleOutage();
        else
            Restart();
    }

    private void LetStoreGoOn()
    {
        int count = _random.Next(1, 6);
        Say($"store: up to {count} of {_store.Waiting}");
        while (count-- > 0 && _store.Waiting > 0)
            StepStore(_outage ? SimOutcome.FailBeforeCommit : AnyOutcome());
    }

    private void StepStore(SimOutcome outcome)
    {
        Count(outcome.ToString());
        Say($"  {outcome}: {_store.Step(outcome)}");
        Settle();
    }

    private SimOutcome AnyOutcome() => _random.Next(20) switch
    {
        0 => SimOutcome.FailBeforeCommit,
        1 => SimOutcome.FailAfterCommit,
        2 => SimOutcome.CommitOnly,
        _ => SimOutcome.Ok,
    };

    private void Reserve()
    {
        var call = new SimCall(_calls.Count, _random.Next(1, 300), AnyUser())
        {
            Process = _process,
            CallId = _callersGiveIds ? new ReservationId(((ulong)_wall.ToUnixTimeMilliseconds() << 16) | (uint)_calls.Count, (ulong)_calls.Count) : null,
        };
        _calls.Add(call);
        SpendRequest request = Tests.Make.Request(call.Hold, call.User) with { CallId = call.CallId };
        call.Asked = _manager!.ReserveAsync(request).AsTask();
        Observe($"reserve {call.Number}: {call.Hold} for {call.User}", call.Asked);
    }

    /// <summary>The request leaves. The provider writes its log, and then it answers or not.</summary>
    private void AskProvider()
    {
        if (Any(c => IsMine(c) && c is { Billed: null, Ended: false, Reservation.State: ReservationState.Held }) is not { } call)
        {
            Say("provider: nothing");
            return;
        }

        call.Billed = _random.Next(5) == 0 ? 0 : _random.NextInt64(1, (call.Hold * 6 / 5) + 1);
        call.Answered = _random.Next(4) != 0;
        Say($"provider {call.Number}: bills {call.Billed}, {(call.Answered ? "answers" : "is not heard")}");
    }

    private void EndCall()
    {
        if (Any(c => IsMine(c) && c is { Ended: false, Reservation: not null }) is not { } call)
        {
            Say("end: nothing");
            return;
        }

        call.Ended = true;
        Reservation reservation = call.Reservation!;
        if (call.Billed is null)
            Observe($"void {call.Number}", _manager!.VoidAsync(reservation, "not sent").AsTask());
        else if (call.Answered)
            Observe($"settle {call.Number}: {call.Billed}", Settlement(call));
        else
            Observe($"suspend {call.Number}", _manager!.SuspendAsync(reservation, "timeout").AsTask());
    }

    /// <summary>A second end: of a lost call it is the late settlement, of others it must change nothing.</summary>
    private void EndAgain()
    {
        if (Any(c => IsMine(c) && c is { Ended: true, Billed: not null, Reservation: not null }) is not { } call)
        {
            Say("again: nothing");
            return;
        }

        Count("second end");
        if (_random.Next(3) == 0)
            Observe($"again suspend {call.Number}", _manager!.SuspendAsync(call.Reservation!, "again").AsTask());
        else
            Observe($"again settle {call.Number}: {call.Billed}", Settlement(call));
    }

    private Task Settlement(SimCall call) => _manager!.SettleAsync(call.Reservation!, new Usd(call.Billed!.Value), Tests.Make.Usage(call.Billed.Value, call.User)).AsTask();

    /// <summary>Somebody decides on a lost call by its id, or corrects one that has ended; also one of an earlier process.</summary>
    private void Decide()
    {
        if (Any(static c => c is { Billed: not null, Id: not null, Decided: false }) is not { } call)
        {
            Say("decide: nothing");
            return;
        }

        ReservationId id = call.Id!.Value;
        Count("decision");
        if (_random.Next(3) == 0)
        {
            Observe($"adjust {call.Number}", Allowing(_manager!.AdjustAsync(id, new Usd(_random.Next(-20, 20)), "sim", "correction")));
            return;
        }

        call.Decided = true;
        if (call.Billed == 0 && _random.Next(2) == 0)
            Observe($"release {call.Number}", _manager!.ReleaseAsync(id, "sim", "not billed"));
        else
            Observe($"late {call.Number}: {call.Billed}", _manager!.SettleLateAsync(id, new Usd(call.Billed!.Value), Tests.Make.Usage(call.Billed.Value, call.User)));
    }

    private void EditPolicy()
    {
        long limit = _random.Next(2000, 6000);
        Count("edit");
        Observe($"edit: {limit}", _manager!.SetPolicyAsync(_manager.GetPolicy(Everything)! with { Limit = new Usd(limit) }, "sim"));
        _bounds.Clear();
        RememberCommitments();
    }

    private void LetTimePass()
    {
        TimeSpan by = _random.Next(4) switch
        {
            0 => TimeSpan.FromMilliseconds(_random.Next(1, 500)),
            1 => TimeSpan.FromSeconds(_random.Next(1, 100)),
            2 => TimeSpan.FromMinutes(_random.Next(1, 120)),
            _ => TimeSpan.FromHours(_random.Next(1, 9)),
        };
        _wall += by;
        Say($"time: {by}");
        _time.Advance(by);
    }

    private void JumpClock()
    {
        TimeSpan by = TimeSpan.FromMinutes(_random.Next(-90, 180));
        _wall += by;
        Count("clock jump");
        Say($"clock: {by}");
        _time.SetUtcNow(_wall);
        if (_random.Next(2) == 0)
            _manager!.ConfirmClock();
    }

    private void ToggleOutage()
    {
        _outage = !_outage;
        Count("outage toggled");
        Say($"outage: {_outage}");
    }

    private void Restart()
    {
        Crash();
        Start();
    }

    private void Crash()
    {
        int committed = _random.Next(_store.Waiting + 1);
        Count("crash");
        Say($"crash: {committed} of {_store.Waiting} are on the disk");
        _store.Crash(committed);
        _manager = null;

        // A process may also die while it starts.
        while (_random.Next(4) == 0)
        {
            int cut = _random.Next(6);
            Say($"start that dies after {cut}");
            Count("crash at start");
            BudgetManager dying = Make(cut);
            if (_alerts.Take())
                dying.FlushAlertsAsync().GetAwaiter().GetResult();
            _store.Crash(0);
        }
    }

    private void Start()
    {
        _outage = false;
        _manager = Make(int.MaxValue);
        Say($"process {_process}: {_manager.RecoveredInFlight.Count} were in flight, {_manager.RecoveredInFlight.Total.Nanos}");
        Settle();
        CatchUp();
        Audit();
        _bounds.Clear();
        RememberCommitments();
    }

    private bool IsMine(SimCall call) => call.Process == _process;

    private SimCall? Any(Func<SimCall, bool> fits)
    {
        List<SimCall> fitting = [.. _calls.Where(fits)];
        return fitting.Count == 0 ? null : fitting[_random.Next(fitting.Count)];
    }

    private string AnyUser() => "u" + _random.Next(3);
}
