namespace BudgetGen;

/// <summary>The budget of a call before it is made. A hint: the figures are those of the moment in which they were read.</summary>
public sealed record BudgetInfo
{
    /// <summary>The most that this request may cost: the tightest of its own cap and those of the budgets; null if there is none.</summary>
    public required Usd? MaxBudget { get; init; }

    /// <summary>The worst case of the request: what would be reserved for it. Most calls cost less.</summary>
    public required Usd EstimatedCost { get; init; }

    /// <summary>
    /// What the request leaves of the tightest budget, its own cap included, if it costs its worst case; negative if it does not fit; null if nothing limits
    /// it.
    /// </summary>
    public required Usd? RemainingBudget { get; init; }

    /// <summary>True if the request would be refused.</summary>
    public bool BudgetExceeded => Rejection is not null;

    /// <summary>Why it would be refused, or null.</summary>
    public BudgetRejection? Rejection { get; init; }
}
