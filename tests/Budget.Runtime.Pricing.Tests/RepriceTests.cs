namespace BudgetGen.Pricing.Tests;

public class RepriceTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A call that was served as a part of a batch, or in a place with a factor of its own, is priced again as such: else a report says that prices have changed where only terms differ.</summary>
    [Theory]
    [InlineData("gpt-4.1", ServiceTier.Batch, null)]
    [InlineData("gpt-5", ServiceTier.Priority, null)]
    [InlineData("claude-opus-4-6", ServiceTier.Standard, "us")]
    public void Calls_are_priced_again_on_the_terms_that_they_were_priced_on(string model, ServiceTier tier, string? place)
    {
        PricingRegistry prices = PricingRegistry.Embedded;
        var usage = LlmUsage.Of(100_000, 10_000);
        var terms = new CallTerms { ServiceTier = tier, InferenceGeo = place };
        Usd cost = prices.CalculateLlmCost(model, usage, terms with { At = s_at })!.Value.Amount;
        Assert.NotEqual(prices.CalculateLlmCost(model, usage, CallTerms.Standard with { At = s_at })!.Value.Amount, cost);

        var record = new UsageRecord { Model = model, Usage = usage, Cost = cost, Timestamp = s_at, ServiceTier = tier, Provenance = prices.ProvenanceOf(model, usage, terms with { At = s_at }) };
        Assert.Equal((cost, cost), Sums(RepriceReport.Of([record], prices)));
        if (place is null)
            Assert.Equal((cost, cost), Sums(RepriceReport.Of([record with { Provenance = null }], prices)));
    }

    private static (Usd Recorded, Usd Repriced) Sums(RepriceReport report) => (report.Recorded, report.Repriced);
}
