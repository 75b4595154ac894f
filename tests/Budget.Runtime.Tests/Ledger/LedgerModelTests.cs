using BudgetGen.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace BudgetGen.Tests.Ledger;

/// <summary>Random lives of reservations, on the ledger and on the whiteboard model: the same verdicts and the same figures after every step.</summary>
public class LedgerModelTests
{
    private static readonly BudgetPolicy[] s_policies =
    [
        Make.Policy("global", 1000),
        Make.Policy("users", 400, BudgetScope.User),
        Make.Policy("models", 700, BudgetScope.Model),
        Make.Policy("bob", 150, BudgetScope.User, "bob"),
        Make.Policy("soft", 200, action: LimitAction.Warn, period: BudgetPeriod.Weekly),
        Make.Policy("counter", null, BudgetScope.Model, period: BudgetPeriod.Lifetime),
    ];

    private static readonly Arbitrary<Step[]> s_lives =
        (from kind in Gen.Choose(0, 9)
         from who in Gen.Choose(0, 5)
         from amount in Gen.Choose(0, 320)
         from pick in Gen.Choose(0, 1000)
         select new Step(kind, who, amount, pick))
        .ArrayOf()
        .Resize(120)
        .ToArbitrary();

    [Fact]
    public void TheLedgerDoesWhatTheModelDoes() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(120), Prop.ForAll(s_lives, static life => new Life().Live(life)));

    public sealed record Step(int Kind, int Who, int Amount, int Pick);

    private sealed class Life
    {
        private readonly InMemoryBudgetStore _store = new();
        private readonly LedgerModel _model = new(s_policies);
        private readonly List<(Reservation Real, List<LedgerModel.Figures> Model, long Hold)> _made = [];
        private readonly BudgetManager _manager;
        private bool _lowered;

        public Life() => _manager = Make.Manager(o => o.Store = _ => _store, s_policies);

        public void Live(Step[] steps)
        {
            using (_manager)
            {
                foreach (Step step in steps)
                {
                    Do(step);
                    Compare();
                }
            }
        }

        private void Do(Step step)
        {
            string user = (step.Who % 3) switch { 0 => "alice", 1 => "bob", _ => "carol" };
            string model = step.Who < 3 ? "gpt-4o" : "claude";
            switch (step.Kind)
            {
                case <= 3:
                    Reserve(user, model, step.Amount);
                    break;
                case 4 or 5:
                    End(step, ReservationState.Settled);
                    break;
                case 6:
                    End(step, ReservationState.Voided);
                    break;
                case 7:
                    End(step, ReservationState.Suspended);
                    break;
                case 8:
                    _manager.RecordSpend(Make.Usage(step.Amount, user) with { Model = model });
                    _model.Record(user, model, step.Amount);
                    break;
                default:
                    EditOrReset(step);
                    break;
            }
        }

        private void Reserve(string user, string model, long hold)
        {
            bool expected = _model.Reserve(user, model, hold, out List<LedgerModel.Figures> on);
            SpendRequest request = Make.Request(hold, user, model);
            Assert.Equal(expected, _manager.CanSpend(request));
            try
            {
                _made.Add((_manager.Reserve(request), on, hold));
                Assert.True(expected);
            }
            catch (BudgetExceededException refusal)
            {
                Assert.False(expected);
                bool helps = refusal.Requested + refusal.Spent + refusal.Suspense <= refusal.Limit!.Value;
                Assert.Equal(helps ? RejectionReason.InFlight : RejectionReason.Exhausted, refusal.Reason);
            }
        }

        private void End(Step step, ReservationState how)
        {
            if (_made.Count == 0)
                return;

            (Reservation real, List<LedgerModel.Figures> on, long hold) = _made[step.Pick % _made.Count];
            ReservationState before = real.State;
            switch (how)
            {
                case ReservationState.Settled:
                    _manager.Settle(real, step.Amount);
                    break;
                case ReservationState.Voided:
                    _manager.Void(real, "test");
                    break;
                default:
                    _manager.Suspend(real, "test");
                    break;
            }

            if (before == ReservationState.Held && how == ReservationState.Settled)
                _model.Settle(on, hold, step.Amount);
            else if (before == ReservationState.Held && how == ReservationState.Voided)
                _model.Void(on, hold);
            else if (before == ReservationState.Held)
                _model.Suspend(on, hold);
            else if (before == ReservationState.Suspended && how == ReservationState.Settled)
                _model.SettleLate(on, hold, step.Amount);
        }

        private void EditOrReset(Step step)
        {
            _lowered = true;
            if (step.Pick % 3 == 0)
            {
                _manager.ResetDaily();
                _model.ResetDaily();
                return;
            }

            BudgetPolicy policy = s_policies[step.Pick % s_policies.Length];
            long? limit = step.Pick % 7 == 0 ? null : step.Amount * 4;
            _manager.SetPolicy(policy with { Limit = limit is { } l ? new Usd(l) : null });
            _model.SetLimit(policy.Id, limit);
        }

        private void Compare()
        {
            Dictionary<AccountKey, AccountBalance> stored = _store.GetBalancesAsync().AsTask().Result.ToDictionary(static b => b.Account);
            foreach (((string id, string key), LedgerModel.Figures model) in _model.Accounts)
            {
                BudgetStatus real = _manager.GetStatus(id, key);
                Assert.Equal(((long)model.Spent, (long)model.Held, (long)model.Suspense, (long)model.Overrun), real.Figures());
                Assert.Equal((long?)model.Limit, real.Limit?.Nanos);

                // I1: what is free is what the other figures leave.
                decimal free = (model.Limit ?? 0) - model.Spent - model.Held - model.Suspense;
                Assert.Equal(free, _manager.Book.Find(id, key, _manager.TimeProvider.GetUtcNow())!.Free);
                Assert.Equal(model.Limit is null ? null : (long)free, real.Remaining?.Nanos);

                // I5: no overspend while no limit was lowered.
                if (!_lowered && model.Hard && model.Limit is { } limit)
                    Assert.True(model.Spent + model.Held + model.Suspense <= limit + model.Overrun);

                // I4: what the entries sum up to is what the ledger says.
                if (stored.Values.FirstOrDefault(b => b.Account.PolicyId == id && b.Account.ScopeKey == key) is { } balance)
                    Assert.Equal((real.Spent, real.Suspense), (balance.Spent, balance.Suspense));
            }
        }
    }
}
