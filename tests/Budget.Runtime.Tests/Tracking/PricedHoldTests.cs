using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests;

/// <summary>What calls hold and cost: at the borders of context tiers, and where the price is missing, partial or unknown.</summary>
public sealed class PricedHoldTests
{
    private const long Output = 500;
    private const long Searches = 2;

    private static readonly LlmCallSite s_site = new("Tests.Call", "PricedHoldTests.cs:1");
    private static readonly LlmSdk s_sdk = new(null, static _ => null);

    public static TheoryData<string> Rules => ["block", "default", "own", "free"];

    public static TheoryData<string> Holes => ["no line", "no output price", "no input price", "pictures only"];

    /// <summary>Every line of the book, at an instant when it is in effect, also just before its price ends and after it has begun.</summary>
    [Fact]
    public async Task At_every_border_of_every_line_the_hold_is_enough()
    {
        var time = new FakeTime();
        DateTimeOffset today = time.GetUtcNow();
        await using BudgetManager manager = Make.Manager(
            options =>
            {
                options.TimeProvider = time;
                options.MaxHoldTtl = TimeSpan.FromDays(1);
            },
            new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(1_000_000), Period = BudgetPeriod.Lifetime });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        int calls = 0;
        var lines = new HashSet<string>();
        foreach (ModelPricing line in PriceBook.Embedded.Lines)
        {
            if (line.WorstCase(1, 1) is null)
                continue;

            foreach (DateTimeOffset at in Instants(line))
            {
                time.SetUtcNow(at);
                foreach (long border in line.Tiers.Select(static tier => tier.Border).DefaultIfEmpty(1_000))
                {
                    for (long input = border - 1; input <= border + 1; input++)
                    {
                        foreach (LlmUsage usage in Usages(input, line.Mode))
                        {
                            calls++;
                            LlmCall.Run(s_site, Request(line.Model, line.Provider, input, record => lines.Add(record.PriceLine!)), usage, static _ => "", _ => LlmOutcome.FromUsage(usage));
                        }
                    }
                }
            }
        }

        Assert.True(calls > 2_000, $"{calls} calls were made");
        Assert.Equal(calls, manager.GetHoldStatistics().Sum(static site => site.Calls));
        Assert.All(manager.GetHoldStatistics(), static site => Assert.True(site.Overruns == 0, $"{site}"));
        Assert.Equal(Usd.Zero, Assert.Single(manager.GetStatus()).Overrun);
        Assert.Superset(PriceBook.Embedded.Lines.Where(static line => line.IsDated && line.WorstCase(1, 1) is not null).Select(static line => line.Id).ToHashSet(), lines);

        // The first instant and the last one, of its hours where it has some.
        DateTimeOffset[] Instants(ModelPricing line)
        {
            DateTimeOffset first = line.EffectiveFrom ?? (line.EffectiveTo <= today ? line.EffectiveTo.Value.AddDays(-1) : today);
            while (!line.IsInEffect(first))
                first = first.AddHours(1);
            DateTimeOffset last = line.EffectiveTo?.AddTicks(-1) ?? (first > today ? first : today);
            while (!line.IsInEffect(last))
                last = last.AddHours(-1);
            return [first, last];
        }

