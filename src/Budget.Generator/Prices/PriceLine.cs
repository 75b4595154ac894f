namespace BudgetGen.Generator.Prices;

/// <summary>What a rule needs of a line of a price book: which names it prices, and when.</summary>
/// <param name="Id">The line's id.</param>
/// <param name="Provider">The provider, by its usual name.</param>
/// <param name="Model">The model.</param>
/// <param name="Aliases">Other names of it.</param>
/// <param name="DatedSame">True if versions with a date behind the name cost the same.</param>
/// <param name="Shape">Shapes of names that it prices as well; null if it states none.</param>
/// <param name="Conditions">Under how many conditions it stands.</param>
/// <param name="From">From when on it is in effect; null: always.</param>
/// <param name="To">Until when; null: for good.</param>
/// <param name="Retired">When the provider took the model out of service; null: not known to.</param>
internal sealed record PriceLine(
    string Id, string Provider, string Model, string[] Aliases, bool DatedSame, Func<string, bool>? Shape, int Conditions, DateTimeOffset? From, DateTimeOffset? To, DateTimeOffset? Retired)
{
    /// <summary>True if the line prices calls of an instant.</summary>
    public bool IsInEffect(DateTimeOffset at) => !(From > at) && !(To <= at);
}
