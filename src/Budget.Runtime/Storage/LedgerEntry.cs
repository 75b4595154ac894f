namespace BudgetGen.Storage;

/// <summary>
/// One line of the ledger. Immutable; a correction is another line. It says by itself what it changes on each of its accounts (<see cref="Amount"/>,
/// <see cref="SuspenseChange"/>, <see cref="Overrun"/>), so that a store only adds.
/// </summary>
/// <remarks>Unique by (<see cref="Reservation"/>, <see cref="Kind"/>, <see cref="Part"/>): the same line a second time changes nothing.</remarks>
public sealed record LedgerEntry
{
    /// <summary>What happened.</summary>
    public required LedgerEntryKind Kind { get; init; }

    /// <summary>To which reservation. A spend that was recorded without one has an id of its own.</summary>
    public required ReservationId Reservation { get; init; }

    /// <summary>Numbers lines of the same kind of one reservation (several adjustments, several conflicts), from 0.</summary>
    public int Part { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The accounts that it is booked on; the amounts are the same on each. The list of one account set is one and the same object, so a store may key by reference.</summary>
    public required IReadOnlyList<AccountKey> Accounts { get; init; }

    /// <summary>The hold of the reservation; 0 if there was none.</summary>
    public required Usd Hold { get; init; }

    /// <summary>What is added to spend (S) of each account; negative for a refund or a reset.</summary>
    public Usd Amount { get; init; }

    /// <summary>What is added to suspense (U) of each account: the hold for a suspension, minus the hold for what ends one.</summary>
    public Usd SuspenseChange { get; init; }

    /// <summary>What is added to overruns (O) of each account, 0 or more.</summary>
    public Usd Overrun { get; init; }

    /// <summary>Whose call it is.</summary>
    public CallAttribution Attribution { get; init; }

    /// <summary>Where the call was made, or null.</summary>
    public string? CallSite { get; init; }

    /// <summary>The usage record that a settlement books, or a lost call that is booked as spend; null for other kinds.</summary>
    public UsageRecord? Usage { get; init; }

    /// <summary>Why, for people and auditors: the failure of a void or suspension, the reason of an adjustment. Never prompt text.</summary>
    public string? Note { get; init; }

    /// <summary>Why the call was rejected; null for other kinds.</summary>
    public RejectionReason? Rejection { get; init; }

    /// <summary>Who decided, where a person or another system did; else null.</summary>
    public string? Actor { get; init; }

    /// <summary>What the decision refers to, such as a ticket or a line of an invoice; else null.</summary>
    public string? Reference { get; init; }

    /// <summary>What an acknowledgement of this line means.</summary>
    public DurabilityLevel Durability { get; init; }

    /// <summary>
    /// A line that is booked in the same step: both or neither, whatever crashes; it may name a further one. Each is a line of its own to readers, and known by
    /// its own identity: one that is there already changes nothing, and the others are booked all the same. Null in what is read.
    /// </summary>
    public LedgerEntry? Together { get; init; }

    /// <summary>Lines as one, to be booked in one step. None of them names another yet.</summary>
    internal static LedgerEntry Join(IReadOnlyList<LedgerEntry> lines)
    {
        LedgerEntry joined = lines[^1];
        for (int i = lines.Count - 2; i >= 0; i--)
            joined = lines[i] with { Together = joined };
        return joined;
    }
}
