namespace BudgetGen;

/// <summary>A model that may be recommended: its price of today, and what it can do.</summary>
internal sealed record ModelCandidate(string Name, ModelPricing Line, ModelCapabilities Capabilities);
