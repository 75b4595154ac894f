using System.ClientModel;
using System.ClientModel.Primitives;
using BudgetGen.Storage;
using BudgetGen.TestProvider;
using OpenAI.Responses;

namespace BudgetGen.Sdk.Tests;

/// <summary>OpenAI's responses: whole, as streams, in the background, and with bodies of the caller's own.</summary>
[TrackLlmCall(User = "tester", Project = "sdk")]
public sealed class ResponsesTests
{
    private const string Model = "gpt-4o-mini";

    /// <summary>Total 100 in (40 cached, 6 written), 50 out (20 reasoning).</summary>
    private static readonly ProviderUsage s_usage = new(Input: 100, Cached: 40, Output: 50, Reasoning: 20, CacheWrite5m: 6);

    private static readonly LlmUsage s_buckets = new() { Input = 54, CacheRead = 40, CacheWrite5m = 6, Output = 30, Reasoning = 20 };

    public static TheoryData<string> Whole => ["options", "items", "text", "options-async", "items-async", "text-async", "body", "body-async", "body-stream", "stream-options", "stream-items", "stream-text"];

    public static TheoryData<string> Streams => ["stream-options", "stream-items", "stream-text"];

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task Usage_is_booked_to_the_token(string way)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage;
        await CallAsync(world, way, "hi");
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal(s_buckets, record.Usage);
        Assert.Equal(("tester", "sdk", "openai", Model, "resp_test"), (record.User, record.Project, record.Provider, record.Model, record.RequestId));
        Assert.False(record.Estimated);

        // gpt-4o-mini: 0.15 in, written cache as input, 0.075 cached, 0.60 out, USD per million.
        Assert.Equal(Usd.FromDollarsRoundedUp(((60 * 0.15m) + (40 * 0.075m) + (50 * 0.60m)) / 1_000_000m), record.Cost);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task Without_usage_it_is_estimated_and_never_zero(string way)
    {
        await using var world = World.Create(World.Limit(10));
        await CallAsync(world, way, "hi " + Scenarios.NoUsage);
        UsageRecord record = await OnlyAsync(world);
        Assert.True(record.Estimated);
        Assert.True(record.InputTokens > 0 && record.OutputTokens > 0 && record.Cost > Usd.Zero);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task A_budget_that_is_spent_refuses_before_anything_is_sent(string way)
    {
        await using var world = World.Create(World.Limit(0.000_001m));
        await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync(world, way, "hi"));
        Assert.Equal(0, world.Log.Count);
        Assert.Empty(await world.OpenAsync());
    }

