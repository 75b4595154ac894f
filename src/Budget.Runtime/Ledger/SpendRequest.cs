namespace BudgetGen;

/// <summary>Asks for money before a call.</summary>
/// <param name="Attribution">Whose call it is; it selects the policies.</param>
/// <param name="Hold">The most that the call may cost, 0 or more.</param>
public readonly record struct SpendRequest(CallAttribution Attribution, Usd Hold)
{
    /// <summary>The caller's own cap for this call, or null. A hold above it is refused with <see cref="RejectionReason.PerRequestCap"/>.</summary>
    public Usd? MaxCost { get; init; }

    /// <summary>
    /// An id of the caller's own, for requests that may come twice; null: a new one. The same id with the same model, accounts and hold gives the same answer
    /// again; a rejected id stays rejected, and the id of a call that was voided is used up. Make it with <see cref="ReservationId.New"/>. The answer may be a
    /// reservation that has ended (<see cref="Reservation.State"/>): then nothing is held, and the call must not be made once more.
    /// </summary>
    public ReservationId? CallId { get; init; }

    /// <summary>How long to wait in line for holds of others where only they are in the way, a day at most; null: as the options say.</summary>
    public TimeSpan? WaitForHolds { get; init; }

    /// <summary>Where the call is made, such as <c>Summarizer.SummarizeAsync (Summarizer.cs:31)</c>, or null.</summary>
    public string? CallSite { get; init; }
}
