using System.Text.Json;
using Anthropic.Core;
using Anthropic.Exceptions;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Messages;
using BudgetGen.TestProvider;
using Beta = Anthropic.Models.Beta.Messages;

namespace BudgetGen.Sdk.Tests;

/// <summary>Every way into Anthropic's SDK is booked to the token, once for each request that left.</summary>
public sealed class AnthropicFamilyTests
{
    /// <summary>60 uncached, 30 read, 8 + 2 written, 50 out.</summary>
    private static readonly ProviderUsage s_usage = new(Input: 100, Cached: 30, Output: 50, Reasoning: 0, CacheWrite5m: 8, CacheWrite1h: 2);

    public static TheoryData<string> Families =>
    [
        "structured", "raw", "raw-unread", "raw-stream", "beta", "beta-stream", "beta-structured", "beta-raw", "beta-raw-stream", "thread", "thread-stream", "thread-staged", "typed-thread", "typed-thread-stream",
        "thread-of-ours",
    ];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task The_usage_is_the_providers_to_the_token(string family)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage;
        await CallAsync(world, family, "hi");

        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(new LlmUsage { Input = 60, CacheRead = 30, CacheWrite5m = 8, CacheWrite1h = 2, Output = 50 }, record.Usage);
        Assert.Equal(("tester", "sdk", "anthropic", Tracked.Claude, "msg_test"), (record.User, record.Project, record.Provider, record.Model, record.RequestId));
        Assert.False(record.Estimated);

