namespace BudgetGen;

/// <summary>What one policy says to a call.</summary>
public sealed record PolicyExplanation
{
    /// <summary>The policy.</summary>
    public required BudgetPolicy Policy { get; init; }

    /// <summary>False if the policy is about other calls, or its period has not begun or is over.</summary>
    public required bool Applies { get; init; }

    /// <summary>True if it would let the call go now; also where it does not apply.</summary>
    public required bool Admits { get; init; }

    /// <summary>Why it would not; null if it would.</summary>
    public RejectionReason? Reason { get; init; }

    /// <summary>How long a throttling policy would let it wait; null if not at all.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The account that the call would be booked on; null where the policy has none, or does not apply.</summary>
    public BudgetStatus? Status { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
