using BudgetGen.Storage;

namespace BudgetGen.Tests.Ledger;

/// <summary>One command of a random life.</summary>
/// <param name="Kind">What is done, 0 to 99.</param>
/// <param name="Who">Whose call, 0 to 5.</param>
/// <param name="Amount">Nano-dollars, 0 to 320.</param>
/// <param name="Pick">Which reservation, policy or time, 0 to 1000.</param>
internal readonly record struct LedgerStep(int Kind, int Who, int Amount, int Pick);

/// <summary>The ledger and the whiteboard model disagree.</summary>
internal sealed class LedgerDifferenceException(string message) : Exception(message);

/// <summary>
/// The same commands to the real ledger and to the model: the same verdicts, reasons and figures after each of them. It knows no test framework, because it also runs inside
/// ledgers that were broken on purpose.
/// </summary>
internal sealed class LedgerLife : IDisposable
{
    private static readonly TimeSpan s_ttl = TimeSpan.FromHours(10);
    private static readonly TimeSpan[] s_spans = [TimeSpan.FromSeconds(20), TimeSpan.FromHours(1), TimeSpan.FromHours(5), TimeSpan.FromHours(13), TimeSpan.FromDays(8)];

    private readonly FakeTime _time = new();
    private readonly ListStore _store = new();
    private readonly List<Reservation> _made = [];
    private readonly BudgetPolicy[] _policies;
    private readonly LedgerModel _model;
    private readonly BudgetManager _manager;
    private bool _isBound = true;

    /// <param name="world">Which set of policies: one, several hard and soft ones, or some that release lost calls.</param>
    public LedgerLife(int world)
    {
        _policies = PoliciesOf(world);
        _model = new LedgerModel(_policies, _time.GetUtcNow(), s_ttl);
        var options = new BudgetOptions { TimeProvider = _time, Store = _ => _store, MaxHoldTtl = s_ttl };
        foreach (BudgetPolicy policy in _policies)
            options.AddPolicy(policy);
        _manager = new BudgetManager(options);
    }

    /// <summary>Lives a whole life; throws at the first difference.</summary>
    public static void Live(int world, IEnumerable<LedgerStep> steps)
    {
        using var life = new LedgerLife(world);
        foreach (LedgerStep step in steps)
        {
            life.Do(step);
            life.Compare();
        }

        life.CompareStore();
    }

    public void Dispose() => _manager.Dispose();

    private static BudgetPolicy[] PoliciesOf(int world) => (world % 3) switch
    {
        0 => [Policy("global", 1000)],
        1 =>
        [
            Policy("global", 1000) with { PerRequestLimit = new Usd(300) },
            Policy("users", 400, BudgetScope.User),
            Policy("models", 700, BudgetScope.Model, period: BudgetPeriod.Monthly),
            Policy("bob", 150, BudgetScope.User, "bob"),
            Policy("soft", 200, period: BudgetPeriod.Weekly) with { Action = LimitAction.Warn },
            Policy("counter", null, BudgetScope.Model, period: BudgetPeriod.Lifetime),
        ],
        _ =>
        [
            Policy("global", 2000, period: BudgetPeriod.Lifetime),
            Policy("users", 500, BudgetScope.User) with { OnLost = LostRule.Release },
            Policy("soft", 300, BudgetScope.Model) with { Action = LimitAction.Notify, OnLost = LostRule.Release },
        ],
    };

    private static BudgetPolicy Policy(string name, long? nanos, BudgetScope scope = BudgetScope.Global, string? key = null, BudgetPeriod period = BudgetPeriod.Daily) =>
        new() { Name = name, Limit = nanos is { } n ? new Usd(n) : null, Scope = scope, Key = key, Period = period };

    private void Do(LedgerStep step)
    {
        string user = (step.Who % 3) switch { 0 => "alice", 1 => "bob", _ => "carol" };
        string model = step.Who < 3 ? "gpt-4o" : "claude";
        switch (step.Kind)
        {
            case < 36:
                Reserve(user, model, step.Amount);
                break;
            case < 74:
                End(step);
                break;
            case < 80:
                _manager.RecordSpend(new UsageRecord { Model = model, User = user, Cost = new Usd(step.Amount), Timestamp = _time.GetUtcNow() });
                _model.Record(user, model, step.Amount);
                break;
            case < 84:
                Reset(step, user, model);
                break;
            case < 91:
                Edit(step);
                break;
            case < 95:
                Delete(step);
                break;
            default:
                Advance(s_spans[step.Pick % s_spans.Length]);
                break;
        }
    }

    private void Reserve(string user, string model, long hold)
    {
        (RejectionReason Reason, List<string> By)? expected = _model.Refusal(user, model, hold);
        var request = new SpendRequest(new CallAttribution(user, Model: model), new Usd(hold));
        Same(expected is null, _manager.CanSpend(request), "a hint");
        BudgetRejection? hint = _manager.WouldReject(request);
        Reservation? made = null;
        BudgetRejection? actual = null;
        try
        {
            made = _manager.Reserve(request);
        }
        catch (BudgetExceededException refusal)
        {
            actual = refusal.Rejection;
        }

        Same(expected?.Reason, actual?.Reason, "a verdict");
        Same(actual?.Reason, hint?.Reason, "a hint's reason");
        if (made is null)
        {
            Same(true, expected!.Value.By.Contains(actual!.Policy!.Id), "who refuses");
            return;
        }

        _made.Add(made);
        _model.Reserve(user, model, hold);
    }

