namespace BudgetGen.Storage;

/// <summary>Selects entries of the ledger. A part that is null does not select.</summary>
public sealed record EntryQuery
{
    /// <summary>From this instant on, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Up to this instant, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Of these kinds only; null: all kinds.</summary>
    public IReadOnlyList<LedgerEntryKind>? Kinds { get; init; }

    /// <summary>At most so many entries, newest first.</summary>
    public int Limit { get; init; } = 1000;
}
