namespace BudgetGen.Pricing.Tests;

/// <summary>Price lines for tests.</summary>
internal static class Lines
{
    public static ModelPricing Of(BucketPrices price, params PriceTier[] tiers) => new()
    {
        Id = "test/model",
        Provider = "test",
        Model = "model",
        Price = price,
        Tiers = tiers,
        Source = "https://example.com/pricing",
        Checked = new DateOnly(2026, 8, 1),
    };

    public static ModelPricing Named(string provider, string model, decimal inputPerMillion = 1, bool datedSame = false, params string[] aliases) =>
        Of(new BucketPrices { Input = UnitPrice.PerMillion(inputPerMillion), Output = UnitPrice.PerMillion(inputPerMillion * 4) }) with
        {
            Id = $"{provider}/{model}",
            Provider = provider,
            Model = model,
            DatedSame = datedSame,
            Aliases = aliases,
        };

    public static UnitPrice PerMillion(decimal dollars) => UnitPrice.PerMillion(dollars);
}
