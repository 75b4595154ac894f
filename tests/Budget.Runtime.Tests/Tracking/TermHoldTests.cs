using BudgetGen.CompilerServices;

namespace BudgetGen.Tests;

/// <summary>What a request may be served on is held, for every line of the book that has terms, and what it was served on is booked.</summary>
public sealed class TermHoldTests
{
    private const long Output = 500;

    private static readonly LlmCallSite s_site = new("Tests.Call", "TermHoldTests.cs:1");
    private static readonly LlmSdk s_sdk = new(null, static _ => null);

    [Fact]
    public async Task Whatever_the_request_allows_costs_no_more_than_was_held()
    {
        await using BudgetManager manager = Make.Manager(new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(1_000_000), Period = BudgetPeriod.Lifetime });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        int calls = 0, dearer = 0;
        foreach (ModelPricing line in PriceBook.Embedded.Lines.Where(static line => (line.ServiceTiers.Count > 0 || line.Multipliers.Count > 0) && line.CostOf(LlmUsage.Of(1, 1)) is not null))
        {
            if (!line.IsInEffect(manager.Now) || manager.Pricing.Find(line.Model, new CallTerms { Region = line.Conditions.Region }, line.Provider)?.Line != line)
                continue;

            foreach ((LlmTerms asked, LlmTerms? served) in Pairs())
            {
                foreach (long input in line.Tiers.Select(static tier => tier.Border).DefaultIfEmpty(1_000).SelectMany(static border => (long[])[border, border + 1]))
                {
                    LlmUsage usage = LlmUsage.Of(input, Output);
                    UsageRecord record = Call(line, input, usage, asked, served);
                    CallTerms billed = new()
                    {
                        ServiceTier = served is null ? ServiceTier.Standard : CallTerms.TierOf(served.ServiceTier) ?? ServiceTier.Standard,
                        Speed = served?.Speed ?? asked.Speed,
                        InferenceGeo = served?.InferenceGeo ?? asked.InferenceGeo,
                        Region = asked.Region,
                    };
                    if (served is not null)
                        Assert.Equal(manager.Pricing.CalculateLlmCost(line.Model, usage, billed, line.Provider)!.Value.Amount, record.Cost);
                    calls++;
                    dearer += record.Cost > line.CostOf(usage)!.Value.Amount ? 1 : 0;
                }
            }
        }