        // Claude Sonnet 4: 3 in, 0.30 cache read, 3.75 and 6 cache write, 15 out, USD per million.
        Assert.Equal(Usd.FromDollarsRoundedUp(((60 * 3m) + (30 * 0.30m) + (8 * 3.75m) + (2 * 6m) + (50 * 15m)) / 1_000_000m), record.Cost);
        await world.AssertNothingHeldAsync();
        Assert.Equal(1, world.Log.Count);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task A_call_over_the_limit_is_rejected_before_it_is_sent(string family)
    {
        await using var world = World.Create(World.Limit(0));
        await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync(world, family, "hi"));
        Assert.Equal(0, world.Log.Count);
        Assert.Empty(await world.OpenAsync());
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task A_refused_request_gives_its_hold_back(string family)
    {
        await using var world = World.Create(World.Limit(10));
        await Assert.ThrowsAnyAsync<AnthropicApiException>(() => CallAsync(world, family, "hi " + Scenarios.BadRequest));
        Assert.Empty(await world.RecordsAsync());
        Assert.Empty(await world.OpenAsync());
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_its_type_is_settled_all_the_same()
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage;
        var message = await TrackedAnthropic.Structured(world.Anthropic.Messages, "hi");
        Assert.Throws<AnthropicInvalidDataException>(() => message.Content[0].Parsed());
        Assert.Equal(100, (await world.OnlyRecordAsync()).InputTokens);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_raw_response_is_the_callers_to_read(bool asText)
    {
        await using var world = World.Create(World.Limit(10));
        using HttpResponse<Message> response = await TrackedAnthropic.Raw(world.Anthropic.Messages.WithRawResponse, "hi");
        Assert.Single(await world.RecordsAsync());
        string id = asText ? JsonDocument.Parse(await response.ReadAsString()).RootElement.GetProperty("id").GetString()! : (await response.Deserialize()).ID;
        Assert.Equal("msg_test", id);
        Assert.Equal("application/json", response.RawMessage.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_raw_response_that_is_no_json_fails_where_the_caller_reads_it_and_stays_charged()
    {
        await using var world = World.Create(World.Limit(10));
        using HttpResponse<Message> response = await TrackedAnthropic.Raw(world.Anthropic.Messages.WithRawResponse, "hi " + Scenarios.BadJson);
        await Assert.ThrowsAsync<JsonException>(() => response.Deserialize());
        Assert.True(Assert.Single(await world.OpenAsync()).Suspended);
    }

    [Fact]
    public async Task What_a_conversation_was_shortened_with_is_on_the_bill()
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage with
        {
            Iterations = """[{"type":"message","input_tokens":60,"output_tokens":50},{"type":"compaction","input_tokens":1000,"output_tokens":200,"cache_read_input_tokens":7,"cache_creation_input_tokens":0}]""",
        };
        await TrackedAnthropic.BetaMessage(world.Anthropic.Beta.Messages, "hi");
        await TrackedAnthropic.BetaStream(world.Anthropic.Beta.Messages, "hi").ToListAsync();
        Assert.All(await world.RecordsAsync(), static record =>
        {
            Assert.Equal((1060, 37, 250), (record.Usage.Input, record.Usage.CacheRead, record.Usage.Output));
            Assert.False(record.Estimated);
        });
    }

    [Fact]
    public async Task What_another_models_advice_cost_is_on_the_bill_as_an_estimate()
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_usage with { Iterations = """[{"type":"advisor_message","model":"claude-opus-4-1","input_tokens":1000,"output_tokens":200}]""" };
        await TrackedAnthropic.BetaMessage(world.Anthropic.Beta.Messages, "hi");
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((1060, 250), (record.Usage.Input, record.Usage.Output));
        Assert.True(record.Estimated);
    }

    [Fact]
    public async Task A_turns_hold_covers_the_conversation_that_the_provider_keeps()
    {
        await using var world = World.Create(World.Limit(10));
        BetaMessageThread thread = PlainThreads.New(world.Anthropic.Beta.Messages);
        var holds = new List<Usd>();
        world.Provider.Usage = request =>
        {
            holds.Add(world.Budget.GetStatus()[0].Held);
            return ProviderUsage.Typical(request);
        };
        await TrackedAnthropic.Send(thread, new string('x', 5_000));
        await TrackedAnthropic.Send(thread, "and now?");

        // 100 tokens out, 5,000 bytes and a few in, at 15 and 3 USD per million.
        Assert.All(holds, static hold => Assert.True(hold >= Usd.FromDollars(0.0165m), hold.ToString()));
        Assert.Equal(2, (await world.RecordsAsync()).Count);
    }

    [Fact]
    public async Task A_turn_that_changes_its_own_fields_holds_the_longest_answer()
    {
        await using var world = World.Create(World.Limit(10));
        BetaMessageThread thread = PlainThreads.New(world.Anthropic.Beta.Messages);
        Usd held = default;
        world.Provider.Usage = request =>
        {
            held = world.Budget.GetStatus()[0].Held;
            return ProviderUsage.Typical(request);
        };
        int walked = 0;
        IEnumerable<Beta.BetaMessageParam> Lazy()
        {
            walked++;
            yield return TrackedAnthropic.Say("hi");
        }

        await TrackedAnthropic.SendSequence(thread, Lazy(), maxTokens: 4_000);
        Assert.Equal(1, walked);
        Assert.Equal(4_000, Assert.Single(world.Log.Calls).MaxTokens);
        Assert.True(held >= Usd.FromDollars(4_000 * 15m / 1_000_000m), held.ToString());
    }

    private static async Task CallAsync(World world, string family, string text)
    {
        var messages = world.Anthropic.Messages;
        var beta = world.Anthropic.Beta.Messages;
        switch (family)
        {
            case "structured": await TrackedAnthropic.Structured(messages, text); break;
            case "raw":
                using (HttpResponse<Message> raw = await TrackedAnthropic.Raw(messages.WithRawResponse, text))
                    Assert.Equal("msg_test", (await raw.Deserialize()).ID);
                break;
            case "raw-unread": (await TrackedAnthropic.Raw(messages.WithRawResponse, text)).Dispose(); break;
            case "raw-stream":
                using (StreamingHttpResponse<RawMessageStreamEvent> events = await TrackedAnthropic.RawStream(messages.WithRawResponse, text))
                    Assert.Equal(10, (await events.Enumerate().ToListAsync()).Count);
                break;
            case "beta": await TrackedAnthropic.BetaMessage(beta, text); break;
            case "beta-stream": await TrackedAnthropic.BetaStream(beta, text).ToListAsync(); break;
            case "beta-structured": await TrackedAnthropic.BetaStructured(beta, text); break;
            case "beta-raw":
                using (HttpResponse<Beta.BetaMessage> raw = await TrackedAnthropic.BetaRaw(beta.WithRawResponse, text))
                    Assert.Equal("msg_test", (await raw.Deserialize()).ID);
                break;
            case "beta-raw-stream":
                using (StreamingHttpResponse<Beta.BetaRawMessageStreamEvent> events = await TrackedAnthropic.BetaRawStream(beta.WithRawResponse, text))
                    Assert.Equal(10, (await events.Enumerate().ToListAsync()).Count);
                break;
            case "thread": await TrackedAnthropic.Send(PlainThreads.New(beta), text); break;
            case "thread-stream": await TrackedAnthropic.SendStream(PlainThreads.New(beta), text).ToListAsync(); break;
            case "thread-staged":
                BetaMessageThread staged = PlainThreads.New(beta);
                staged.Append(TrackedAnthropic.Say(text));
                await TrackedAnthropic.SendStaged(staged);
                break;
            case "typed-thread": await TrackedAnthropic.SendTyped(PlainThreads.Typed(beta), text); break;
            case "typed-thread-stream": await TrackedAnthropic.SendTypedStream(PlainThreads.Typed(beta), text).ToListAsync(); break;
            default: await TrackedAnthropic.Send(TrackedAnthropic.Thread(beta), text); break;
        }
    }
}
