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
        Usd? room = RoomFor(request.Attribution, out Usd? cap);
        cap = Tighter(request.MaxCost, cap);
        return new BudgetInfo
        {
            MaxBudget = cap,
            EstimatedCost = request.Hold,
            RemainingBudget = Tighter(cap, room) - request.Hold,
            Rejection = rejection,
        };
    }

    /// <summary>What the tightest of the budgets that can refuse this call has left now; null if none of them has a limit.</summary>
    /// <param name="who">Whose call it is.</param>
    /// <param name="cap">The most that one such request may cost, or null.</param>
    internal Usd? RoomFor(in CallAttribution who, out Usd? cap)
    {
        cap = null;
        if (!Enabled)
            return null;

        AccountSet accounts = _book.Resolve(who, _clock.Now().UtcTicks);
        cap = Tighter(_perRequestLimit, accounts.Cap?.Amount);
        Usd? room = null;
        foreach (Account account in accounts.Accounts)
        {
            if (account.Window.Refuses)
                room = Tighter(room, StatusOf(account).Remaining);
        }

        return room;
    }

    private static Usd? Tighter(Usd? left, Usd? right) => LlmCallScope.Tighter(left, right);
}
