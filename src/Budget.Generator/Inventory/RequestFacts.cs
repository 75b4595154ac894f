using BudgetGen.Inventory;

namespace BudgetGen.Generator.Inventory;

/// <summary>What the code shows of a request before it is made.</summary>
/// <param name="Model">Who says the model, and the model if it is a constant; null: nobody that can be seen.</param>
/// <param name="Provider">The provider by the library; null: it may be any.</param>
/// <param name="MaxOutputTokens">The bound on output, if it is a constant.</param>
internal sealed record RequestFacts(CallBinding? Model, string? Provider, long? MaxOutputTokens);
