namespace BudgetGen;

/// <summary>What a <see cref="UsageTracker"/> has seen so far, at one moment.</summary>
public sealed record UsageStats
{
    /// <summary>When the tracker began, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>All calls together.</summary>
    public required ModelUsage Total { get; init; }

    /// <summary>The calls by model, the dearest first.</summary>
    public required IReadOnlyList<ModelUsage> ByModel { get; init; }

    /// <summary>How many calls were booked.</summary>
    public long Calls => Total.Calls;

    /// <summary>Their tokens, input and output.</summary>
    public long TotalTokens => Total.TotalTokens;

    /// <summary>What they cost.</summary>
    public Usd Cost => Total.Cost;
}

/// <summary>The calls of one model, or of all.</summary>
/// <param name="Model">The model; empty for all models together.</param>
/// <param name="Calls">How many calls were booked.</param>
/// <param name="InputTokens">Their input tokens, cached ones included.</param>
/// <param name="OutputTokens">Their output tokens, reasoning included.</param>
/// <param name="Cost">What they cost.</param>
/// <param name="EstimatedCalls">How many of them have tokens or a price that is an estimate.</param>
public sealed record ModelUsage(string Model, long Calls, long InputTokens, long OutputTokens, Usd Cost, long EstimatedCalls)
{
    /// <summary>Input and output tokens.</summary>
    public long TotalTokens => InputTokens + OutputTokens;
}
