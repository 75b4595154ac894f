using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic.Models.Messages;
using BudgetGen.Storage;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace BudgetGen.Sdk.Tests;

/// <summary>Service tier, speed and place: held at the dearest that the request allows, booked as the response says.</summary>
public sealed class TermTests
{
    // "hi" is two bytes in one message with its framing: what the hold takes at most, so that a hold which is too small shows.
    private const long MostInput = 2 + 4 + 3;
    private const long MostOutput = 100;

    private static readonly LlmUsage s_most = LlmUsage.Of(MostInput, MostOutput);

    public static TheoryData<string, string?, string?, ServiceTier> OpenAITiers
    {
        get
        {
            var data = new TheoryData<string, string?, string?, ServiceTier>();
            foreach (string way in (string[])["openai", "openai-async", "openai-stream", "openai-stream-async"])
            {
                data.Add(way, null, null, ServiceTier.Standard);
                data.Add(way, null, "default", ServiceTier.Standard);
                data.Add(way, null, "priority", ServiceTier.Priority);
                data.Add(way, "auto", "priority", ServiceTier.Priority);
                data.Add(way, "auto", "flex", ServiceTier.Flex);
                data.Add(way, "default", "default", ServiceTier.Standard);
                data.Add(way, "flex", "flex", ServiceTier.Flex);
                data.Add(way, "flex", "default", ServiceTier.Standard);
                data.Add(way, "flex", null, ServiceTier.Standard);
                data.Add(way, "priority", "priority", ServiceTier.Priority);
                data.Add(way, "priority", "default", ServiceTier.Standard);
                data.Add(way, "priority", null, ServiceTier.Priority);
            }

            return data;
        }
    }

    public static TheoryData<string, string, string?, string?, string?, string?, string?, string?> AnthropicTerms
    {
        get
        {
            // Way, model, then asked and served: tier, speed, place.
            var data = new TheoryData<string, string, string?, string?, string?, string?, string?, string?>();
            foreach (string way in (string[])["message", "stream"])
            {
                data.Add(way, "claude-sonnet-4-20250514", null, "standard", null, null, null, "not_available");
                data.Add(way, "claude-sonnet-4-20250514", null, "batch", null, null, null, null);
                data.Add(way, "claude-sonnet-4-20250514", "auto", "priority", null, null, null, null);
                data.Add(way, "claude-opus-4-7", null, "standard", "fast", "fast", null, "global");
                data.Add(way, "claude-opus-4-7", null, "standard", "fast", "standard", null, "global");
                data.Add(way, "claude-opus-4-7", null, "standard", "fast", null, null, null);
                data.Add(way, "claude-opus-5", null, "standard", "fast", "fast", "us", "us");
                data.Add(way, "claude-opus-5", null, "standard", null, null, "us", "global");
                data.Add(way, "claude-opus-5", "standard_only", "standard", null, null, null, "us");
                data.Add(way, "claude-opus-5", null, "batch", null, null, "us", "us");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(OpenAITiers))]
    public async Task OpenAI_is_booked_at_the_tier_that_served(string way, string? asked, string? served, ServiceTier billed)
    {
        await using World world = World.Create(World.Limit(10));
        world.Provider.Usage = _ => Most() with { ServiceTier = served };
        await OpenAIAsync(way, Client(world, "gpt-5"), asked);
        await AssertBookedAsync(world, "gpt-5", new CallTerms { ServiceTier = billed }, estimated: false);
    }

    [Fact]
    public async Task A_request_for_the_standard_tier_holds_no_more_and_is_booked_as_it_was_served_all_the_same()
    {
        await using World world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => Most() with { ServiceTier = "default" };
        await OpenAIAsync("openai", Client(world, "gpt-5"), "default");
        Assert.Equal(Cost("gpt-5", new CallTerms()), (await LastAsync(world)).Hold);

        // No account serves that. If one did, the hold of a request of usual size would still do.
        world.Provider.Usage = static _ => new ProviderUsage(Input: 5, Cached: 0, Output: 40, Reasoning: 0) { ServiceTier = "priority" };
        await OpenAIAsync("openai", Client(world, "gpt-5"), "default");
        LedgerEntry end = await LastAsync(world);
        Assert.Equal(Cost("gpt-5", new CallTerms { ServiceTier = ServiceTier.Priority }, LlmUsage.Of(5, 40)), end.Usage!.Cost);
        Assert.True(end.Hold >= end.Usage.Cost);
    }

    [Fact]
    public async Task An_account_whose_default_is_known_holds_no_more_than_that()
    {
        var options = new BudgetOptions();
        options.Holds.AssumedServiceTier = ServiceTier.Standard;
        await using World world = World.Create(options, World.Limit(10));
        await OpenAIAsync("openai", Client(world, "gpt-5"), null);
        Assert.Equal(Cost("gpt-5", new CallTerms()), (await LastAsync(world)).Hold);
        await OpenAIAsync("openai", Client(world, "gpt-5"), "priority");
        Assert.Equal(Cost("gpt-5", new CallTerms { ServiceTier = ServiceTier.Priority }), (await LastAsync(world)).Hold);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("openai-stream-async")]
    public async Task A_tier_that_nobody_knows_costs_the_standard_price_and_says_so(string way)
    {
        using var log = new LogLines();
        await using World world = World.Create(new BudgetOptions { LoggerFactory = log }, World.Limit(10));
        world.Provider.Usage = static _ => Most() with { ServiceTier = "warp" };
        for (int i = 0; i < 2; i++)
        {
            await OpenAIAsync(way, Client(world, "gpt-5"), "warp");
            await AssertBookedAsync(world, "gpt-5", new CallTerms(), estimated: true);
        }

        Assert.Contains("'warp'", Assert.Single(log.Lines, static line => line.Id.Id == 43).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AnthropicTerms))]
    public async Task Anthropic_is_booked_on_the_terms_that_served(
        string way, string model, string? askedTier, string? servedTier, string? askedSpeed, string? servedSpeed, string? askedGeo, string? servedGeo)
    {
        await using World world = World.Create(World.Limit(10));
        world.Provider.Usage = _ => Most() with { ServiceTier = servedTier, Speed = servedSpeed, InferenceGeo = servedGeo };
        MessageCreateParams ask = Ask(model);
        if (askedTier is not null)
            ask = ask with { ServiceTier = askedTier };
        if (askedSpeed is not null)
            ask = ask with { Speed = askedSpeed };
        if (askedGeo is not null)
            ask = ask with { InferenceGeo = askedGeo };

        await AnthropicAsync(world, way, ask);

        // Anthropic's priority tier is capacity that was bought beforehand: it has no price for each token.
        ServiceTier tier = CallTerms.TierOf(servedTier)!.Value;
        await AssertBookedAsync(world, model, new CallTerms { ServiceTier = tier, Speed = servedSpeed ?? askedSpeed, InferenceGeo = servedGeo ?? askedGeo }, estimated: tier == ServiceTier.Priority);
    }

