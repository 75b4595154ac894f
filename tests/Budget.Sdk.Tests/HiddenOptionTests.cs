using Anthropic.Models.Messages;
using BudgetGen.Storage;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;

namespace BudgetGen.Sdk.Tests;

/// <summary>
/// <see cref="ChatOptions.RawRepresentationFactory"/>: options of the library behind the abstraction, which win over those that are seen. Held as if they
/// asked for the dearest, booked as the response says.
/// </summary>
public sealed class HiddenOptionTests
{
    private const string Model = "claude-opus-4-7";

    // "hi" is two bytes in one message with its framing.
    private const long MostInput = 2 + 4 + 3;

    private static readonly ModelPricing s_line = PricingRegistry.Embedded.GetModelPricing(Model)!;

    public static TheoryData<string> Ways => ["chat", "stream"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_hidden_bound_and_speed_are_no_overrun(string way)
    {
        var budget = new BudgetOptions();
        budget.Holds.AssumedServiceTier = ServiceTier.Standard;
        await using World world = World.Create(budget, World.Limit(1_000));
        world.Provider.Usage = static request => new ProviderUsage(MostInput, Cached: 0, request.MaxTokens!.Value, Reasoning: 0) { Speed = "fast" };
        int asked = 0;
        var options = new ChatOptions { ModelId = Model, MaxOutputTokens = 10, RawRepresentationFactory = _ => Raw(ref asked, maxTokens: 2_000) };
        await CallAsync(world.Chat, way, options);

        // The library behind it takes the hidden bound and not the one that was seen, and nobody but it makes the hidden options.
        Assert.Equal((2_000, 1), (Assert.Single(world.Log.Calls).MaxTokens, asked));
        LedgerEntry end = (await world.Budget.Reader.GetEntriesAsync(new EntryQuery()))[0];
        Assert.Equal(s_line.CostOf(LlmUsage.Of(MostInput, 2_000), new CallTerms { Speed = "fast" })!.Value.Amount, end.Usage!.Cost);
        Assert.Equal(Dearest(s_line), end.Hold);
        Assert.Equal(0, Assert.Single(world.Budget.GetHoldStatistics()).Overruns);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Without_hidden_options_the_hold_is_that_of_what_is_seen(string way)
    {
        await using World world = World.Create(World.Limit(1_000));
        await CallAsync(world.Chat, way, new ChatOptions { ModelId = Model, MaxOutputTokens = 10 });
        LedgerEntry end = (await world.Budget.Reader.GetEntriesAsync(new EntryQuery()))[0];
        Assert.True(end.Hold < Usd.FromDollars(0.01m), $"{end.Hold}");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Strict_holds_cannot_bound_such_a_call_and_say_so(string way)
    {
        using var log = new LogLines();
        var budget = new BudgetOptions { LoggerFactory = log };
        budget.Holds.Strict = true;
        await using World world = World.Create(budget, World.Limit(1_000));
        int asked = 0;
        var options = new ChatOptions { ModelId = Model, RawRepresentationFactory = _ => Raw(ref asked, maxTokens: 500) };
        await CallAsync(world.Chat, way, options);
        Assert.Equal(500, Assert.Single(world.Log.Calls).MaxTokens);
        Assert.Null(options.MaxOutputTokens);
        Assert.Equal(1, Assert.Single(world.Budget.GetHoldStatistics()).Unbounded);
        Assert.Single(log.Lines, static line => line.Id.Id == 41);
    }

    private static MessageCreateParams Raw(ref int asked, long maxTokens)
    {
        asked++;
        return new MessageCreateParams { Model = Model, MaxTokens = maxTokens, Messages = [], Speed = "fast" };
    }

    /// <summary>The model's longest answer, on the dearest terms that its line knows.</summary>
    private static Usd Dearest(ModelPricing line) => (
        from tier in (ServiceTier[])[ServiceTier.Standard, ServiceTier.Priority]
        from geo in (string?[])[null, .. line.Multipliers.Select(static factor => factor.InferenceGeo)]
        from speed in (string?[])[null, .. line.Multipliers.Select(static factor => factor.Speed)]
        let terms = new CallTerms { ServiceTier = tier, InferenceGeo = geo, Speed = speed }
        select CostAtMost(line, terms)).Max();

    /// <summary>Every input token at the dearest input price: some of them may be written to a cache.</summary>
    private static Usd CostAtMost(ModelPricing line, CallTerms terms) => ((LlmUsage[])[
        LlmUsage.Of(MostInput, line.Limits.MaxOutput!.Value),
        LlmUsage.Of(0, line.Limits.MaxOutput!.Value) with { CacheWrite1h = MostInput },
        LlmUsage.Of(0, line.Limits.MaxOutput!.Value) with { CacheWrite5m = MostInput },
    ]).Max(usage => line.CostOf(in usage, terms)?.Amount ?? Usd.Zero);

    private static Task CallAsync(IChatClient client, string way, ChatOptions options) =>
        way == "chat" ? Unbounded.ChatAsync(client, "hi", options) : Unbounded.ChatStream(client, "hi", options).ToListAsync().AsTask();
}
