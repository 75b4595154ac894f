namespace BudgetGen;

/// <summary>How much a model takes and gives, as its provider states it.</summary>
/// <param name="MaxInput">The most input of a request, tokens; null: not known.</param>
/// <param name="MaxOutput">The most output of a request, reasoning included, tokens; null: not known.</param>
public readonly record struct ModelLimits(long? MaxInput = null, long? MaxOutput = null);