    [Theory]
    [InlineData("message")]
    [InlineData("stream")]
    public async Task Terms_of_another_shape_do_not_take_the_usage_away(string way)
    {
        await using World world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => Most() with { ServiceTier = """{"name":"standard"}""", Speed = "7" };
        await AnthropicAsync(world, way, Ask(Tracked.Claude));
        await AssertBookedAsync(world, Tracked.Claude, new CallTerms(), estimated: false);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("stream")]
    public async Task Behind_the_abstraction_the_librarys_own_response_tells_the_terms(string way)
    {
        await using World world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => Most() with { ServiceTier = "batch", InferenceGeo = "us" };
        var options = new ChatOptions { ModelId = "claude-opus-5", MaxOutputTokens = (int)MostOutput };
        await ChatAsync(world.Chat, way, options);
        await AssertBookedAsync(world, "claude-opus-5", new CallTerms { ServiceTier = ServiceTier.Batch, InferenceGeo = "us" }, estimated: false);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("stream")]
    public async Task So_does_OpenAIs(string way)
    {
        await using World world = World.Create(World.Limit(10));
        using var client = new PriorityClient();
        var options = new ChatOptions { ModelId = "gpt-5", MaxOutputTokens = (int)MostOutput };
        await ChatAsync(client, way, options);
        await AssertBookedAsync(world, "gpt-5", new CallTerms { ServiceTier = ServiceTier.Priority }, estimated: false);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("openai-stream-async")]
    public async Task The_model_that_served_is_priced_in_its_tier(string way)
    {
        await using World world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => Most() with { ServiceTier = "priority", Model = "gpt-4o-mini-2024-07-18" };
        await OpenAIAsync(way, Client(world, "gpt-5"), null);
        await AssertBookedAsync(world, "gpt-4o-mini-2024-07-18", new CallTerms { ServiceTier = ServiceTier.Priority }, estimated: false);
    }

    [Theory]
    [InlineData("""{ "service_tier": "priority" }""", null, "priority", "acme/priority")]
    [InlineData("""{ "service_tier": "priority" }""", null, "default", "acme/standard")]
    [InlineData("""{ "service_tier": "flex" }""", "flex", "flex", "acme/priority")]
    public async Task A_line_for_one_tier_only_is_held_and_billed_where_it_applies(string condition, string? asked, string? served, string line)
    {
        PriceBook own = PriceBook.Parse($$"""
            { "schema": "budgetgen-prices/1", "version": "1", "prices": [
              { "id": "acme/standard", "provider": "openai", "model": "gpt-acme", "mode": "chat", "unit": "1M tokens", "price": { "input": "1", "output": "2" }, "source": "https://acme.example/pricing", "checked": "2026-08-01" },
              { "id": "acme/priority", "provider": "openai", "model": "gpt-acme", "mode": "chat", "unit": "1M tokens", "price": { "input": "3", "output": "5" }, "conditions": {{condition}}, "source": "https://acme.example/pricing", "checked": "2026-08-01" } ] }
            """, "own.json");
        await using World world = World.Create(new BudgetOptions { Prices = new PricingRegistry(PriceBook.Embedded, own) }, World.Limit(10));
        world.Provider.Usage = _ => Most() with { ServiceTier = served };
        await OpenAIAsync("openai", Client(world, "gpt-acme"), asked);
        LedgerEntry end = await LastAsync(world);
        Assert.Equal(line, end.Usage!.PriceLine);
        Assert.Equal(line == "acme/standard" ? new Usd((MostInput * 1_000) + (MostOutput * 2_000)) : new Usd((MostInput * 3_000) + (MostOutput * 5_000)), end.Usage.Cost);
        Assert.Equal(new Usd((MostInput * 3_000) + (MostOutput * 5_000)), end.Hold);
    }