        Assert.True(calls > 1_000 && dearer > 100, $"{calls} calls, {dearer} dearer ones");
        Assert.All(manager.GetHoldStatistics(), static site => Assert.True(site.Overruns == 0, $"{site}"));
        Assert.Equal(Usd.Zero, Assert.Single(manager.GetStatus()).Overrun);
    }

    /// <summary>A fallback model is asked on the same terms.</summary>
    [Fact]
    public async Task The_model_that_is_asked_instead_is_held_on_the_same_terms()
    {
        Usd priority = PricingRegistry.Embedded.WorstCase("gpt-4o-mini", LlmUsage.Of(1_000, Output), new CallTerms { ServiceTier = ServiceTier.Priority })!.Value;
        foreach ((Usd limit, bool fits) in ((Usd, bool)[])[(priority, true), (priority - new Usd(1), false)])
        {
            await using BudgetManager manager = Make.Manager(
                new BudgetPolicy { Name = "dear", Scope = BudgetScope.Model, Key = "gpt-5", Limit = new Usd(1), Period = BudgetPeriod.Lifetime, Action = LimitAction.Fallback, FallbackModel = "gpt-4o-mini" },
                new BudgetPolicy { Name = "all", Limit = limit, Period = BudgetPeriod.Lifetime });
            using IDisposable scope = BudgetContext.Use(manager: manager);
            var request = new LlmRequest { Sdk = s_sdk, Model = "gpt-5", Prompt = Size(1_000), MaxOutputTokens = Output, Terms = LlmTerms.Asked("priority"), CanChange = LlmRequestParts.Model };
            string Made() => LlmCall.Run(s_site, request, "gpt-5", static model => model, static _ => LlmOutcome.FromUsage(LlmUsage.Of(1, 1)), static (_, change) => change.Model!);
            if (fits)
                Assert.Equal("gpt-4o-mini", Made());
            else
                Assert.Throws<BudgetExceededException>(() => Made());
        }
    }

    [Fact]
    public async Task A_call_inside_another_hands_its_tier_on()
    {
        await using BudgetManager manager = Make.Manager(new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(1_000), Period = BudgetPeriod.Lifetime });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        UsageRecord? outer = null;
        LlmUsage usage = LlmUsage.Of(1_000, Output);
        LlmCall.Run(
            s_site,
            new LlmRequest { Model = "gpt-5", Prompt = Size(1_000), MaxOutputTokens = Output, Booked = record => outer = record },
            usage,
            static used => LlmCall.Run(
                s_site,
                new LlmRequest { Sdk = s_sdk, Model = "gpt-5", Prompt = Size(1_000), MaxOutputTokens = Output, Terms = LlmTerms.Asked("flex") },
                used,
                static _ => "",
                _ => new LlmOutcome { Usage = used, Terms = LlmTerms.Served("flex") }),
            static _ => LlmOutcome.Unknown);
        Assert.Equal(ServiceTier.Flex, outer!.ServiceTier);
        Assert.Equal(manager.Pricing.CalculateLlmCost("gpt-5", usage, new CallTerms { ServiceTier = ServiceTier.Flex })!.Value.Amount, outer.Cost);
    }

    /// <summary>Found by counting bytes, not by timing.</summary>
    [Fact]
    public async Task Terms_that_a_request_leaves_open_allocate_nothing()
    {
        await using BudgetManager manager = Make.Manager(new BudgetPolicy { Name = "all", Limit = Usd.FromDollars(1_000_000), Period = BudgetPeriod.Lifetime });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        foreach (string model in (string[])["gpt-5", "claude-opus-5"])
        {
            Run(null, null, 200);
            Run(LlmTerms.Open, LlmTerms.Served("default"), 200);

            // The store's lists grow now and then, so the least of several rounds counts.
            (long plain, long open) = (long.MaxValue, long.MaxValue);
            for (int round = 0; round < 10; round++)
            {
                plain = Math.Min(plain, Run(null, null, 500));
                open = Math.Min(open, Run(LlmTerms.Asked("auto", "standard"), LlmTerms.Served("standard", "standard", "global"), 500));
            }

            Assert.InRange(open - plain, -1_000, 1_000);

            long Run(LlmTerms? asked, LlmTerms? served, int times)
            {
                LlmUsage usage = LlmUsage.Of(10, 10);
                LlmOutcome outcome = new() { Usage = usage, Terms = served };
                var read = new Func<string, LlmOutcome>(_ => outcome);
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < times; i++)
                    LlmCall.Run(s_site, new LlmRequest { Sdk = s_sdk, Model = model, MaxOutputTokens = 10, Terms = asked }, "", static text => text, read);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
    }

    private static IEnumerable<(LlmTerms Asked, LlmTerms? Served)> Pairs()
    {
        foreach (string? region in (string?[])[null, "eu"])
        {
            foreach (string tier in (string[])["auto", "default", "flex", "priority", "batch", "warp"])
            {
                LlmTerms asked = LlmTerms.Asked(tier, region: region);
                foreach (string served in (string[])["default", tier == "auto" ? "priority" : tier])
                    yield return (asked, LlmTerms.Served(served));
                yield return (asked, null);
            }
        }

        foreach ((string? asked, string? served) in ((string?, string?)[])[(null, "standard"), ("fast", "fast"), ("fast", null), ("fast", "standard")])
        {
            foreach ((string? place, string? told) in ((string?, string?)[])[(null, "us"), (null, "global"), ("us", "us"), ("us", null), ("us", "global"), ("global", "global")])
                yield return (LlmTerms.Asked(null, asked, place), LlmTerms.Served("standard", served, told));
        }
    }

    private static UsageRecord Call(ModelPricing line, long input, LlmUsage usage, LlmTerms asked, LlmTerms? served)
    {
        UsageRecord? booked = null;
        var request = new LlmRequest
        {
            Sdk = s_sdk, Model = line.Model, Provider = line.Provider, Prompt = Size(input), MaxOutputTokens = Output, Terms = asked, Booked = record => booked = record,
        };
        LlmCall.Run(s_site, request, usage, static _ => "", _ => new LlmOutcome { Usage = usage, Terms = served });
        return booked!;
    }

    private static PromptSize Size(long tokens)
    {
        var size = new PromptSize();
        size.AddUtf8(tokens);
        return size;
    }
}