    private void End(LedgerStep step)
    {
        if (_made.Count == 0)
            return;

        // Most ends come soon after the beginning; some come late, or twice.
        int index = step.Pick % 3 == 0 ? step.Pick % _made.Count : Math.Max(0, _made.Count - 1 - (step.Pick % 4));
        Reservation real = _made[index];
        LedgerModel.Call call = _model.Calls[index];
        switch (step.Kind)
        {
            case < 54:
                _manager.Settle(real, new Usd(step.Amount), new UsageRecord { Model = "gpt-4o", Cost = new Usd(step.Amount), Timestamp = _time.GetUtcNow() });
                _model.Settle(call, step.Amount);
                break;
            case < 59:
                _manager.Void(real, "test");
                _model.Void(call);
                break;
            case < 66:
                _manager.Suspend(real, "test");
                _model.Suspend(call);
                break;
            case < 70:
                Same(_model.Release(call), _manager.ReleaseAsync(real.Id, "tester", "test").GetAwaiter().GetResult(), "a release");
                break;
            default:
                Adjust(real, call, step.Amount - 120);
                break;
        }

        Same(call.State, real.State, "a state");
    }

    private void Adjust(Reservation real, LedgerModel.Call call, long change)
    {
        if (call.State is ReservationState.Held or ReservationState.Suspended)
        {
            try
            {
                _manager.AdjustAsync(real.Id, new Usd(change), "tester", "test").GetAwaiter().GetResult();
            }
            catch (InvalidOperationException)
            {
                return;
            }

            throw new LedgerDifferenceException("A call that has not ended was corrected.");
        }

        Same(true, _manager.AdjustAsync(real.Id, new Usd(change), "tester", "test").GetAwaiter().GetResult(), "a correction");
        _model.Adjust(call, change);
    }

    private void Reset(LedgerStep step, string user, string model)
    {
        BudgetPolicy policy = _policies[step.Pick % _policies.Length];
        if (!_model.IsInForce(policy.Id))
            return;
        string key = policy.Key ?? (policy.Scope switch { BudgetScope.User => user, BudgetScope.Model => model, _ => "" });
        Same(_model.Reset(policy.Id, key), _manager.ResetAsync(policy.Id, key).GetAwaiter().GetResult().Nanos, "what a reset takes off");
    }

    private void Edit(LedgerStep step)
    {
        _isBound = false;
        BudgetPolicy policy = _policies[step.Pick % _policies.Length] with { Limit = step.Pick % 7 == 0 ? null : new Usd(step.Amount * 4) };
        if (step.Pick % 5 == 0)
            policy = policy with { Action = policy.Action == LimitAction.Block ? LimitAction.Warn : LimitAction.Block };
        if (step.Pick % 11 == 0)
            policy = policy with { OnLost = policy.OnLost == LostRule.Charge ? LostRule.Release : LostRule.Charge };
        _manager.SetPolicy(policy);
        _model.Set(policy);
    }

    private void Delete(LedgerStep step)
    {
        string id = _policies[step.Pick % _policies.Length].Id;
        Same(_model.Delete(id), _manager.DeletePolicy(id), "whether a policy was in force");
    }

    private void Advance(TimeSpan by)
    {
        _time.Advance(by);
        _model.Advance(by);

        // Whatever asks for a status sweeps first.
        _manager.GetUserStatus("nobody");
    }

    private void Compare()
    {
        decimal held = 0;
        foreach (LedgerModel.Call call in _model.Calls)
            held += call.State == ReservationState.Held ? call.Hold : 0;
        Same(held, _manager.InFlight.Total.Nanos, "what is in flight");
        foreach (LedgerModel.Figures model in _model.Accounts.Values)
        {
            if (!_model.IsCurrent(model))
                continue;

            Account account = _manager.Book.Find(model.Policy, model.Key, _time.GetUtcNow())!;
            AccountFigures real = _manager.Admission.FiguresOf(account);
            if ((model.Spent, model.Held, model.Suspense, model.Overrun) != (real.Spent, real.Held, real.Suspense, real.Overrun) || _model.Limit(model) != real.Limit)
                throw new LedgerDifferenceException($"'{model.Policy}' for '{model.Key}' should have {(_model.Limit(model), model.Spent, model.Held, model.Suspense, model.Overrun)} and has {real}.");

            // I1, and I5 as long as no limit was touched.
            Same(_model.Limit(model) - model.Spent - model.Held - model.Suspense, account.Free, "what is free");
            BudgetPolicy policy = _model.PolicyOf(model);
            if (_isBound && policy is { Action: LimitAction.Block, Limit: { } limit } && policy.OnLost == LostRule.Charge)
                Same(true, real.Spent + real.Held + real.Suspense <= limit.Nanos + real.Overrun, "the bound");
        }
    }

    /// <summary>I4: the entries add up to what the model says, also of windows that are over.</summary>
    private void CompareStore()
    {
        Same(0, _store.Doubles, "lines that came twice");
        var stored = _store.Balances.Values.ToDictionary(static b => (b.Account.PolicyId, b.Account.ScopeKey, b.Account.WindowStart));
        foreach (LedgerModel.Figures model in _model.Accounts.Values)
        {
            stored.TryGetValue((model.Policy, model.Key, model.Window), out AccountBalance? balance);
            Same((model.Spent, model.Suspense, model.Overrun), (balance?.Spent.Nanos ?? 0, balance?.Suspense.Nanos ?? 0, balance?.Overrun.Nanos ?? 0), $"what is stored of '{model.Policy}' for '{model.Key}'");
        }
    }

    private static void Same<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new LedgerDifferenceException($"The model says {expected} and the ledger {actual}: {what}.");
    }

    private static void Same((decimal, decimal, decimal) expected, (long, long, long) actual, string what) =>
        Same<(decimal, decimal, decimal)>(expected, (actual.Item1, actual.Item2, actual.Item3), what);
}
