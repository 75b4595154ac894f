namespace BudgetGen;

/// <summary>How a metered call ended.</summary>
internal enum CallEndKind
{
    Settle,
    Void,
    Suspend,
}

/// <summary>The end of a metered call as it will be booked.</summary>
internal readonly record struct CallEnd(CallEndKind Kind, Usd Cost, UsageRecord? Usage, string Note)
{
    public static CallEnd Settle(Usd cost, UsageRecord usage, string? note) => new(CallEndKind.Settle, cost, usage, note ?? "");

    public static CallEnd Void(string note) => new(CallEndKind.Void, Usd.Zero, null, note);

    public static CallEnd Suspend(string note) => new(CallEndKind.Suspend, Usd.Zero, null, note);
}
