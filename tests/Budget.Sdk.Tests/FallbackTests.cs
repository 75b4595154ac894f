using Anthropic.Models.Messages;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;

namespace BudgetGen.Sdk.Tests;

/// <summary>A budget that is used up lets calls go on with a cheaper model, where the client can be asked for another one.</summary>
public sealed class FallbackTests
{
    private const string Haiku = "claude-haiku-4-5";

    private static readonly BudgetPolicy s_sonnet = new()
    {
        Name = "dear model",
        Scope = BudgetScope.Model,
        Key = Tracked.Claude,
        Period = BudgetPeriod.Lifetime,
        Limit = Usd.FromNanos(1),
        Action = LimitAction.Fallback,
        FallbackModel = Haiku,
    };

    public static TheoryData<string> Ways => ["chat", "chat-text", "chat-stream", "anthropic", "anthropic-stream"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_request_goes_to_the_other_model_with_a_reservation_of_its_own(string way)
    {
        await using var world = World.Create(s_sonnet, World.Limit(10));
        var options = new ChatOptions { ModelId = Tracked.Claude, MaxOutputTokens = 100 };
        var parameters = new MessageCreateParams { Model = Tracked.Claude, MaxTokens = 100, Messages = [new MessageParam(new UserMessageParam("hi"))] };
        switch (way)
        {
            case "chat": await Unbounded.ChatAsync(world.Chat, "hi", options); break;
            case "chat-text": await Unbounded.ChatTextAsync(world.Chat, "hi", options); break;
            case "chat-stream": Assert.NotEmpty(await Unbounded.ChatStream(world.Chat, "hi", options).ToListAsync()); break;
            case "anthropic": await Unbounded.AnthropicAsync(world.Anthropic.Messages, parameters); break;
            default: Assert.NotEmpty(await Unbounded.AnthropicStream(world.Anthropic.Messages, parameters).ToListAsync()); break;
        }

        ProviderCall call = Assert.Single(world.Log.Calls);
        Assert.Equal((Haiku, 100), (call.Model, call.MaxTokens));
        Assert.Equal((Tracked.Claude, Tracked.Claude, 100), (options.ModelId, parameters.Model.Raw(), parameters.MaxTokens));

        // Haiku costs 1 and 5 USD per million tokens: it is booked at its own price, and on no account of the other model.
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((Haiku, (call.Input * 1_000) + (call.Output * 5_000)), (record.Model, record.Cost.Nanos));
        Assert.Equal(Usd.Zero, world.Budget.GetStatus().Where(static status => status.Policy.Id == "dear model").Aggregate(Usd.Zero, static (sum, status) => sum + status.Spent));
        Assert.Equal(record.Cost, world.Budget.GetStatus().Single(static status => status.Policy.Id == "Limit").Spent);
        Assert.Equal(Haiku, Assert.Single(world.Budget.GetHoldStatistics()).Model);
        await world.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_client_that_is_bound_to_its_model_gets_the_refusal_and_it_names_the_other_model()
    {
        await using var world = World.Create(s_sonnet with { Key = "gpt-4o-mini", FallbackModel = "gpt-4.1-nano" });
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => Unbounded.OpenAIAsync(world.OpenAI, "hi", null));
        Assert.Equal("gpt-4.1-nano", refusal.Rejection.FallbackModel);
        Assert.Contains("'gpt-4.1-nano'", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<BudgetExceededException>(() => Unbounded.OpenAI(world.OpenAI, "hi", null));
        Assert.Throws<BudgetExceededException>(() => Unbounded.OpenAIStream(world.OpenAI, "hi", null).ToList());
        Assert.Equal(0, world.Log.Count);
    }

    [Fact]
    public async Task A_model_of_another_provider_is_not_asked_of_this_one()
    {
        await using var world = World.Create(s_sonnet with { FallbackModel = "gpt-4o-mini" });
        await Assert.ThrowsAsync<BudgetExceededException>(() => Unbounded.ChatAsync(world.Chat, "hi", null));
        Assert.Equal(0, world.Log.Count);
    }

    [Fact]
    public async Task A_bound_that_the_other_model_cannot_give_is_lowered()
    {
        await using var world = World.Create(s_sonnet with { FallbackModel = "claude-3-5-haiku-20241022" });
        await Unbounded.ChatAsync(world.Chat, "hi", new ChatOptions { MaxOutputTokens = 20_000 });
        Assert.Equal(("claude-3-5-haiku-20241022", 8_192), (world.Log.Calls.Single().Model, world.Log.Calls.Single().MaxTokens));
    }

    [Fact]
    public async Task With_strict_holds_the_bound_is_the_other_models()
    {
        await using var world = World.Create(new BudgetOptions { Holds = { Strict = true } }, s_sonnet with { FallbackModel = "claude-3-5-haiku-20241022" });
        await Unbounded.ChatAsync(world.Chat, "hi", null);
        Assert.Equal(8_192, Assert.Single(world.Log.Calls).MaxTokens);
    }
}
