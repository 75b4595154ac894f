namespace BudgetGen.Storage;

/// <summary>One line of the ledger. Immutable; a correction is another line.</summary>
public sealed record LedgerEntry
{
    /// <summary>What happened.</summary>
    public required LedgerEntryKind Kind { get; init; }

    /// <summary>To which reservation. A spend that was recorded without one has an id of its own.</summary>
    public required ReservationId Reservation { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The accounts that it is booked on; the amounts are the same on each. The list of one account set is one and the same object, so a store may key by reference.</summary>
    public required IReadOnlyList<AccountKey> Accounts { get; init; }

    /// <summary>The hold of the reservation; 0 if there was none.</summary>
    public required Usd Hold { get; init; }

    /// <summary>What is booked as spend: the cost for a settlement, the signed change for an adjustment, otherwise 0.</summary>
    public Usd Amount { get; init; }

    /// <summary>Whose call it is.</summary>
    public CallAttribution Attribution { get; init; }

    /// <summary>Where the call was made, or null.</summary>
    public string? CallSite { get; init; }

    /// <summary>The usage record that a settlement books; null for other kinds.</summary>
    public UsageRecord? Usage { get; init; }

    /// <summary>Why, for people and auditors: the failure of a void or suspension, the reason of an adjustment. Never prompt text.</summary>
    public string? Note { get; init; }
}
