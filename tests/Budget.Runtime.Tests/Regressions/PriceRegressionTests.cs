using BudgetGen.CompilerServices;
using BudgetGen.Storage;

namespace BudgetGen.Tests.Regressions;

/// <summary>Prices that were taken for less than they are.</summary>
public class PriceRegressionTests
{
    private static readonly LlmCallSite s_site = new("Tests.Call", "PriceRegressionTests.cs:1");
    private static readonly LlmSdk s_sdk = new("test", static _ => null);

    public static TheoryData<long> Inputs => [271_999, 272_000, 272_001, 900_000];

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task LiteLLM_PR_40002_a_long_prompt_is_held_at_the_tier_that_it_will_be_billed_at(long input)
    {
        ModelPricing line = Line(new BucketPrices { Input = UnitPrice.PerMillion(2.5m), Output = UnitPrice.PerMillion(15) }) with
        {
            Tiers = [new PriceTier(272_000, false, new BucketPrices { Input = UnitPrice.PerMillion(5), Output = UnitPrice.PerMillion(22.5m) })],
        };
        Usd bill = line.CostOf(LlmUsage.Of(input, 1_000))!.Value.Amount;
        Usd atTheBase = (line with { Tiers = [] }).CostOf(LlmUsage.Of(input, 1_000))!.Value.Amount;
        Assert.Equal(input > 272_000, bill > atTheBase);

        // The limit is the bill, and not a nano more than fits: a hold at the base price would be admitted a second time.
        await using var world = new World(line, (bill.Nanos * 2) - 1);
        Assert.True(world.Call(input, 1_000));
        Assert.False(world.Call(input, 1_000));
        Assert.Equal((bill.Nanos, 0, 0, 0), world.Manager.GetStatus("global").Figures());
    }

    public static TheoryData<string> Unknown => ["no such model", "only input", "only output", "only pictures"];

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task LiteLLM_24770_25874_PR_36561_PR_35914_and_pydantic_ai_7133_a_price_that_is_unknown_or_partial_is_never_0(string what)
    {
        UnitPrice price = UnitPrice.PerMillion(3);
        ModelPricing line = Line(what switch
        {
            "only input" => new BucketPrices { Input = price },
            "only output" => new BucketPrices { Output = price },
            "only pictures" => new BucketPrices { Image = price },
            _ => new BucketPrices { Input = price, Output = price },
        });
        if (what == "no such model")
            line = line with { Id = "test/another", Model = "another" };

        // At the default price a call holds at most 0.04 dollars; the cap of 0.1 is pressed after some calls, not never.
        await using var world = new World(line, Make.Dollars(0.1m).Nanos);
        int made = 0;
        while (made < 1_000 && world.Call(500, 1_000))
            made++;
        Assert.InRange(made, 1, 20);
        IReadOnlyList<UsageRecord> records = await world.Manager.Reader.GetUsageAsync(new UsageQuery { Limit = 1_000 });
        Assert.Equal(made, records.Count);
        Assert.All(records, static record => Assert.True(record.Cost > Usd.Zero && record.Estimated, $"{record}"));
        Assert.Equal(new Usd(records.Sum(static record => record.Cost.Nanos)), world.Manager.GetStatus("global").Spent);
        Assert.True(world.Manager.GetStatus("global").Spent <= Make.Dollars(0.1m));

        await using var strict = new World(line, Make.Dollars(0.1m).Nanos, UnknownModelRule.Block);
        Assert.False(strict.Call(500, 1_000));
        Assert.Equal((0, 0, 0, 0), strict.Manager.GetStatus("global").Figures());
    }

    private static ModelPricing Line(BucketPrices price) => new()
    {
        Id = "test/model",
        Provider = "test",
        Model = "model",
        Price = price,
        Source = "https://example.com/pricing",
        Checked = new DateOnly(2026, 8, 1),
    };

    private sealed class World : IAsyncDisposable
    {
        private readonly IDisposable _scope;

        public World(ModelPricing line, long limit, UnknownModelRule? rule = null)
        {
            Manager = Make.Manager(
                options =>
                {
                    options.Prices = PricingRegistry.Embedded.WithOverride(line);
                    options.UnknownModel = rule ?? options.UnknownModel;
                },
                Make.Policy(nanos: limit));
            _scope = BudgetContext.Use(manager: Manager);
        }

        public BudgetManager Manager { get; }

        /// <summary>A call whose prompt has as many tokens as bytes. False: it was refused.</summary>
        public bool Call(long input, long output)
        {
            var prompt = new PromptSize();
            prompt.AddUtf8(input);
            var request = new LlmRequest { Sdk = s_sdk, Provider = "test", Model = "model", Prompt = prompt, MaxOutputTokens = output };
            bool sent = false;
            try
            {
                LlmCall.Run(s_site, request, 0, _ => sent = true, _ => LlmOutcome.FromUsage(LlmUsage.Of(input, output)));
            }
            catch (BudgetExceededException)
            {
                Assert.False(sent);
            }

            return sent;
        }

        public ValueTask DisposeAsync()
        {
            _scope.Dispose();
            return Manager.DisposeAsync();
        }
    }
}