        static LlmUsage[] Usages(long input, ModelMode mode) => mode == ModelMode.Embedding
            ? [new() { Input = input }]
            : [LlmUsage.Of(input, Output), new() { CacheWrite1h = input, Reasoning = Output }, new() { CacheWrite1h = input, Output = Output, WebSearches = Searches }];
    }

    [Theory]
    [MemberData(nameof(Holes))]
    public async Task Whatever_a_budget_does_at_its_limit_a_call_without_a_whole_price_is_on_its_books_or_refused(string hole)
    {
        foreach (LimitAction action in Enum.GetValues<LimitAction>())
        {
            BudgetPolicy policy = new() { Name = "all", Limit = Usd.FromDollars(1), Period = BudgetPeriod.Lifetime, Action = action, FallbackModel = action == LimitAction.Fallback ? "gpt-4o-mini" : null };
            foreach (UnknownModelRule rule in (UnknownModelRule[])[UnknownModelRule.DefaultPrice(), UnknownModelRule.DefaultPrice(1m, 2m), UnknownModelRule.Block])
            {
                await using BudgetManager manager = Make.Manager(
                    options =>
                    {
                        options.UnknownModel = rule;
                        options.Prices = BookWith(hole);
                    },
                    policy);
                using IDisposable scope = BudgetContext.Use(manager: manager);
                if (rule.Blocks)
                {
                    Assert.Equal(RejectionReason.UnknownModel, Assert.Throws<BudgetExceededException>(static () => Call(LlmUsage.Of(100, 50))).Reason);
                    Assert.Empty(await manager.Reader.GetUsageAsync(new UsageQuery()));
                    continue;
                }

                Call(LlmUsage.Of(100, 50));
                UsageRecord record = Assert.Single(await manager.Reader.GetUsageAsync(new UsageQuery()));
                Assert.Equal((rule.Input!.Value.Picos * 100 / 1_000) + (rule.Output!.Value.Picos * 50 / 1_000), record.Cost.Nanos);
                Assert.Equal(record.Cost, Assert.Single(manager.GetStatus()).Spent);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Holes))]
    public async Task Without_a_whole_price_the_rule_decides_and_it_is_never_zero_by_omission(string hole)
    {
        foreach (string name in (string[])["block", "default", "own", "free"])
        {
            UnknownModelRule rule = name switch
            {
                "block" => UnknownModelRule.Block,
                "default" => UnknownModelRule.DefaultPrice(),
                "own" => UnknownModelRule.DefaultPrice(1m, 2m),
                _ => UnknownModelRule.DefaultPrice(0m, 0m),
            };
            var store = new FlakyStore();
            await using BudgetManager manager = Make.Manager(
                options =>
                {
                    options.Store = _ => store;
                    options.UnknownModel = rule;
                    options.Prices = BookWith(hole);
                },
                new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(1), Period = BudgetPeriod.Lifetime });
            using IDisposable scope = BudgetContext.Use(manager: manager);
            if (rule.Blocks)
            {
                BudgetExceededException refusal = Assert.Throws<BudgetExceededException>(() => Call(LlmUsage.Of(100, 50)));
                Assert.Equal(RejectionReason.UnknownModel, refusal.Reason);
                Assert.Empty(store.Entries);
                continue;
            }

            Call(LlmUsage.Of(100, 50));
            Call(default);
            Usd[] holds = [.. store.Entries.Where(static entry => entry.Kind == LedgerEntryKind.Hold).Select(static entry => entry.Hold)];
            UsageRecord[] records = [.. await manager.Reader.GetUsageAsync(new UsageQuery())];
            Assert.Equal((2, 2), (holds.Length, records.Length));
            Assert.All(records, static record => Assert.Equal((true, "default"), (record.Estimated, record.PriceLine)));
            if (name == "free")
            {
                // Free because somebody said so, in so many digits; it is on the books all the same.
                Assert.All(holds, static hold => Assert.Equal(Usd.Zero, hold));
                continue;
            }

            Assert.All(holds, static hold => Assert.True(hold > Usd.Zero));
            Assert.All(records, static record => Assert.True(record.Cost > Usd.Zero));
            Assert.Equal((rule.Input!.Value.Picos * 100 / 1_000) + (rule.Output!.Value.Picos * 50 / 1_000), records[^1].Cost.Nanos);
            Assert.Equal(holds[1], records[0].Cost);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_kind_of_usage_that_the_line_does_not_price_costs_the_worst_case(string name)
    {
        await using BudgetManager manager = Make.Manager(
            options =>
            {
                options.UnknownModel = name == "block" ? UnknownModelRule.Block : UnknownModelRule.DefaultPrice(name == "free" ? 0m : 1m, name == "free" ? 0m : 2m);
                options.Prices = BookWith("no search price");
            },
            new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(1), Period = BudgetPeriod.Lifetime });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        Call(new LlmUsage { Input = 10, Output = 5, WebSearches = 1 });
        HoldStatistics site = Assert.Single(manager.GetHoldStatistics());
        UsageRecord record = Assert.Single(await manager.Reader.GetUsageAsync(new UsageQuery()));
        Assert.Equal("test/holed", record.PriceLine);
        Assert.True(record.Cost >= new Usd(2_000 * Output), $"{record.Cost}");
        Assert.Equal(0, site.Overruns);
    }

    [Fact]
    public async Task An_unknown_model_presses_a_limit_as_any_other()
    {
        await using BudgetManager manager = Make.Manager(
            options => options.Prices = BookWith("no line"), new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(0.1m), Period = BudgetPeriod.Lifetime });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        int made = 0;
        Assert.Throws<BudgetExceededException>(() =>
        {
            for (; made < 1_000; made++)
                Call(LlmUsage.Of(100, Output));
        });
        Assert.InRange(made, 1, 10);
        Assert.Equal(Usd.Zero, Assert.Single(manager.GetStatus()).Overrun);
    }

    private static void Call(LlmUsage usage) =>
        LlmCall.Run(s_site, Request("holed", "test", 100), 0, static _ => "", _ => usage.IsUnknown ? LlmOutcome.Unknown : LlmOutcome.FromUsage(usage));

    private static LlmRequest Request(string model, string provider, long bytes, Action<UsageRecord>? booked = null)
    {
        var prompt = new PromptSize();
        prompt.AddUtf8(bytes);
        return new LlmRequest { Sdk = s_sdk, Provider = provider, Model = model, Prompt = prompt, MaxOutputTokens = Output, AllowsWebSearch = true, MaxWebSearches = Searches, Booked = booked };
    }

    private static PricingRegistry BookWith(string hole)
    {
        UnitPrice input = UnitPrice.PerMillion(1m), output = UnitPrice.PerMillion(2m);
        BucketPrices? price = hole switch
        {
            "no output price" => new BucketPrices { Input = input },
            "no input price" => new BucketPrices { Output = output },
            "pictures only" => new BucketPrices { Image = input },
            "no search price" => new BucketPrices { Input = input, Output = output },
            _ => null,
        };
        return price is null
            ? PricingRegistry.Embedded
            : PricingRegistry.Embedded.WithOverride(new ModelPricing
            {
                Id = "test/holed",
                Provider = "test",
                Model = "holed",
                Price = price,
                Source = "https://example.com/pricing",
                Checked = new DateOnly(2026, 8, 1),
            });
    }
}
