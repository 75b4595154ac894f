using BudgetGen.Storage;

namespace BudgetGen;

public sealed partial class BudgetManager
{
    /// <summary>
    /// Books spend that was not reserved before, on every budget that applies. Always accepted, because the money is gone; what exceeds the room that was left
    /// is an overrun. Completes when it is durable; never fails because of the store.
    /// </summary>
    /// <param name="usage">Who spent what. It is booked in the current windows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cost is negative.</exception>
    public ValueTask RecordSpendAsync(UsageRecord usage)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentOutOfRangeException.ThrowIfNegative(usage.Cost.Nanos, nameof(usage));
        if (!Enabled)
            return default;

        DateTimeOffset now = _clock.Now();
        Usd cost = Bounded(usage.Cost);
        var attribution = new CallAttribution(usage.User, usage.Provider, usage.Model, usage.Project, usage.Team, usage.Client, usage.Operation, usage.Tags);
        AccountSet accounts;
        long[]? overruns;
        bool crossed;
        do
            accounts = _book.Resolve(attribution, now.UtcTicks);
        while (!_admission.Book(accounts, cost.Nanos, out overruns, out crossed));
        var entry = new LedgerEntry
        {
            Kind = LedgerEntryKind.Settle,
            Reservation = ReservationId.New(now),
            At = now,
            Accounts = accounts.Keys,
            Hold = Usd.Zero,
            Amount = cost,
            Attribution = attribution,
            CallSite = usage.Endpoint,
            Usage = usage.Cost == cost ? usage : usage with { Cost = cost },
            Durability = _durability,
        };
        if (overruns is not null)
            entry = LedgerEntry.Join([entry, .. OverrunEntries(entry, accounts, overruns)]);
        ValueTask written = _log.Write(entry, null);
        if (crossed)
            RaiseCrossings(accounts);
        return written;
    }

    /// <summary>Spend without a hold overruns each account by what it had no room for, so each gets a line of its own. No money moves by it.</summary>
    private static IEnumerable<LedgerEntry> OverrunEntries(LedgerEntry spend, AccountSet accounts, long[] overruns)
    {
        for (int i = 0; i < overruns.Length; i++)
        {
            if (overruns[i] == 0)
                continue;
            yield return spend with
            {
                Kind = LedgerEntryKind.Adjust,
                Part = i,
                Accounts = [accounts.Keys[i]],
                Amount = Usd.Zero,
                Overrun = new Usd(overruns[i]),
                Usage = null,
                Note = "spend that nothing was held for, above what was left",
            };
        }
    }

    /// <summary>As <see cref="RecordSpendAsync"/>, and waits until it is durable.</summary>
    /// <param name="usage">Who spent what. It is booked in the current windows.</param>
    public void RecordSpend(UsageRecord usage) => Blocking.Run(static s => s.Manager.RecordSpendAsync(s.Usage), (Manager: this, Usage: usage));

    /// <summary>
    /// True if a call of this cost would be admitted now. A hint for people and plans: by the time of the call the answer may be another one, so reserve
    /// before you call.
    /// </summary>
    /// <param name="amount">What the call may cost.</param>
    /// <param name="user">The user who pays, or null.</param>
    public bool CanSpend(Usd amount, string? user = null) => CanSpend(new SpendRequest(new CallAttribution(User: user), amount));

    /// <inheritdoc cref="CanSpend(Usd, string?)"/>
    /// <param name="amount">What the call may cost, USD.</param>
    /// <param name="user">The user who pays, or null.</param>
    public bool CanSpend(decimal amount, string? user = null) => CanSpend(AmountOf(amount), user);

    /// <inheritdoc cref="CanSpend(Usd, string?)"/>
    /// <param name="user">The user who pays.</param>
    /// <param name="amount">What the call may cost, USD.</param>
    public bool CanSpend(string user, decimal amount) => CanSpend(AmountOf(amount), user);

    /// <summary>True if this call would be admitted now. A hint, as all that is not reserved.</summary>
    /// <param name="request">Whose call it is, and the most that it may cost.</param>
    public bool CanSpend(in SpendRequest request) => WouldReject(request) is null;

    /// <summary>Why a call would be refused now, or null if it would be admitted. Nothing is held and nobody is alerted.</summary>
    /// <param name="request">Whose call it is, and the most that it may cost.</param>
    public BudgetRejection? WouldReject(in SpendRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(request.Hold.Nanos, nameof(request));
        if (!Enabled)
            return null;

        AccountSet accounts = _book.Resolve(request.Attribution, _clock.Now().UtcTicks);
        Usd hold = request.Hold;
        if (accounts.Cap is { } capped && hold > capped.Amount)
            return CapRejection(capped.Amount, request, capped);
        Usd cap = Usd.Min(Usd.Min(request.MaxCost ?? Usd.MaxCall, _perRequestLimit ?? Usd.MaxCall), Usd.MaxCall);
        if (hold > cap)
            return CapRejection(cap, request, null);
        return _admission.WouldRefuse(accounts, hold.Nanos) is { } verdict ? Rejection(request, verdict) : null;
    }

    /// <summary>What a user has left in the tightest of their own budgets; null if no budget with a limit is about that user.</summary>
    /// <param name="user">The user.</param>
    public Usd? GetRemaining(string user)
    {
        Usd? least = null;
        foreach (BudgetStatus status in GetUserStatus(user))
        {
            if (status.Remaining is { } remaining && (least is null || remaining < least))
                least = remaining;
        }

        return least;
    }

    /// <summary>Gives a user a budget, or changes it. What was spent in the period stays spent.</summary>
    /// <param name="user">The user.</param>
    /// <param name="limit">The limit per period.</param>
    /// <param name="period">How long it lasts. Another period than before starts at zero.</param>
    /// <returns>The policy that says so; its id is <c>user/</c> and the user's name.</returns>
    public BudgetPolicy SetBudget(string user, Usd limit, BudgetPeriod period = BudgetPeriod.Monthly)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        var policy = new BudgetPolicy { Id = "user/" + user, Name = "budget of " + user, Scope = BudgetScope.User, Key = user, Limit = limit, Period = period };
        SetPolicy(policy);
        return policy;
    }

    /// <inheritdoc cref="SetBudget(string, Usd, BudgetPeriod)"/>
    /// <param name="user">The user.</param>
    /// <param name="limit">USD per period.</param>
    /// <param name="period">How long it lasts.</param>
    public BudgetPolicy SetBudget(string user, decimal limit, BudgetPeriod period = BudgetPeriod.Monthly) => SetBudget(user, Usd.FromDollars(limit), period);

    // More than any call may cost is refused anyway, whatever the exact figure.
    private static Usd AmountOf(decimal dollars) => dollars > Usd.MaxCall.ToDollars() ? Usd.MaxLimit : Usd.FromDollarsRoundedUp(dollars);
}
