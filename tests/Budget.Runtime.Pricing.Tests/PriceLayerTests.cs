namespace BudgetGen.Pricing.Tests;

public class PriceLayerTests
{
    private static readonly PriceBook Base = new(
        "base", "1", Lines.Named("openai", "gpt-4o", 2.5m, false, "gpt-4o-2024-08-06"), Lines.Named("openai", "gpt-4o-mini", 0.15m));

    [Fact]
    public void The_last_layer_wins()
    {
        var registry = new PricingRegistry(
            Base,
            new PriceBook("file", "1", Lines.Named("openai", "gpt-4o", 2) with { Id = "mine" }),
            new PriceBook("store", "1", Lines.Named("openai", "gpt-4o", 1) with { Id = "ours" }));
        Assert.Equal("ours", registry.GetModelPricing("gpt-4o")!.Id);

        // A name that the layers above do not have is still the base's.
        Assert.Equal("openai/gpt-4o", registry.GetModelPricing("gpt-4o-2024-08-06")!.Id);
        Assert.Equal("openai/gpt-4o-mini", registry.GetModelPricing("gpt-4o-mini")!.Id);
    }

    [Fact]
    public void A_line_of_the_same_id_replaces_the_whole_line()
    {
        ModelPricing embedded = PricingRegistry.Embedded.GetModelPricing("gpt-4o")!;
        PricingRegistry registry = PricingRegistry.Embedded.WithOverride(embedded with { Price = new BucketPrices { Input = Lines.PerMillion(9), Output = Lines.PerMillion(9) } });

        // No cache price is inherited: cached input costs what the override says about input.
        CallCost cost = registry.CalculateLlmCost("gpt-4o-2024-11-20", new LlmUsage { CacheRead = 1_000_000 })!.Value;
        Assert.Equal((Usd.FromDollars(9), CostCaveats.BucketFallback), (cost.Amount, cost.Flags));
        Assert.Equal(Usd.FromDollars(1.25m), PricingRegistry.Embedded.CalculateLlmCost("gpt-4o", new LlmUsage { CacheRead = 1_000_000 })!.Value.Amount);
    }

    [Fact]
    public void An_override_may_name_a_model_of_one_s_own()
    {
        PricingRegistry registry = PricingRegistry.Embedded.WithOverride(Lines.Named("acme", "house-model", 0));
        Assert.Equal(Usd.Zero, registry.CalculateLlmCost("house-model", 1_000, 1_000));
        Assert.Equal(["house-model"], registry.GetProviderModels("acme"));
        Assert.Contains("acme", registry.GetAllProviders());
    }

    [Fact]
    public void An_override_is_found_however_its_names_are_written()
    {
        PricingRegistry registry = PricingRegistry.Embedded.WithOverride(Lines.Named("Gemini", "My-Tuned", 7, false, "MT") with { Id = "mine" });
        Assert.Equal("mine", registry.Find("my-tuned", "google")!.Value.Line.Id);
        Assert.Equal("mine", registry.Find("mt")!.Value.Line.Id);
    }

    [Fact]
    public void An_id_leads_to_what_overrides_its_line_and_to_its_earlier_prices()
    {
        Assert.Equal("mine", PricingRegistry.Embedded.WithOverride(Lines.Named("openai", "gpt-4o", 1) with { Id = "mine" }).Find("openai/gpt-4o")!.Value.Line.Id);
        Assert.Equal("openai/o3:until-2025-06-10", PricingRegistry.Embedded.Find("openai/o3", at: new DateTimeOffset(2025, 5, 1, 0, 0, 0, TimeSpan.Zero))!.Value.Line.Id);
        Assert.Equal("openai/o3:until-2025-06-10", PricingRegistry.Embedded.Find("openai/o3:until-2025-06-10", at: new DateTimeOffset(2025, 5, 1, 0, 0, 0, TimeSpan.Zero))!.Value.Line.Id);
    }

    [Fact]
    public void The_price_of_the_instant_applies()
    {
        var change = new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
        PricingRegistry book = PricingRegistry.Embedded;
        Assert.Equal(Lines.PerMillion(2), book.Find("claude-sonnet-5", at: change.AddTicks(-1))!.Value.Line.Price.Input);
        Assert.Equal(Lines.PerMillion(3), book.Find("claude-sonnet-5", at: change)!.Value.Line.Price.Input);
        Assert.Equal(Lines.PerMillion(3), book.Find("claude-sonnet-5-20260801", at: change)!.Value.Line.Price.Input);

        var registry = new PricingRegistry(PriceBook.Embedded) { Clock = new StoppedClock(change.AddDays(-1)) };
        Assert.Equal(Lines.PerMillion(2), registry.GetModelPricing("claude-sonnet-5")!.Price.Input);
    }

    [Fact]
    public void Before_its_first_price_a_model_is_unknown()
    {
        var registry = new PricingRegistry(new PriceBook("b", "1", Lines.Named("a", "m") with { EffectiveFrom = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) }));
        Assert.Null(registry.Find("m", at: new DateTimeOffset(2025, 12, 31, 0, 0, 0, TimeSpan.Zero)));
        Assert.NotNull(registry.Find("m", at: new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void An_override_of_limited_time_gives_way_afterwards()
    {
        var until = new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);
        var registry = new PricingRegistry(Base, new PriceBook("deal", "1", Lines.Named("openai", "gpt-4o", 1) with { Id = "deal", EffectiveTo = until }));
        Assert.Equal("deal", registry.Find("gpt-4o", at: until.AddDays(-1))!.Value.Line.Id);
        Assert.Equal("openai/gpt-4o", registry.Find("gpt-4o", at: until)!.Value.Line.Id);
    }

    [Fact]
    public async Task A_reload_swaps_everything_at_once_while_others_look()
    {
        PriceBook[] books = [Base, new PriceBook("next", "2", Lines.Named("openai", "gpt-4o", 5), Lines.Named("openai", "gpt-4o-mini", 0.30m))];
        var registry = new PricingRegistry(books[0]);
        using var stop = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Usd cost = registry.CalculateLlmCost("gpt-4o", 1_000_000, 0)!.Value;
                Assert.True(cost == Usd.FromDollars(2.5m) || cost == Usd.FromDollars(5));
            }
        }))];
        for (int i = 1; i <= 2_000; i++)
            registry.Reload(books[i % 2]);
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        registry.Reload(books[1]);
        Assert.Equal(Usd.FromDollars(5), registry.CalculateLlmCost("gpt-4o", 1_000_000, 0));
        Assert.Null(registry.Find("gpt-4o-2024-08-06"));
    }

    [Fact]
    public void The_shared_registry_cannot_be_reloaded() => Assert.Throws<InvalidOperationException>(() => PricingRegistry.Embedded.Reload(Base));

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