    [Fact]
    public async Task A_call_that_broke_off_costs_what_it_began_with()
    {
        await using World world = World.Create(World.Limit(10));
        world.Provider.Usage = static _ => Most() with { ServiceTier = "priority" };
        await foreach (StreamingChatCompletionUpdate _ in Unbounded.OpenAIStreamAsync(Client(world, "gpt-5"), "hi " + Scenarios.Slow, Options("priority")))
            break;
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal((ServiceTier.Priority, true), (record.ServiceTier, record.Estimated));
        Assert.Equal(Cost("gpt-5", new CallTerms { ServiceTier = ServiceTier.Priority }, record.Usage), record.Cost);
    }

    private static ProviderUsage Most() => new(Input: MostInput, Cached: 0, Output: MostOutput, Reasoning: 0);

    private static Usd Cost(string model, CallTerms terms) => Cost(model, terms, s_most);

    private static Usd Cost(string model, CallTerms terms, LlmUsage usage) => PricingRegistry.Embedded.CalculateLlmCost(model, usage, terms)!.Value.Amount;

    private static async Task AssertBookedAsync(World world, string model, CallTerms terms, bool estimated)
    {
        LedgerEntry end = await LastAsync(world);
        UsageRecord record = end.Usage!;
        Assert.Equal(Cost(model, terms), record.Cost);
        Assert.Equal((terms.ServiceTier, estimated), (record.ServiceTier, record.Estimated));
        Assert.True(end.Hold >= record.Cost, $"{end.Hold} was held for {record.Cost}");
        Assert.All(world.Budget.GetHoldStatistics(), static site => Assert.Equal(0, site.Overruns));
    }

    private static async Task<LedgerEntry> LastAsync(World world) => (await world.Budget.Reader.GetEntriesAsync(new EntryQuery()))[0];

    private static ChatCompletionOptions Options(string? tier)
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = (int)MostOutput };
        if (tier is not null)
            options.ServiceTier = tier;
        return options;
    }

    private static async Task OpenAIAsync(string way, ChatClient client, string? tier)
    {
        switch (way)
        {
            case "openai": Unbounded.OpenAI(client, "hi", Options(tier)); break;
            case "openai-async": await Unbounded.OpenAIAsync(client, "hi", Options(tier)); break;
            case "openai-stream": Assert.NotEmpty(Unbounded.OpenAIStream(client, "hi", Options(tier)).ToList()); break;
            default: Assert.NotEmpty(await Unbounded.OpenAIStreamAsync(client, "hi", Options(tier)).ToListAsync()); break;
        }
    }

    private static Task AnthropicAsync(World world, string way, MessageCreateParams ask) => way == "message"
        ? Unbounded.AnthropicAsync(world.Anthropic.Messages, ask)
        : Unbounded.AnthropicStream(world.Anthropic.Messages, ask).ToListAsync().AsTask();

    private static Task ChatAsync(IChatClient client, string way, ChatOptions options) =>
        way == "chat" ? Unbounded.ChatAsync(client, "hi", options) : Unbounded.ChatStream(client, "hi", options).ToListAsync().AsTask();

    private static ChatClient Client(World world, string model) => new(
        model, new ApiKeyCredential("test"), new OpenAIClientOptions { Endpoint = world.Provider.OpenAIEndpoint, RetryPolicy = new ClientRetryPolicy(0) });

    private static MessageCreateParams Ask(string model) => new()
    {
        Model = model,
        MaxTokens = MostOutput,
        Messages = [new MessageParam(new UserMessageParam("hi"))],
    };

    /// <summary>As an adapter over OpenAI's client, which hands out the library's own objects.</summary>
    private sealed class PriorityClient : IChatClient
    {
        private static UsageDetails Usage => new() { InputTokenCount = MostInput, OutputTokenCount = MostOutput };

        public Task<ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new Microsoft.Extensions.AI.ChatMessage(ChatRole.Assistant, "Hello."))
            {
                ModelId = options?.ModelId,
                Usage = Usage,
                RawRepresentation = OpenAIChatModelFactory.ChatCompletion(serviceTier: "priority"),
            });

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, "Hello.")
            {
                ModelId = options?.ModelId,
                RawRepresentation = OpenAIChatModelFactory.StreamingChatCompletionUpdate(serviceTier: "priority"),
            };
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(Usage)]) { FinishReason = Microsoft.Extensions.AI.ChatFinishReason.Stop };
        }

        public object? GetService(System.Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
