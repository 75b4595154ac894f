namespace BudgetGen;

/// <summary>A way to have saved money on the calls of one place: how much, on which calls, and what that assumes.</summary>
public sealed record OptimizationRecommendation
{
    /// <summary>The way.</summary>
    public required OptimizationKind Kind { get; init; }

    /// <summary>The model of the calls.</summary>
    public required string Model { get; init; }

    /// <summary>The provider of the calls, or null: the records do not say.</summary>
    public string? Provider { get; init; }

    /// <summary>The operation (or, without one, the endpoint) of the calls, or null: the records do not say.</summary>
    public string? Operation { get; init; }

    /// <summary>What it would have saved, nano-dollars exact, each call counted once. Savings of different kinds on the same calls do not add up.</summary>
    public required Usd Saving { get; init; }

    /// <summary>What those calls cost.</summary>
    public required Usd Cost { get; init; }

    /// <summary>How many calls it is based on.</summary>
    public required int Calls { get; init; }

    /// <summary>The earliest of those calls, five at most.</summary>
    public required IReadOnlyList<UsageRecord> Sample { get; init; }

    /// <summary>The model to use instead, for <see cref="OptimizationKind.CheaperModel"/>; otherwise null.</summary>
    public string? Instead { get; init; }

    /// <summary>The provider of <see cref="Instead"/>, or null.</summary>
    public string? InsteadProvider { get; init; }

    /// <summary>What was found and what it would have saved, in plain words.</summary>
    public required string Explanation { get; init; }

    /// <summary>What must be true for it, which the records cannot tell.</summary>
    public required string Assumption { get; init; }

    /// <summary>True if it is part of <see cref="OptimizationReport.BestTogether"/>.</summary>
    public bool IsInBestTogether { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Explanation} {Assumption}";
}
