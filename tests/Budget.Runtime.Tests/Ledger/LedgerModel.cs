namespace BudgetGen.Tests.Ledger;

/// <summary>The ledger as one would write it on a whiteboard: decimals, one thread, every figure kept apart, no cleverness.</summary>
internal sealed class LedgerModel(IEnumerable<BudgetPolicy> policies, DateTimeOffset now, TimeSpan ttl)
{
    private readonly Dictionary<string, BudgetPolicy> _known = policies.ToDictionary(static p => p.Id);
    private readonly HashSet<string> _inForce = [.. policies.Select(static p => p.Id)];

    public Dictionary<(string Policy, string Key, DateTimeOffset Window), Figures> Accounts { get; } = [];

    public List<Call> Calls { get; } = [];

    public DateTimeOffset Now { get; private set; } = now;

    public IEnumerable<BudgetPolicy> Policies => _known.Values.Where(p => _inForce.Contains(p.Id));

    /// <summary>Why a call is refused, and by which policies it may be said; nothing if it is admitted.</summary>
    public (RejectionReason Reason, List<string> By)? Refusal(string user, string model, decimal hold)
    {
        List<Figures> on = Touch(user, model);
        List<string> capped = [.. on.Where(f => PolicyOf(f).PerRequestLimit is { } cap && hold > cap.Nanos && IsBlocking(f)).Select(static f => f.Policy)];
        if (capped.Count > 0)
            return (RejectionReason.PerRequestCap, capped);

        List<Figures> full = [.. on.Where(f => IsHard(f) && Limit(f) - f.Spent - f.Held - f.Suspense < hold)];
        if (full.Count == 0)
            return null;

        List<string> spent = [.. full.Where(f => Limit(f) - f.Spent - f.Suspense < hold).Select(static f => f.Policy)];
        return spent.Count > 0 ? (RejectionReason.Exhausted, spent) : (RejectionReason.InFlight, [.. full.Select(static f => f.Policy)]);
    }

    public void Reserve(string user, string model, decimal hold)
    {
        var call = new Call(Touch(user, model), hold, Now);
        call.On.ForEach(f => f.Held += hold);
        Calls.Add(call);
    }

    public void Settle(Call call, decimal cost)
    {
        if (call.State == ReservationState.Held)
        {
            call.State = ReservationState.Settled;
            call.On.ForEach(f => (f.Held, f.Spent, f.Overrun) = (f.Held - call.Hold, f.Spent + cost, f.Overrun + Math.Max(0, cost - call.Hold)));
        }
        else if (call.State == ReservationState.Suspended)
        {
            call.State = ReservationState.LateSettled;
            Decide(call, cost);
        }
        else if (call.State is ReservationState.Voided or ReservationState.Released)
        {
            // Money that is gone though nothing was held for it any more.
            call.State = ReservationState.LateSettled;
            call.On.ForEach(f => (f.Spent, f.Overrun) = (f.Spent + cost, f.Overrun + cost));
        }
    }

    public void Void(Call call)
    {
        if (call.State != ReservationState.Held)
            return;
        call.State = ReservationState.Voided;
        call.On.ForEach(f => f.Held -= call.Hold);
    }

    public void Suspend(Call call)
    {
        if (call.State != ReservationState.Held)
            return;
        call.State = ReservationState.Suspended;
        call.Charged.AddRange(call.On.Where(f => PolicyOf(f).OnLost == LostRule.Charge));
        call.On.ForEach(f => f.Held -= call.Hold);
        call.Charged.ForEach(f => f.Suspense += call.Hold);
    }

    /// <returns>Whether it was among the lost ones.</returns>
    public bool Release(Call call)
    {
        if (call.State != ReservationState.Suspended)
            return false;
        call.State = ReservationState.Released;
        Decide(call, 0);
        return true;
    }

    /// <summary>A correction goes to every account of the call; to the current one where the window is sealed.</summary>
    public void Adjust(Call call, decimal change)
    {
        foreach (Figures figures in call.On)
        {
            Figures on = _inForce.Contains(figures.Policy) && EndOf(PolicyOf(figures), figures.Window) is { } end && end + ttl <= Now
                ? Open(PolicyOf(figures), figures.Key)
                : figures;
            on.Spent += change;
            on.Overrun += Math.Max(0, change);
        }
    }

