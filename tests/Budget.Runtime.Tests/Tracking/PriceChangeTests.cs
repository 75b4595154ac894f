using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>A price that changes while a call is in flight: what it started at is what it costs.</summary>
public sealed class PriceChangeTests
{
    private const string Book = """
        { "schema": "budgetgen-prices/1", "version": "1", "prices": [
          { "id": "acme/one@old", "provider": "acme", "model": "one", "mode": "chat", "unit": "1M tokens", "price": { "input": "1", "output": "1" },
            "effective_to": "2026-08-20", "source": "https://acme.example/pricing", "checked": "2026-08-01" },
          { "id": "acme/one@new", "provider": "acme", "model": "one", "mode": "chat", "unit": "1M tokens", "price": { "input": "9", "output": "9" },
            "effective_from": "2026-08-20", "source": "https://acme.example/pricing", "checked": "2026-08-01" } ] }
        """;

    [Fact]
    public async Task A_call_is_priced_at_the_instant_it_started()
    {
        var time = new FakeTime(new DateTimeOffset(2026, 8, 19, 23, 59, 0, TimeSpan.Zero));
        var prices = new PricingRegistry(PriceBook.Embedded, PriceBook.Parse(Book, "acme.json")) { Clock = time };
        await using var manager = new BudgetManager(new BudgetOptions { TimeProvider = time, Prices = prices });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var site = new LlmCallSite("Tests.Call", "x.cs:1", new CallAttribution(Model: "one", Provider: "acme"));
        await LlmCall.RunAsync(
            site,
            new LlmRequest { MaxOutputTokens = 10 },
            time,
            static time =>
            {
                time.Advance(TimeSpan.FromMinutes(2));
                return Task.FromResult("");
            },
            static _ => new LlmOutcome { Usage = LlmUsage.Of(1_000, 1_000), Model = "one" });

        UsageRecord record = Assert.Single(await manager.Reader.GetUsageAsync(new UsageQuery()));
        Assert.Equal(("acme/one@old", Usd.FromDollars(0.002m)), (record.PriceLine, record.Cost));
    }
}
