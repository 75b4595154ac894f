namespace BudgetGen.Tests.Ledger;

/// <summary>The ledger as one would write it on a whiteboard: decimals, one lock, every figure kept apart, no cleverness.</summary>
internal sealed class LedgerModel(IEnumerable<BudgetPolicy> policies)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, BudgetPolicy> _policies = policies.ToDictionary(static p => p.Id);

    public Dictionary<(string Policy, string Key), Figures> Accounts { get; } = [];

    public bool Reserve(string user, string model, decimal hold, out List<Figures> on)
    {
        lock (_lock)
        {
            on = Touch(user, model);
            if (on.Exists(f => f.Limit is { } limit && f.Hard && limit - f.Spent - f.Held - f.Suspense < hold))
                return false;
            on.ForEach(f => f.Held += hold);
            return true;
        }
    }

    public void Settle(List<Figures> on, decimal hold, decimal cost) => Each(on, f =>
    {
        f.Held -= hold;
        f.Spent += cost;
        f.Overrun += Math.Max(0, cost - hold);
    });

    public void Void(List<Figures> on, decimal hold) => Each(on, f => f.Held -= hold);

    public void Suspend(List<Figures> on, decimal hold) => Each(on, f =>
    {
        f.Held -= hold;
        f.Suspense += hold;
    });

    public void SettleLate(List<Figures> on, decimal hold, decimal cost) => Each(on, f =>
    {
        f.Suspense -= hold;
        f.Spent += cost;
        f.Overrun += Math.Max(0, cost - hold);
    });

    public void Record(string user, string model, decimal cost) => Each(Touch(user, model), f =>
    {
        decimal room = f.Limit is { } limit ? Math.Max(0, limit - f.Spent - f.Held - f.Suspense) : decimal.MaxValue;
        f.Overrun += Math.Max(0, cost - room);
        f.Spent += cost;
    });

    public void SetLimit(string policy, decimal? limit)
    {
        lock (_lock)
        {
            _policies[policy] = _policies[policy] with { Limit = limit is { } l ? new Usd((long)l) : null };
            foreach (((string id, _), Figures figures) in Accounts)
            {
                if (id == policy)
                    figures.Limit = limit;
            }
        }
    }

    public void ResetDaily()
    {
        if (Accounts.TryGetValue(("global", ""), out Figures? figures))
            figures.Spent = 0;
    }

    private List<Figures> Touch(string user, string model) =>
    [
        .. from policy in _policies.Values
           let key = policy.Scope switch { BudgetScope.User => user, BudgetScope.Model => model, _ => "" }
           where policy.Key is null || policy.Key == key
           select Accounts.TryGetValue((policy.Id, key), out Figures? known) ? known : Accounts[(policy.Id, key)] = new Figures
           {
               Limit = policy.Limit?.Nanos,
               Hard = policy.Action == LimitAction.Block,
           },
    ];

    private void Each(List<Figures> on, Action<Figures> change)
    {
        lock (_lock)
            on.ForEach(change);
    }

    internal sealed class Figures
    {
        public decimal? Limit { get; set; }

        public bool Hard { get; init; }

        public decimal Spent { get; set; }

        public decimal Held { get; set; }

        public decimal Suspense { get; set; }

        public decimal Overrun { get; set; }
    }
}
