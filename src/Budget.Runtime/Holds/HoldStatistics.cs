namespace BudgetGen;

/// <summary>
/// How the holds of one call site and model compare with what its calls cost, since the manager was made. Calls count here that were metered, had a
/// hold of their own and settled; those with an unknown outcome do not.
/// </summary>
public sealed record HoldStatistics
{
    /// <summary>The method and its place, such as <c>Summarizer.SummarizeAsync (Summarizer.cs:31)</c>.</summary>
    public required string CallSite { get; init; }

    /// <summary>The model that was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>Calls that have settled.</summary>
    public long Calls { get; init; }

    /// <summary>How many of them cost more than was held.</summary>
    public long Overruns { get; init; }

    /// <summary>The most by which a cost was above its hold, USD.</summary>
    public Usd LargestOverrun { get; init; }

    /// <summary>By how much all of them together were above their holds, USD.</summary>
    public Usd TotalOverrun { get; init; }

    /// <summary>Calls that <see cref="HoldOptions.Strict"/> should have sent with a bound on their output, and that could not be given one.</summary>
    public long Unbounded { get; init; }

    /// <summary>The calls that the quantiles are over: the latest ones whose usage was told, one to two thousand at most (more if so many are learned from).</summary>
    public int RecentCalls { get; init; }

    /// <summary>Half of the recent calls cost no more than this, USD. Rounded up by 12.5 % at most, as the other quantiles.</summary>
    public Usd CostP50 { get; init; }

    /// <summary>Nine in ten recent calls cost no more than this, USD.</summary>
    public Usd CostP90 { get; init; }

    /// <summary>Ninety-nine in a hundred recent calls cost no more than this, USD.</summary>
    public Usd CostP99 { get; init; }

    /// <summary>Half of the recent calls used no more than this of their holds, per mille; above 1000 is an overrun.</summary>
    public long UsedP50 { get; init; }

    /// <summary>Nine in ten recent calls used no more than this of their holds, per mille.</summary>
    public long UsedP90 { get; init; }

    /// <summary>Ninety-nine in a hundred recent calls used no more than this of their holds, per mille.</summary>
    public long UsedP99 { get; init; }

    /// <summary>What <see cref="HoldStrategy.Learned"/> holds for the next call, unless its worst case is less; null while the worst case is held.</summary>
    public Usd? LearnedHold { get; init; }
}
