using System.Text.Json.Nodes;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace BudgetGen.Sdk.Tests;

/// <summary>Strict holds: a request without a bound on its output gets the one that was reserved, and nothing else about it changes.</summary>
public sealed class StrictHoldTests
{
    /// <summary>gpt-4o-mini in nano-dollars per token: 0.15 in, 0.60 out, USD per million.</summary>
    private const long NanosIn = 150, NanosOut = 600;

    private const long MostOfMini = 16_384, MostOfSonnet = 64_000;

    public static TheoryData<string> Ways => [.. Unbounded.Ways];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_provider_sees_the_bound_that_was_reserved(string way)
    {
        await using World world = Strict();
        await Unbounded.CallAsync(way, world);
        Assert.Equal(way.StartsWith("openai", StringComparison.Ordinal) ? MostOfMini : MostOfSonnet, Assert.Single(world.Log.Calls).MaxTokens);
        HoldStatistics holds = Assert.Single(world.Budget.GetHoldStatistics());
        Assert.Equal((1, 0, 0), (holds.Calls, holds.Overruns, holds.Unbounded));
        await world.AssertNothingHeldAsync();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Otherwise_it_sees_what_the_client_sends_by_itself(string way)
    {
        await using var world = World.Create(World.Limit(10));
        await Unbounded.CallAsync(way, world);

        // Anthropic's wire always has a bound; its adapter makes up one of its own.
        long? bound = Assert.Single(world.Log.Calls).MaxTokens;
        Assert.True(way.StartsWith("openai", StringComparison.Ordinal) ? bound is null : bound < MostOfSonnet, $"{bound}");
    }

    [Fact]
    public async Task A_bound_of_the_callers_is_kept_and_its_objects_are_not_touched()
    {
        await using World world = Strict();
        var bounded = new ChatCompletionOptions { MaxOutputTokenCount = 77 };
        Unbounded.OpenAI(world.OpenAI, "hi", bounded);
        Assert.Equal(77, world.Log.Calls.Last().MaxTokens);

        var open = new ChatCompletionOptions { Temperature = 0.5f };
        Unbounded.OpenAI(world.OpenAI, "hi", open);
        await Unbounded.OpenAIAsync(world.OpenAI, "hi", open);
        Assert.NotEmpty(await Unbounded.OpenAIStreamAsync(world.OpenAI, "hi", open).ToListAsync());
        Assert.Null(open.MaxOutputTokenCount);

        var chat = new ChatOptions { Temperature = 0.5f };
        await Unbounded.ChatAsync(world.Chat, "hi", chat);
        Assert.Null(chat.MaxOutputTokens);
        Assert.Equal((long?[])[77, MostOfMini, MostOfMini, MostOfMini, MostOfSonnet], world.Log.Calls.Select(static call => call.MaxTokens));

        await Unbounded.ChatAsync(world.Chat, "hi", new ChatOptions { MaxOutputTokens = 88 });
        Assert.Equal(88, world.Log.Calls.Last().MaxTokens);
    }

    [Fact]
    public async Task Nothing_else_in_the_options_of_OpenAI_is_lost()
    {
        var options = new ChatCompletionOptions
        {
            Temperature = 0.25f,
            TopP = 0.5f,
            FrequencyPenalty = 0.5f,
            PresencePenalty = 0.25f,
            EndUserId = "u1",
            Seed = 42,
            StoredOutputEnabled = true,
            ToolChoice = ChatToolChoice.CreateRequiredChoice(),
            AllowParallelToolCalls = false,
            ReasoningEffortLevel = ChatReasoningEffortLevel.Low,
            IncludeLogProbabilities = true,
            TopLogProbabilityCount = 3,
            ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat("answer", BinaryData.FromString("""{"type":"object","properties":{"a":{"type":"string"}}}"""), jsonSchemaIsStrict: true),
        };
        options.StopSequences.Add("stop here");
        options.Metadata["team"] = "blue";
        options.LogitBiases[11] = 5;
        options.Tools.Add(ChatTool.CreateFunctionTool("look_up", "Looks up.", BinaryData.FromString("""{"type":"object","properties":{"q":{"type":"string"}}}""")));
#pragma warning disable SCME0001
        options.Patch.Set("$.something_new"u8, "value");
#pragma warning restore SCME0001

        (JsonObject whole, JsonObject stream) loose = await BodiesAsync(World.Create(World.Limit(10)), options);
        (JsonObject whole, JsonObject stream) strict = await BodiesAsync(Strict(), options);
        foreach ((JsonObject before, JsonObject after) in ((JsonObject, JsonObject)[])[(loose.whole, strict.whole), (loose.stream, strict.stream)])
        {
            Assert.False(before.ContainsKey("max_completion_tokens"));
            Assert.Equal(MostOfMini, (long)after["max_completion_tokens"]!);
            after.Remove("max_completion_tokens");
            Assert.True(JsonNode.DeepEquals(before, after), $"{before}\n{after}");
            Assert.True(before.Count >= 17, before.ToString());
        }

        static async Task<(JsonObject, JsonObject)> BodiesAsync(World world, ChatCompletionOptions options)
        {
            await using (world)
            {
                var bodies = new List<string>();
                world.Provider.Usage = request =>
                {
                    bodies.Add(request.Body);
                    return ProviderUsage.Typical(request);
                };
                await Unbounded.OpenAIAsync(world.OpenAI, "hi", options);
                Assert.NotEmpty(await Unbounded.OpenAIStreamAsync(world.OpenAI, "hi", options).ToListAsync());
                return ((JsonObject)JsonNode.Parse(bodies[0])!, (JsonObject)JsonNode.Parse(bodies[1])!);
            }
        }
    }

    [Fact]
    public async Task Nor_in_those_of_the_common_abstraction()
    {
        var options = new ChatOptions
        {
            Temperature = 0.25f,
            StopSequences = ["stop here"],
            Instructions = "Be brief.",
            Tools = [AIFunctionFactory.Create(static (string q) => q, "look_up", "Looks up.")],
        };
        JsonObject loose = await BodyAsync(World.Create(World.Limit(10)), options);
        JsonObject strict = await BodyAsync(Strict(), options);
        Assert.Equal(MostOfSonnet, (long)strict["max_tokens"]!);
        loose.Remove("max_tokens");
        strict.Remove("max_tokens");
        Assert.True(JsonNode.DeepEquals(loose, strict), $"{loose}\n{strict}");

        static async Task<JsonObject> BodyAsync(World world, ChatOptions options)
        {
            await using (world)
            {
                string body = "";
                world.Provider.Usage = request =>
                {
                    body = request.Body;
                    return ProviderUsage.Typical(request);
                };
                await Unbounded.ChatAsync(world.Chat, "hi", options);
                return (JsonObject)JsonNode.Parse(body)!;
            }
        }
    }

    [Fact]
    public async Task Outputs_up_to_the_bound_never_cost_more_than_was_held()
    {
        await using World world = Strict(dollars: 2);
        var random = new Random(20_261);
        world.Provider.Usage = request =>
        {
            lock (random)
                return new ProviderUsage(random.Next(5, 10), 0, random.Next(3) == 0 ? request.MaxTokens!.Value : random.NextInt64(1, request.MaxTokens!.Value + 1), 0);
        };

        int rejected = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 40; i++)
            {
                try
                {
                    await Unbounded.CallAsync(Unbounded.Ways[(worker + i) % 8], world);
                }
                catch (BudgetExceededException)
                {
                    Interlocked.Increment(ref rejected);
                }
            }
        })));

        long billed = world.Log.Billed.Sum(static call => (call.Input * NanosIn) + (call.Output * NanosOut));
        BudgetStatus status = Assert.Single(world.Budget.GetStatus());
        Assert.Equal(billed, status.Spent.Nanos);
        Assert.True(billed <= status.Limit!.Value.Nanos);
        Assert.True(rejected > 0 && billed >= status.Limit!.Value.Nanos * 95 / 100, $"the limit was not pressed: {rejected} rejected, {billed} billed");
        Assert.Equal(Usd.Zero, status.Overrun);
        Assert.All(world.Budget.GetHoldStatistics(), static site => Assert.Equal((0, 0), (site.Overruns, site.Unbounded)));
        Assert.Contains(world.Budget.GetHoldStatistics(), static site => site.UsedP99 is >= 900 and <= 1125);
    }

    [Fact]
    public async Task Without_them_an_answer_longer_than_anybody_thought_is_an_overrun_and_is_counted()
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static request => new ProviderUsage(5, 0, Math.Min(request.MaxTokens ?? 40_000, 40_000), 0);
        for (int i = 0; i < 5; i++)
            await Unbounded.OpenAIAsync(world.OpenAI, "hi", null);
        HoldStatistics holds = Assert.Single(world.Budget.GetHoldStatistics());
        Assert.Equal((5, 5), (holds.Calls, holds.Overruns));
        Assert.Equal(Assert.Single(world.Budget.GetStatus()).Overrun, holds.TotalOverrun);

        await using World strict = Strict();
        strict.Provider.Usage = world.Provider.Usage;
        await Unbounded.OpenAIAsync(strict.OpenAI, "hi", null);
        Assert.Equal(Usd.Zero, Assert.Single(strict.Budget.GetStatus()).Overrun);
    }

    [Fact]
    public async Task A_long_prompt_leaves_less_room_for_the_answer()
    {
        await using World world = Strict();
        Unbounded.OpenAI(world.OpenAI, new string('x', 4 * 120_000), null);
        Assert.InRange(Assert.Single(world.Log.Calls).MaxTokens!.Value, 7_000, 8_000);
    }

    private static World Strict(decimal dollars = 10) => World.Create(new BudgetOptions { Holds = { Strict = true, AssumedServiceTier = ServiceTier.Standard } }, World.Limit(dollars));
}
