namespace BudgetGen;

/// <summary>Holds of several calls.</summary>
/// <param name="Count">How many.</param>
/// <param name="Total">Their sum.</param>
public readonly record struct HoldTotals(int Count, Usd Total);
