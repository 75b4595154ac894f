namespace BudgetGen;

/// <summary>What a line costs in another service tier. A bucket that is missing here costs the standard price of the same context size, flagged.</summary>
/// <param name="Tier">The tier; not the standard one, whose prices are the line's.</param>
/// <param name="Price">The prices up to the first border.</param>
public sealed record ServiceTierPrice(ServiceTier Tier, BucketPrices Price)
{
    /// <summary>Prices of larger contexts, by ascending border. Beyond a border that only the standard prices have, those apply, flagged.</summary>
    public IReadOnlyList<PriceTier> Tiers { get; init; } = [];
}
