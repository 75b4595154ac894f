namespace BudgetGen;

/// <summary>What must hold for a line to apply, beyond its name and dates. Null: does not matter.</summary>
/// <param name="Size">The size of a picture, such as <c>1024x1024</c>.</param>
/// <param name="Quality">The quality of a picture, such as <c>hd</c>.</param>
public readonly record struct PriceConditions(string? Size = null, string? Quality = null);
