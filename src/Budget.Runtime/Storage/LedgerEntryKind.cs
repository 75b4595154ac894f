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

    /// <summary>An audited correction (refund, write-off, reconciliation): S += amount, which may be negative; O += a positive one.</summary>
    Adjust = 6,

    /// <summary>A call with an id of its caller's was rejected; the id stays rejected. No money moves.</summary>
    Reject = 7,

    /// <summary>Somebody decided that a suspended reservation cost nothing: U -= hold.</summary>
    Release = 8,

    /// <summary>A suspended reservation is booked as spend at its hold, as its policy says: U -= hold, S += hold. Marked as estimated.</summary>
    Charge = 9,

    /// <summary>What users call a reset: S -= S of one account. Reports still show the spend, and this as a line of its own.</summary>
    Reset = 10,

    /// <summary>A second settlement with other figures came in. No money moves.</summary>
    Conflict = 11,

    /// <summary>Spend from before a policy was set, counted on its account: S += amount. The spend itself is in the entries that booked it.</summary>
    Backfill = 12,
}
