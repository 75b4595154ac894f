namespace BudgetGen.Storage;

/// <summary>A reservation without a known outcome: its hold, and its suspension if it was lost. One of them may be missing.</summary>
/// <param name="Hold">The hold; null if it never was durable.</param>
/// <param name="Suspension">What charged it as lost; null while it is held.</param>
internal readonly record struct OpenLife(LedgerEntry? Hold, LedgerEntry? Suspension)
{
    public bool IsSuspended => Suspension is not null;

    /// <summary>The reservation as readers see it: made by its hold, charged at what its suspension says.</summary>
    public OpenReservation ToReservation()
    {
        LedgerEntry made = Hold ?? Suspension!;
        return new OpenReservation(made.Reservation, made.Accounts, (Suspension ?? made).Hold, made.At, made.Attribution, made.CallSite, IsSuspended);
    }
}

/// <summary>A line of the log.</summary>
/// <param name="Entry">The entry; never a hold.</param>
/// <param name="Hold">The hold that it ended, as it was; null if it ended none.</param>
internal readonly record struct LogLine(LedgerEntry Entry, LedgerEntry? Hold);
