namespace BudgetGen.Storage;

/// <summary>What happened to a reservation. The numbers are part of the database schema.</summary>
public enum LedgerEntryKind
{
    /// <summary>Money was set aside before the request left: H += hold.</summary>
    Hold = 1,

    /// <summary>The cost is known: H -= hold, S += amount, O += max(0, amount - hold). Without a hold before it: S += amount.</summary>
    Settle = 2,

    /// <summary>The request certainly cost nothing: H -= hold.</summary>
    Void = 3,

    /// <summary>Nobody knows what the request cost: H -= hold, U += hold.</summary>
    Suspend = 4,

    /// <summary>The cost of a suspended reservation became known: U -= hold, S += amount, O += max(0, amount - hold).</summary>
    LateSettle = 5,

    /// <summary>An audited correction of one account's spend: S += amount (which may be negative).</summary>
    Adjust = 6,
}
