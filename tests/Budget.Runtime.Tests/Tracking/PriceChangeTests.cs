using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>
/// A price that changes while a call is in flight: it costs what was in force when its request was sent, and it holds the dearest of what may come into
/// force while it is under way.
/// </summary>
public sealed class PriceChangeTests
{
    private static readonly DateTimeOffset s_change = new(2026, 8, 20, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Each call has 1,000 tokens in and 1,000 out, so a price per million is as many times 0.002 USD.</summary>
    private static readonly Usd s_oldCost = Usd.FromDollars(0.002m), s_newCost = Usd.FromDollars(0.018m);

    private readonly FakeTime _time = new(s_change.AddMinutes(-1));

    [Fact]
    public async Task A_call_is_priced_at_the_instant_it_started()
    {
        await using BudgetManager manager = Manager(Changing(1, 9));
        await CallAsync(manager, passes: TimeSpan.FromMinutes(2));
        (LedgerEntry settled, UsageRecord record) = await OnlyCallAsync(manager);
        Assert.Equal(("acme/one@old", s_oldCost), (record.PriceLine, record.Cost));
        Assert.Equal((s_newCost, Usd.Zero), (settled.Hold, settled.Overrun));
    }

    [Theory]
    [InlineData(1, 9, 9)]
    [InlineData(9, 1, 9)]
    [InlineData(5, 5, 5)]
    public async Task The_dearer_of_two_prices_is_held(int before, int after, int held)
    {
        await using BudgetManager manager = Manager(Changing(before, after));
        await CallAsync(manager);
        Assert.Equal(new Usd(2_000_000 * held), (await OnlyCallAsync(manager)).Settled.Hold);
    }

    [Theory]
    [InlineData(76, 1)]
    [InlineData(75, 9)]
    [InlineData(0, 9)]
    public async Task A_change_counts_that_comes_while_the_call_may_be_under_way(int minutesAhead, int held)
    {
        // An hour for a slot, 15 minutes for the call.
        _time.SetUtcNow(s_change.AddMinutes(-minutesAhead));
        await using BudgetManager manager = Manager(Changing(1, 9));
        await CallAsync(manager);
        Assert.Equal(new Usd(2_000_000 * held), (await OnlyCallAsync(manager)).Settled.Hold);
    }

    [Fact]
    public async Task Waiting_for_holds_of_others_makes_it_longer()
    {
        _time.SetUtcNow(s_change.AddMinutes(-85));
        await using BudgetManager manager = Manager(Changing(1, 9), static options => options.Holds.WaitForHolds = TimeSpan.FromMinutes(10));
        await CallAsync(manager);
        Assert.Equal(s_newCost, (await OnlyCallAsync(manager)).Settled.Hold);
    }

    [Fact]
    public async Task An_override_that_ends_gives_way_to_the_price_below_it()
    {
        ModelPricing always = Line("acme/one", 9), deal = Line("deal", 1) with { EffectiveTo = s_change };
        var prices = new PricingRegistry(new PriceBook("base", "1", always), new PriceBook("deal", "1", deal));
        await using BudgetManager manager = Manager(prices);
        await CallAsync(manager);
        (LedgerEntry settled, UsageRecord record) = await OnlyCallAsync(manager);
        Assert.Equal((s_newCost, "deal", s_oldCost), (settled.Hold, record.PriceLine, record.Cost));
    }

    [Fact]
    public async Task A_price_for_an_hour_within_the_call_is_held_too()
    {
        var prices = new PricingRegistry(
            new PriceBook("base", "1", Line("acme/one", 1)),
            new PriceBook("peak", "1", Line("peak", 9) with { EffectiveFrom = s_change, EffectiveTo = s_change.AddMinutes(5) }));
        await using BudgetManager manager = Manager(prices);
        await CallAsync(manager);
        (LedgerEntry settled, UsageRecord record) = await OnlyCallAsync(manager);
        Assert.Equal((s_newCost, "acme/one", s_oldCost), (settled.Hold, record.PriceLine, record.Cost));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_price_that_begins_or_ends_for_a_model_without_another_holds_the_dearer_one_too(bool begins)
    {
        // The default price is 10 in and 30 out per million.
        ModelPricing line = begins ? Line("acme/one", 90) with { EffectiveFrom = s_change } : Line("acme/one", 90) with { EffectiveTo = s_change };
        await using BudgetManager manager = Manager(new PricingRegistry(new PriceBook("base", "1", line)));
        await CallAsync(manager, passes: TimeSpan.FromMinutes(2));
        (LedgerEntry settled, UsageRecord record) = await OnlyCallAsync(manager);
        Assert.Equal((Usd.FromDollars(0.18m), begins ? "default" : "acme/one"), (settled.Hold, record.PriceLine));
    }

    [Fact]
    public async Task A_call_that_waited_for_its_hold_costs_the_price_of_when_it_was_sent()
    {
        await using BudgetManager manager = Manager(
            Changing(1, 9), static options => options.Holds.WaitForHolds = TimeSpan.FromHours(1), new BudgetPolicy { Name = "all", Limit = s_newCost, Period = BudgetPeriod.Lifetime });
        Reservation first = manager.Reserve(new SpendRequest(default, s_newCost));
        Task waiting = CallAsync(manager);
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(2));
        await manager.VoidAsync(first, "not sent");
        await waiting;
        (LedgerEntry settled, UsageRecord record) = await OnlyCallAsync(manager);
        Assert.Equal(("acme/one@new", s_newCost, s_newCost, Usd.Zero), (record.PriceLine, record.Cost, settled.Hold, settled.Overrun));
    }

    [Fact]
    public async Task A_call_inside_another_one_is_priced_at_the_instant_it_was_sent()
    {
        await using BudgetManager manager = Manager(Changing(1, 9));
        using IDisposable scope = BudgetContext.Use(manager: manager);
        await LlmCall.RunAsync(
            Site("outer"),
            Request(),
            0,
            async _ =>
            {
                await CallAsync(manager, passes: TimeSpan.FromMinutes(2));
                return "";
            },
            static _ => LlmOutcome.Unknown);
        Assert.Equal(s_oldCost, (await OnlyCallAsync(manager)).Record.Cost);
    }

    [Fact]
    public async Task Books_that_are_loaded_meanwhile_are_for_later_calls()
    {
        var prices = new PricingRegistry(new PriceBook("base", "1", Line("acme/one", 1)));
        await using BudgetManager manager = Manager(prices);
        await CallAsync(manager, () => prices.Reload(new PriceBook("base", "2", Line("acme/one", 9))));
        Assert.Equal(s_oldCost, (await OnlyCallAsync(manager)).Record.Cost);
        await CallAsync(manager);
        IReadOnlyList<UsageRecord> records = await manager.Reader.GetUsageAsync(new UsageQuery());
        Assert.Equal([s_newCost, s_oldCost], records.Select(static record => record.Cost));

        // Each says which book priced it, and explains itself by that one.
        prices.Reload(new PriceBook("base", "3", Line("acme/one", 5)));
        Assert.Equal(["2", "1"], records.Select(static record => record.Provenance!.BookVersion));
        Assert.All(records, static record => Assert.Equal((record.Cost, record.PriceLine, CostCaveats.None), record.Explain() is { } why ? (why.Cost!.Value, why.PriceLine, why.Flags) : default));
    }

    private BudgetManager Manager(PricingRegistry prices, Action<BudgetOptions>? configure = null, params BudgetPolicy[] policies) => Make.Manager(
        options =>
        {
            options.TimeProvider = _time;
            options.Prices = prices;
            configure?.Invoke(options);
        },
        policies.Length > 0 ? policies : [new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(10), Period = BudgetPeriod.Lifetime }]);

