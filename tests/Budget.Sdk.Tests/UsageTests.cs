using BudgetGen.TestProvider;

namespace BudgetGen.Sdk.Tests;

/// <summary>Usage that is booked equals the SDKs' usage figures, to the token; cost equals the price line times the buckets.</summary>
public sealed class UsageTests
{
    /// <summary>Total 100 in (40 cached), 50 out (20 reasoning): the figures of the provider's documentation examples.</summary>
    private static readonly ProviderUsage s_openAI = new(Input: 100, Cached: 40, Output: 50, Reasoning: 20);

    /// <summary>60 uncached, 30 read, 8 + 2 written, 50 out.</summary>
    private static readonly ProviderUsage s_anthropic = new(Input: 100, Cached: 30, Output: 50, Reasoning: 0, CacheWrite5m: 8, CacheWrite1h: 2);

    private static readonly LlmUsage s_openAIBuckets = new() { Input = 60, CacheRead = 40, InputAudio = 0, Output = 30, Reasoning = 20, OutputAudio = 0 };

    [Fact]
    public Task OpenAI_sync() => OpenAIAsync(world => Task.FromResult(Tracked.OpenAI(world.OpenAI, "hi")));

    [Fact]
    public Task OpenAI_sync_params() => OpenAIAsync(world => Task.FromResult(Tracked.OpenAIParams(world.OpenAI, "hi")));

    [Fact]
    public Task OpenAI_async() => OpenAIAsync(world => Tracked.OpenAIAsync(world.OpenAI, "hi"));

    [Fact]
    public Task OpenAI_async_params() => OpenAIAsync(world => Tracked.OpenAIParamsAsync(world.OpenAI, "hi"));

    [Fact]
    public Task OpenAI_stream() => OpenAIAsync(async world => await Tracked.OpenAIStream(world.OpenAI, "hi").ToListAsync());

    [Fact]
    public Task OpenAI_sync_stream() => OpenAIAsync(world => Task.FromResult(Tracked.OpenAISyncStream(world.OpenAI, "hi").ToList()));

    [Fact]
    public async Task Raw_pages_show_no_usage_so_they_are_estimated()
    {
        await using var world = World.Create(World.Limit(10));
        await Tracked.OpenAIStream(world.OpenAI, "hi").GetRawPagesAsync().ToListAsync();
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.True(record.Estimated);
        Assert.True(record.Cost > Usd.Zero);
        await world.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Anthropic_message()
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_anthropic;
        await Tracked.AnthropicAsync(world.Anthropic.Messages, "hi");
        await AssertAnthropicAsync(world);
    }

    [Fact]
    public async Task Anthropic_stream()
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_anthropic;
        await Tracked.AnthropicStream(world.Anthropic.Messages, "hi").ToListAsync();
        await AssertAnthropicAsync(world);
    }

    [Fact]
    public Task Chat_client() => ChatAsync(world => Tracked.ChatAsync(world.Chat, "hi"));

    [Fact]
    public Task Chat_client_extension() => ChatAsync(world => Tracked.ChatExtensionAsync(world.Chat, "hi"));

    [Fact]
    public Task Chat_client_stream() => ChatAsync(async world => await Tracked.ChatStream(world.Chat, "hi").ToListAsync());

    [Fact]
    public Task Chat_client_stream_extension() => ChatAsync(async world => await Tracked.ChatStreamExtension(world.Chat, "hi").ToListAsync());

    [Fact]
    public async Task A_response_without_usage_is_estimated_and_never_zero()
    {
        await using var world = World.Create(World.Limit(10));
        await Tracked.OpenAIAsync(world.OpenAI, "hi " + Scenarios.NoUsage);
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.True(record.Estimated);
        Assert.True(record.Cost > Usd.Zero);
        Assert.True(record.InputTokens > 0 && record.OutputTokens > 0);
    }

    [Fact]
    public async Task A_lazy_sequence_of_messages_is_walked_once()
    {
        await using var world = World.Create();
        int walked = 0;
        IEnumerable<OpenAI.Chat.ChatMessage> Lazy()
        {
            walked++;
            yield return OpenAI.Chat.ChatMessage.CreateUserMessage("hi");
        }

        await Tracked.OpenAIOfSequenceAsync(world.OpenAI, Lazy());
        Assert.Equal(1, walked);
    }

    private static async Task OpenAIAsync<T>(Func<World, Task<T>> call)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_openAI;
        await call(world);

        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(s_openAIBuckets, record.Usage);
        Assert.Equal((100, 50), (record.InputTokens, record.OutputTokens));
        Assert.Equal(("tester", "sdk", "openai", "gpt-4o-mini"), (record.User, record.Project, record.Provider, record.Model));
        Assert.False(record.Estimated);

        // gpt-4o-mini: 0.15 in, 0.075 cached, 0.60 out, USD per million.
        Assert.Equal(Usd.FromDollarsRoundedUp(((60 * 0.15m) + (40 * 0.075m) + (50 * 0.60m)) / 1_000_000m), record.Cost);
        Assert.Equal(record.Cost, Assert.Single(world.Budget.GetStatus()).Spent);
        await world.AssertNothingHeldAsync();
        Assert.Equal(1, world.Log.Count);
    }

    private static async Task AssertAnthropicAsync(World world)
    {
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(new LlmUsage { Input = 60, CacheRead = 30, CacheWrite5m = 8, CacheWrite1h = 2, Output = 50 }, record.Usage);
        Assert.Equal(("anthropic", Tracked.Claude), (record.Provider, record.Model));
        Assert.False(record.Estimated);

        // Claude Sonnet 4: 3 in, 0.30 cache read, 3.75 and 6 cache write, 15 out, USD per million.
        Assert.Equal(Usd.FromDollarsRoundedUp(((60 * 3m) + (30 * 0.30m) + (8 * 3.75m) + (2 * 6m) + (50 * 15m)) / 1_000_000m), record.Cost);
        await world.AssertNothingHeldAsync();
    }

    private static async Task ChatAsync<T>(Func<World, Task<T>> call)
    {
        await using var world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => s_anthropic;
        await call(world);

        // The adapter's totals include the cache, and it does not say which cache was written.
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(new LlmUsage { Input = 60, CacheRead = 30, CacheWrite5m = 10, Output = 50 }, record.Usage);
        Assert.Equal(("anthropic", Tracked.Claude), (record.Provider, record.Model));
        Assert.False(record.Estimated);
        await world.AssertNothingHeldAsync();
        Assert.Equal(1, world.Log.Count);
    }
}
