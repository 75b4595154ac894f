namespace BudgetGen;

/// <summary>What budgets say about a call before it is made, in the words of Pydantic2.</summary>
public sealed partial class BudgetManager
{
    /// <summary>
    /// The budget of a call before it is made: the most that it may cost, what it is estimated at, what would be left, and whether it would be refused.
    /// Nothing is held and nobody is alerted, so it is a hint: other calls may take the money meanwhile. To take it, reserve.
    /// </summary>
    /// <param name="request">Whose call it is, and the most that it may cost.</param>
    /// <exception cref="ArgumentOutOfRangeException">The hold is negative.</exception>
    public BudgetInfo GetBudgetInfo(in SpendRequest request)
    {
        BudgetRejection? rejection = WouldReject(request);
        Usd? cap = Tighter(request.MaxCost, Enabled ? _perRequestLimit : null);
        Usd? room = null;
        foreach (BudgetStatus budget in HardBudgetsOf(request.Attribution))
        {
            cap = Tighter(cap, budget.Policy.PerRequestLimit);
            if (budget.Policy.Period == BudgetPeriod.PerRequest)
                cap = Tighter(cap, budget.Limit);
            else
                room = Tighter(room, budget.Remaining);
        }

        return new BudgetInfo
        {
            MaxBudget = cap,
            EstimatedCost = request.Hold,
            RemainingBudget = Tighter(cap, room) - request.Hold,
            Rejection = rejection,
        };
    }

    /// <summary>What the tightest of the budgets that can refuse this call has left now; null if none of them has a limit.</summary>
    internal Usd? RoomFor(in CallAttribution who)
    {
        Usd? room = null;
        foreach (BudgetStatus budget in HardBudgetsOf(who))
        {
            if (budget.Policy.Period != BudgetPeriod.PerRequest)
                room = Tighter(room, budget.Remaining);
        }

        return room;
    }

    /// <summary>The budgets that can refuse a call, with their figures.</summary>
    private List<BudgetStatus> HardBudgetsOf(in CallAttribution who)
    {
        var budgets = new List<BudgetStatus>();
        if (!Enabled)
            return budgets;

        foreach (Account account in _book.Resolve(who, _time.GetUtcNow().UtcTicks).Accounts)
        {
            if (account.Refuses)
                budgets.Add(BudgetStatus.Of(account));
        }

        return budgets;
    }

    private static Usd? Tighter(Usd? left, Usd? right) => LlmCallScope.Tighter(left, right);
}
