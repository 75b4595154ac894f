using System.Diagnostics.CodeAnalysis;

namespace BudgetGen;

/// <summary>The answer to <see cref="UsageTracker.CheckBudget"/>. A hint: it holds no money, so the next call may find another answer.</summary>
public sealed record BudgetCheck
{
    /// <summary>True if the call would be admitted now.</summary>
    [MemberNotNullWhen(false, nameof(Rejection), nameof(Reason))]
    public bool Allowed => Rejection is null;

    /// <summary>Why not, in a sentence; null if it would be admitted.</summary>
    public string? Reason => Rejection?.ToString();

    /// <summary>Why not, with the policy and its figures; null if it would be admitted.</summary>
    public BudgetRejection? Rejection { get; init; }

    /// <summary>What the tokens cost if all of them are of the dearer kind (input or output).</summary>
    public required Usd EstimatedCost { get; init; }

    /// <summary>What the tightest of the budgets that can refuse the call has left, before the call; null if none has a limit.</summary>
    public required Usd? Remaining { get; init; }
}
