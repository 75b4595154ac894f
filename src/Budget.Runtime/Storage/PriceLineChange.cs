namespace BudgetGen.Storage;

/// <summary>One version of a price line that the store keeps, for ever: who put which price in force, when and why.</summary>
/// <param name="LineId">The line's <see cref="ModelPricing.Id"/>.</param>
/// <param name="Version">Counts the versions of this line from 1. A number may be missing: that of an edit which the store did not take.</param>
/// <param name="Definition">The line as JSON, as it stands in a file in the format <c>budgetgen-prices/1</c>; null: it was taken away.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Who: a person or system.</param>
/// <param name="Reason">Why, or null.</param>
public sealed record PriceLineChange(string LineId, int Version, string? Definition, DateTimeOffset At, string Actor, string? Reason = null);