    [Theory]
    [InlineData(Scenarios.Failed)]
    [InlineData(Scenarios.Incomplete)]
    public async Task A_stream_that_fails_or_is_cut_at_its_bound_settles_on_its_usage(string scenario)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage;
        await CallAsync(world, "stream-text", "hi " + scenario);
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((s_buckets, false), (record.Usage, record.Estimated));
    }

    [Theory]
    [InlineData(Scenarios.ErrorEvent)]
    [InlineData(Scenarios.CleanCut)]
    public async Task A_stream_without_its_end_settles_an_estimate(string scenario)
    {
        await using var world = World.Create(World.Limit(10));
        await CallAsync(world, "stream-text", "hi " + scenario);
        UsageRecord record = await OnlyAsync(world);
        Assert.True(record.Estimated);
        Assert.True(record.OutputTokens >= 200, $"{record.OutputTokens} tokens");
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Leaving_early_settles_an_estimate(string way)
    {
        await using var world = World.Create(World.Limit(10));
        await foreach (StreamingResponseUpdate _ in await StreamAsync(world, way, "hi"))
            break;
        Assert.True((await OnlyAsync(world)).Estimated);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_that_is_disposed_unread_settles_an_estimate(string way)
    {
        await using var world = World.Create(World.Limit(10));
        await (await StreamAsync(world, way, "hi")).DisposeAsync();
        Assert.True((await OnlyAsync(world)).Estimated);
    }

    [Fact]
    public async Task A_stream_shows_its_head_and_can_be_read_once()
    {
        await using var world = World.Create(World.Limit(10));
        AsyncStreamingResult<StreamingResponseUpdate> stream = await StreamAsync(world, "stream-text", "hi");
        Assert.Equal(200, stream.Status);
        Assert.True(stream.Headers.TryGetValue("content-type", out _));
        Assert.NotEmpty(await stream.ToListAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.ToListAsync());
        await OnlyAsync(world);
    }

    [Fact]
    public async Task A_request_that_was_lost_and_sent_again_is_booked_twice()
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage;
        await CallAsync(world, "stream-text", "hi " + Scenarios.CreatedTwice);
        UsageRecord record = await OnlyAsync(world);
        Assert.True(record.Estimated);
        Assert.Equal((2 * s_usage.Input, 2 * s_usage.Output), (record.InputTokens, record.OutputTokens));
    }

    [Fact]
    public async Task Web_searches_are_counted_among_the_answers_items()
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage with { WebSearches = 2 };
        var options = new CreateResponseOptions("gpt-5-mini", [ResponseItem.CreateUserMessageItem("hi")]) { MaxOutputTokenCount = 100, MaxToolCallCount = 3 };
        options.Tools.Add(ResponseTool.CreateWebSearchTool());
        await world.Responses().CreateResponseAsync(options);
        UsageRecord typed = await OnlyAsync(world);
        Assert.Equal(2, typed.Usage.WebSearches);

        await world.Responses().CreateResponseAsync(OpenAIWorld.Json("""{"model":"gpt-5-mini","input":"hi","max_output_tokens":100,"max_tool_calls":3,"tools":[{"type":"web_search"}]}"""));
        UsageRecord raw = (await world.RecordsAsync())[1];
        Assert.Equal((typed.Usage, typed.Cost), (raw.Usage, raw.Cost));
        Assert.Equal(0, world.Budget.GetHoldStatistics().Sum(static site => site.Overruns));
    }

    [Theory]
    [InlineData("typed")]
    [InlineData("body")]
    public async Task A_response_in_the_background_is_held_until_it_is_read(string way)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage;
        ResponsesClient client = world.Responses();
        if (way == "typed")
            await client.CreateResponseAsync(new CreateResponseOptions(Model, [ResponseItem.CreateUserMessageItem("hi")]) { BackgroundModeEnabled = true, MaxOutputTokenCount = 100 });
        else
            await client.CreateResponseAsync(OpenAIWorld.Json("""{"model":"gpt-4o-mini","input":"hi","max_output_tokens":100,"background":true}"""));
        Assert.Empty(await world.RecordsAsync());
        Assert.False(Assert.Single(await world.OpenAsync()).Suspended);

        await client.GetResponseAsync("resp_test");
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((s_buckets, false), (record.Usage, record.Estimated));

        // Reading it again costs nothing.
        await client.GetResponseAsync("resp_test");
        await OnlyAsync(world);
    }

    [Fact]
    public async Task What_a_request_continues_is_held_as_input()
    {
        await using var world = World.Create(World.Limit(10));
        var holds = new List<Usd>();
        world.Provider.Usage = _ =>
        {
            lock (holds)
                holds.Add(Assert.Single(world.Budget.GetStatus()).Held);
            return s_usage;
        };
        ResponsesClient client = world.Responses();
        await client.CreateResponseAsync(Bounded());
        await client.CreateResponseAsync(Bounded("resp_test"));
        await client.CreateResponseAsync(Bounded("resp_of_somebody_else"));

        // The first response has 150 tokens, at 0.25 USD per million in the priority tier; of the other one nobody knows more than the model's context of 128,000.
        Assert.Equal(holds[0] + Usd.FromDollars(150 * 0.000_000_25m), holds[1]);
        Assert.Equal(Usd.FromDollarsRoundedUp((128_000 * 0.000_000_25m) + (100 * 0.000_001m)), holds[2]);

        static CreateResponseOptions Bounded(string? previous = null) =>
            new(Model, [ResponseItem.CreateUserMessageItem("hi")]) { MaxOutputTokenCount = 100, PreviousResponseId = previous };
    }

    [Fact]
    public async Task Strict_holds_send_a_bound_and_a_fallback_sends_another_model()
    {
        var options = new BudgetOptions();
        options.Holds.Strict = true;
        await using var world = World.Create(options, World.Limit(10));
        await CallAsync(world, "text-async", "hi");
        await CallAsync(world, "stream-items", "hi");
        Assert.All(world.Log.Calls, static call => Assert.NotNull(call.MaxTokens));
        Assert.Equal(2, (await world.RecordsAsync()).Count);
    }

    [Fact]
    public async Task Compacting_is_read_from_the_bodies()
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage;
        await world.Responses().CompactResponseAsync(OpenAIWorld.Json("""{"model":"gpt-4o-mini","input":[{"role":"user","content":"hi"}]}"""), "application/json");
        UsageRecord record = await OnlyAsync(world);
        Assert.Equal((100, 50, Model, false), (record.InputTokens, record.OutputTokens, record.Model, record.Estimated));
    }

    private static async Task CallAsync(World world, string way, string text)
    {
        ResponsesClient client = world.Responses();
        ResponseItem[] items = [ResponseItem.CreateUserMessageItem(text)];
        string body = $$"""{"model":"{{Model}}","input":"{{text}}","max_output_tokens":100,"stream":{{(way == "body-stream" ? "true" : "false")}}}""";
        switch (way)
        {
            case "options": client.CreateResponse(new CreateResponseOptions(Model, items) { MaxOutputTokenCount = 100 }); break;
            case "items": client.CreateResponse(Model, items); break;
            case "text": client.CreateResponse(Model, text); break;
            case "options-async": await client.CreateResponseAsync(new CreateResponseOptions(Model, items) { MaxOutputTokenCount = 100 }); break;
            case "items-async": await client.CreateResponseAsync(Model, items.Where(static _ => true)); break;
            case "text-async": await client.CreateResponseAsync(Model, text); break;
            case "body": client.CreateResponse(OpenAIWorld.Json(body)); break;
            case "body-async": await client.CreateResponseAsync(OpenAIWorld.Json(body)); break;
            case "body-stream":
                ClientResult result = await client.CreateResponseAsync(OpenAIWorld.Json(body), new RequestOptions { BufferResponse = false });
                using (var reader = new StreamReader(result.GetRawResponse().ContentStream!))
                    Assert.Contains("response.completed", await reader.ReadToEndAsync(), StringComparison.Ordinal);
                break;
            default: Assert.NotEmpty(await (await StreamAsync(world, way, text)).ToListAsync()); break;
        }
    }

    private static Task<AsyncStreamingResult<StreamingResponseUpdate>> StreamAsync(World world, string way, string text)
    {
        ResponseItem[] items = [ResponseItem.CreateUserMessageItem(text)];
        return way switch
        {
            "stream-options" => world.Responses().CreateResponseStreamingAsync(new CreateResponseOptions(Model, items) { StreamingEnabled = true, MaxOutputTokenCount = 5_000 }),
            "stream-items" => world.Responses().CreateResponseStreamingAsync(Model, items),
            _ => world.Responses().CreateResponseStreamingAsync(Model, text),
        };
    }

    private static async Task<UsageRecord> OnlyAsync(World world)
    {
        UsageRecord record = await world.OnlyRecordAsync();
        await world.AssertNothingHeldAsync();
        Assert.Equal(1, world.Log.Count);
        Assert.Equal(record.Cost, Assert.Single(world.Budget.GetStatus()).Spent);
        return record;
    }
}
