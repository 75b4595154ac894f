namespace BudgetGen;

/// <summary>What a provider takes off its token prices for calls that may take a day.</summary>
/// <param name="Provider">The provider, as price books name it.</param>
/// <param name="Percent">Whole percent of every token price; fees of web searches stay.</param>
/// <param name="Source">The page on which the provider says so.</param>
/// <param name="Checked">The day of the evidence.</param>
/// <param name="Assumed">What of it is assumed, or null.</param>
public sealed record BatchDiscount(string Provider, int Percent, string Source, DateOnly Checked, string? Assumed = null);