    private static PricingRegistry Changing(decimal before, decimal after) => new(
        new PriceBook("acme", "1", Line("acme/one@old", before) with { EffectiveTo = s_change }, Line("acme/one@new", after) with { EffectiveFrom = s_change }));

    private static ModelPricing Line(string id, decimal perMillion) => new()
    {
        Id = id,
        Provider = "acme",
        Model = "one",
        Price = new BucketPrices { Input = UnitPrice.PerMillion(perMillion), Output = UnitPrice.PerMillion(perMillion) },
        Source = "https://acme.example/pricing",
        Checked = new DateOnly(2026, 8, 1),
    };

    private Task CallAsync(BudgetManager manager, TimeSpan passes) => CallAsync(manager, () => _time.Advance(passes));

    private static async Task CallAsync(BudgetManager manager, Action? meanwhile = null)
    {
        using IDisposable scope = BudgetContext.Use(manager: manager);
        await LlmCall.RunAsync(
            Site("inner"),
            Request(),
            meanwhile,
            static meanwhile =>
            {
                meanwhile?.Invoke();
                return Task.FromResult("");
            },
            static _ => new LlmOutcome { Usage = LlmUsage.Of(1_000, 1_000), Model = "one" });
    }

    private static LlmCallSite Site(string name) => new("Tests." + name, "x.cs:1", new CallAttribution(Model: "one", Provider: "acme"));

    private static LlmRequest Request()
    {
        var prompt = new PromptSize();
        prompt.AddUtf8(1_000);
        return new LlmRequest { Prompt = prompt, MaxOutputTokens = 1_000 };
    }

    private static async Task<(LedgerEntry Settled, UsageRecord Record)> OnlyCallAsync(BudgetManager manager)
    {
        LedgerEntry settled = Assert.Single(await manager.Reader.GetEntriesAsync(new EntryQuery { Kinds = [LedgerEntryKind.Settle] }));
        return (settled, settled.Usage!);
    }
}