    public void Record(string user, string model, decimal cost) => Touch(user, model).ForEach(f =>
    {
        decimal room = PolicyOf(f).Limit is null ? decimal.MaxValue : Math.Max(0, Limit(f) - f.Spent - f.Held - f.Suspense);
        f.Overrun += Math.Max(0, cost - room);
        f.Spent += cost;
    });

    public void Set(BudgetPolicy policy)
    {
        _known[policy.Id] = policy;
        _inForce.Add(policy.Id);
    }

    public bool Delete(string policy) => _inForce.Remove(policy);

    public decimal Reset(string policy, string key)
    {
        Figures figures = Open(_known[policy], key);
        decimal spent = figures.Spent;
        figures.Spent = 0;

        // Refunds had given room that calls in flight may have taken.
        figures.Overrun += Math.Max(0, -spent);
        return spent;
    }

    public void Advance(TimeSpan by)
    {
        Now += by;
        foreach (Call call in Calls)
        {
            if (call.State == ReservationState.Held && Now - call.HeldAt >= ttl)
                Suspend(call);
        }
    }

    public bool IsInForce(string policy) => _inForce.Contains(policy);

    public bool IsCurrent(Figures figures) => _inForce.Contains(figures.Policy) && StartOf(PolicyOf(figures), Now) == figures.Window;

    public BudgetPolicy PolicyOf(Figures figures) => _known[figures.Policy];

    public decimal Limit(Figures figures) => PolicyOf(figures).Limit?.Nanos ?? 0;

    private static bool IsBlocking(BudgetPolicy policy) => policy.Action == LimitAction.Block;

    private bool IsBlocking(Figures figures) => IsBlocking(PolicyOf(figures));

    private bool IsHard(Figures figures) => IsBlocking(figures) && PolicyOf(figures).Limit is not null;

    private static void Decide(Call call, decimal cost)
    {
        foreach (Figures figures in call.On)
        {
            decimal charged = call.Charged.Contains(figures) ? call.Hold : 0;
            figures.Suspense -= charged;
            figures.Spent += cost;
            figures.Overrun += Math.Max(0, cost - charged);
        }
    }

    private List<Figures> Touch(string user, string model) =>
    [
        .. from policy in Policies
           let key = policy.Scope switch { BudgetScope.User => user, BudgetScope.Model => model, _ => "" }
           where policy.Key is null || policy.Key == key
           select Open(policy, key),
    ];

    private Figures Open(BudgetPolicy policy, string key)
    {
        DateTimeOffset window = StartOf(policy, Now);
        if (!Accounts.TryGetValue((policy.Id, key, window), out Figures? figures))
            Accounts.Add((policy.Id, key, window), figures = new Figures(policy.Id, key, window));
        return figures;
    }

    private static DateTimeOffset StartOf(BudgetPolicy policy, DateTimeOffset now) => policy.Period switch
    {
        BudgetPeriod.Daily => new DateTimeOffset(now.Date, TimeSpan.Zero),
        BudgetPeriod.Weekly => new DateTimeOffset(now.Date.AddDays(-(((int)now.DayOfWeek + 6) % 7)), TimeSpan.Zero),
        BudgetPeriod.Monthly => new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero),
        _ => DateTimeOffset.MinValue,
    };

    private static DateTimeOffset? EndOf(BudgetPolicy policy, DateTimeOffset start) => policy.Period switch
    {
        BudgetPeriod.Daily => start.AddDays(1),
        BudgetPeriod.Weekly => start.AddDays(7),
        BudgetPeriod.Monthly => start.AddMonths(1),
        _ => null,
    };

    internal sealed class Figures(string policy, string key, DateTimeOffset window)
    {
        public string Policy => policy;

        public string Key => key;

        public DateTimeOffset Window => window;

        public decimal Spent { get; set; }

        public decimal Held { get; set; }

        public decimal Suspense { get; set; }

        public decimal Overrun { get; set; }
    }

    internal sealed class Call(List<Figures> on, decimal hold, DateTimeOffset heldAt)
    {
        public List<Figures> On => on;

        public decimal Hold => hold;

        public DateTimeOffset HeldAt => heldAt;

        public ReservationState State { get; set; }

        /// <summary>The accounts that are charged while it is lost.</summary>
        public List<Figures> Charged { get; } = [];
    }
}
