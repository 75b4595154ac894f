namespace BudgetGen;

/// <summary>Asks for money before a call.</summary>
/// <param name="Attribution">Whose call it is; it selects the policies.</param>
/// <param name="Hold">The most that the call may cost, 0 or more.</param>
public readonly record struct SpendRequest(CallAttribution Attribution, Usd Hold)
{
    /// <summary>The caller's own cap for this call, or null. A hold above it is refused with <see cref="RejectionReason.PerRequestCap"/>.</summary>
    public Usd? MaxCost { get; init; }

    /// <summary>Where the call is made, such as <c>Summarizer.SummarizeAsync (Summarizer.cs:31)</c>, or null.</summary>
    public string? CallSite { get; init; }
}
