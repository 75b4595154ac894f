using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic.Models.Messages;
using BudgetGen.Storage;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace BudgetGen.Sdk.Tests;

/// <summary>Searches that the provider runs have a fee of their own: what the request allows is held, and what the provider ran is booked.</summary>
public sealed class WebSearchTests
{
    private const int Assumed = 7;

    public static TheoryData<string> AnthropicWays => ["message", "stream"];

    public static TheoryData<string> ChatWays => ["chat", "stream"];

    [Theory]
    [MemberData(nameof(AnthropicWays))]
    public async Task A_bound_of_the_request_is_held_and_the_searches_are_booked(string way)
    {
        await using World world = Create();
        world.Provider.Usage = static _ => Searching(3);
        Usd three = await HoldAsync(world, () => AnthropicAsync(world, way, new WebSearchTool20250305 { MaxUses = 3 }));
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(3, record.Usage.WebSearches);
        Assert.Equal(Usd.FromDollarsRoundedUp(((100 * 3m) + (50 * 15m)) / 1_000_000m) + Fees(3), record.Cost);

        // The figure has one digit, so nothing else about the requests differs.
        Usd five = await HoldAsync(world, () => AnthropicAsync(world, way, new WebSearchTool20250305 { MaxUses = 5 }));
        Assert.Equal(Fees(2), five - three);
        Usd newer = await HoldAsync(world, () => AnthropicAsync(world, way, new WebSearchTool20260209 { MaxUses = 5 }));
        Assert.Equal(five, newer);
        Assert.Equal(0, Assert.Single(world.Budget.GetHoldStatistics()).Overruns);
    }

    [Theory]
    [MemberData(nameof(AnthropicWays))]
    public async Task Without_a_bound_the_assumed_number_is_held(string way)
    {
        Usd[] holds = new Usd[2];
        for (int i = 0; i < 2; i++)
        {
            await using World world = Create(assumed: i * Assumed);
            holds[i] = await HoldAsync(world, () => AnthropicAsync(world, way, new WebSearchTool20250305()));
        }

        Assert.Equal(Fees(Assumed), holds[1] - holds[0]);
    }

    [Fact]
    public async Task Tools_without_a_fee_hold_none()
    {
        await using World world = Create();
        Usd plain = await HoldAsync(world, () => AnthropicAsync(world, "message", new ToolBash20250124()));
        Assert.True(plain < Fees(1), $"{plain}");
        Usd bounded = await HoldAsync(world, () => AnthropicAsync(world, "message", new WebFetchTool20250910 { MaxUses = 5 }));
        Assert.True(bounded < Fees(1), $"{bounded}");
    }

    [Fact]
    public async Task A_call_whose_fees_do_not_fit_is_not_sent()
    {
        await using World world = Create(limit: 0.04m);
        await Unbounded.AnthropicAsync(world.Anthropic.Messages, Ask(new WebSearchTool20250305 { MaxUses = 3 }));
        await Assert.ThrowsAsync<BudgetExceededException>(() => Unbounded.AnthropicAsync(world.Anthropic.Messages, Ask(new WebSearchTool20250305 { MaxUses = 4 })));
        Assert.Equal(1, world.Log.Count);
    }

