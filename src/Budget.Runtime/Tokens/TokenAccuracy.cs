namespace BudgetGen;

/// <summary>How the tokens that a provider counts compare with what the size of prompts made one expect.</summary>
/// <param name="Model">The model.</param>
/// <param name="Calls">The calls that have taught.</param>
/// <param name="RatioPerMille">Counted tokens for a thousand expected ones: an exponentially weighted average.</param>
/// <param name="MeanErrorPerMille">How far a call's expectation was from its count after what was known before it, in thousandths of the count: the weighted mean of absolute values.</param>
public sealed record TokenAccuracy(string Model, long Calls, long RatioPerMille, long MeanErrorPerMille);