    [Theory]
    [MemberData(nameof(ChatWays))]
    public async Task A_hosted_search_tool_holds_the_assumed_number(string way)
    {
        await using World world = Create();
        string sent = "";
        world.Provider.Usage = request =>
        {
            sent = request.Body;
            return Searching(2);
        };
        Usd hold = await HoldAsync(world, () => ChatAsync(world, way, new HostedWebSearchTool()));
        Assert.True(hold > Fees(Assumed) && hold < Fees(Assumed + 1), $"{hold}");
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(2, record.Usage.WebSearches);
        Assert.Equal(Usd.FromDollarsRoundedUp(((100 * 3m) + (50 * 15m)) / 1_000_000m) + Fees(2), record.Cost);
        Assert.Contains("web_search", sent, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ChatWays))]
    public async Task A_librarys_own_search_tool_keeps_its_bound(string way)
    {
        await using World world = Create();
        Usd three = await HoldAsync(world, () => ChatAsync(world, way, Wrapped(3))), five = await HoldAsync(world, () => ChatAsync(world, way, Wrapped(5)));
        Assert.Equal(Fees(2), five - three);
        Assert.True(three > Fees(3) && three < Fees(4), $"{three}");

        static AITool Wrapped(long most) => ((ToolUnion)new WebSearchTool20250305 { MaxUses = most }).AsAITool();
    }

    [Fact]
    public async Task An_adapter_that_does_not_count_searches_shows_them_as_content()
    {
        await using World world = Create();
        using var client = new ShowingClient();
        await Unbounded.ChatAsync(client, "hi", new ChatOptions { ModelId = "gpt-5-mini", MaxOutputTokens = 100, Tools = [new HostedWebSearchTool()] });
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((2L, "openai/gpt-5-mini"), (record.Usage.WebSearches, record.PriceLine));
        Assert.True(record.Cost > Fees(2) && record.Cost < Fees(3), $"{record.Cost}");
    }

    [Fact]
    public async Task OpenAI_has_one_fee_for_each_request()
    {
        // gpt-4o-search-preview: 0.035 USD a request, 2.50 in, 10 out; gpt-5-mini: 0.01 a search; gpt-4o-mini has no fee.
        await using World world = Create();
        world.Provider.Usage = static _ => Searching(0);
        var searching = new ChatCompletionOptions { MaxOutputTokenCount = 100, WebSearchOptions = new ChatWebSearchOptions() };
        var plain = new ChatCompletionOptions { MaxOutputTokenCount = 100 };
        ChatClient preview = Client(world, "gpt-4o-search-preview");
        Usd fee = Usd.FromDollars(0.035m), tokens = Usd.FromDollarsRoundedUp(((100 * 2.5m) + (50 * 10m)) / 1_000_000m);
        Usd hold = await HoldAsync(world, () => Unbounded.OpenAIAsync(preview, "hi", plain));
        Assert.True(hold > fee && hold < fee + fee, $"{hold}");
        Assert.Equal(hold, await HoldAsync(world, () => Unbounded.OpenAIAsync(preview, "hi", searching)));
        Assert.Equal(hold, await HoldAsync(world, () => Unbounded.OpenAIStreamAsync(preview, "hi", plain).ToListAsync().AsTask()));
        Assert.All(await world.RecordsAsync(), record => Assert.Equal((1L, tokens + fee), (record.Usage.WebSearches, record.Cost)));

        ChatClient mini = Client(world, "gpt-5-mini");
        Assert.Equal(Fees(1), await HoldAsync(world, () => Unbounded.OpenAIAsync(mini, "hi", searching)) - await HoldAsync(world, () => Unbounded.OpenAIAsync(mini, "hi", plain)));
        Assert.Equal(
            await HoldAsync(world, () => Unbounded.OpenAIAsync(world.OpenAI, "hi", searching)), await HoldAsync(world, () => Unbounded.OpenAIAsync(world.OpenAI, "hi", plain)));
        Assert.All(world.Budget.GetHoldStatistics(), static site => Assert.Equal(0, site.Overruns));
    }

    [Fact]
    public async Task What_nobody_tells_counts_as_it_was_held()
    {
        await using World world = Create();
        await foreach (RawMessageStreamEvent _ in Unbounded.AnthropicStream(world.Anthropic.Messages, Ask(new WebSearchTool20250305 { MaxUses = 3 }, "hi " + Scenarios.Slow)))
        {
            // Gone before the last event, which would have told the searches.
            break;
        }

        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((3L, true), (record.Usage.WebSearches, record.Estimated));
        Assert.True(record.Cost > Fees(3));
    }

    private static World Create(decimal limit = 10, int assumed = Assumed)
    {
        var options = new BudgetOptions();
        options.Holds.AssumedWebSearches = assumed;
        return World.Create(options, World.Limit(limit));
    }

    /// <summary>Claude Sonnet 4: 0.01 USD a search.</summary>
    private static Usd Fees(int searches) => new(10_000_000 * searches);

    private static ProviderUsage Searching(long searches) => new(Input: 100, Cached: 0, Output: 50, Reasoning: 0, WebSearches: searches);

    private static MessageCreateParams Ask(ToolUnion tool, string text = "hi") => new()
    {
        Model = Tracked.Claude,
        MaxTokens = 100,
        Messages = [new MessageParam(new UserMessageParam(text))],
        Tools = [tool],
    };

    private static Task AnthropicAsync(World world, string way, ToolUnion tool) => way == "message"
        ? Unbounded.AnthropicAsync(world.Anthropic.Messages, Ask(tool))
        : Unbounded.AnthropicStream(world.Anthropic.Messages, Ask(tool)).ToListAsync().AsTask();

    private static Task ChatAsync(World world, string way, AITool tool)
    {
        var options = new ChatOptions { MaxOutputTokens = 100, Tools = [tool] };
        return way == "chat" ? Unbounded.ChatAsync(world.Chat, "hi", options) : Unbounded.ChatStream(world.Chat, "hi", options).ToListAsync().AsTask();
    }

    private static ChatClient Client(World world, string model) => new(
        model, new ApiKeyCredential("test"), new OpenAIClientOptions { Endpoint = world.Provider.OpenAIEndpoint, RetryPolicy = new ClientRetryPolicy(0) });

    /// <summary>What was held for one call.</summary>
    private static async Task<Usd> HoldAsync(World world, Func<Task> call)
    {
        await call();
        return (await world.Budget.Reader.GetEntriesAsync(new EntryQuery()))[0].Hold;
    }

    /// <summary>As an adapter over an API whose usage has tokens only.</summary>
    private sealed class ShowingClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new Microsoft.Extensions.AI.ChatMessage(ChatRole.Assistant, [new WebSearchToolCallContent("1"), new WebSearchToolCallContent("2"), new TextContent("found")]))
            {
                ModelId = options?.ModelId,
                Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 50 },
            });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(System.Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
