using Azure;
using Azure.AI.OpenAI;
using BudgetGen.TestProvider;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetGen.Sdk.Tests;

/// <summary>The older Azure client, 1.0.0-beta.6: the model is a deployment, the bound is for each answer, streams tell no usage.</summary>
public sealed class AzureTests
{
    private const string Deployment = "prod-chat";

    private static readonly ProviderUsage s_usage = new(Input: 100, Cached: 0, Output: 50, Reasoning: 0);

    public static TheoryData<string> Chats => ["chat", "chat-async", "completions", "completions-async", "prompt", "prompt-async"];

    public static TheoryData<string> Streams => ["chat-stream", "chat-stream-async", "completions-stream", "completions-stream-async"];

    [Theory]
    [MemberData(nameof(Chats))]
    public async Task Usage_is_booked_to_the_token_at_the_deployments_price(string kind)
    {
        await using World world = OnAzure();
        world.Provider.Usage = static _ => s_usage;
        await CallAsync(world, kind, "hi");

        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(new LlmUsage { Input = 100, Output = 50 }, record.Usage);
        Assert.Equal(("azure", Deployment, "tester"), (record.Provider, record.Model, record.User));
        Assert.False(record.Estimated);

        // The price of gpt-4o on Azure: 2.50 in and 10 out, USD per million.
        Assert.Equal(Usd.FromDollarsRoundedUp(((100 * 2.50m) + (50 * 10m)) / 1_000_000m), record.Cost);
        await world.AssertNothingHeldAsync();
        Assert.Equal(Deployment, Assert.Single(world.Log.Calls).Model);
    }

    [Fact]
    public async Task A_deployment_that_the_settings_name_is_held_and_booked_at_the_price_of_its_model()
    {
        await using World world = World.Create(BySettings(), World.Limit(10));
        world.Provider.Usage = static _ => s_usage;
        await CallAsync(world, "chat-async", "hi");

        // 2.50 in and 10 out, USD per million; the record says the deployment.
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.Equal(("azure", Deployment, false), (record.Provider, record.Model, record.Estimated));
        Assert.Equal(Usd.FromDollarsRoundedUp(((100 * 2.50m) + (50 * 10m)) / 1_000_000m), record.Cost);

        await using World poor = World.Create(BySettings(), World.Limit(0.000001m));
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync(poor, "chat", "hi"));
        Assert.Equal(Usd.FromDollarsRoundedUp((((2 + 4 + 3) * 2.50m) + (2 * 30 * 10m)) / 1_000_000m), refusal.Rejection.Requested);
        Assert.Equal(0, poor.Log.Count);

        static BudgetOptions BySettings()
        {
            IConfigurationRoot settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Budget:Deployments:" + Deployment, (string?)"gpt-4o")]).Build();
            var services = new ServiceCollection();
            services.AddBudget(settings.GetSection("Budget"));
            using ServiceProvider provider = services.BuildServiceProvider();
            return new BudgetOptions { Prices = provider.GetRequiredService<IOptions<BudgetOptions>>().Value.Prices };
        }
    }

    [Fact]
    public async Task Embeddings_are_booked_to_the_token()
    {
        await using World world = OnAzure();
        world.Provider.Usage = static _ => s_usage;
        await CallAsync(world, "embeddings", "hi");
        await CallAsync(world, "embeddings-async", "hi");
        Assert.All(await world.RecordsAsync(), record => Assert.Equal((new LlmUsage { Input = 100 }, "text-embedding-ada-002"), (record.Usage, record.Model)));
        Assert.Equal(2, world.Log.Count);
        await world.AssertNothingHeldAsync();
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task A_stream_is_charged_at_its_bound(string kind)
    {
        await using World world = OnAzure();
        await CallAsync(world, kind, "hi");
        UsageRecord record = await world.OnlyRecordAsync();
        Assert.True(record.Usage.Estimated);

        // Two bytes and what frames one message; two answers of 30 tokens each at most.
        Assert.Equal(Usd.FromDollarsRoundedUp((((2 + 4 + 3) * 2.50m) + (2 * 30 * 10m)) / 1_000_000m), record.Cost);
        await world.AssertNothingHeldAsync();
        Assert.Equal(1, world.Log.Count);
    }

    [Theory]
    [InlineData("chat", 1, 2)]
    [InlineData("completions", 1, 2)]
    [InlineData("many-completions", 3, 12)] // three prompts, two answers each, the better of two
    public async Task The_bound_counts_for_each_answer(string kind, int prompts, int answers)
    {
        await using World world = OnAzure(World.Limit(0.000001m));
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => CallAsync(world, kind, "hi"));
        Assert.Equal(Usd.FromDollarsRoundedUp((((prompts * (2 + 4)) + 3) * 2.50m + (answers * 30 * 10m)) / 1_000_000m), refusal.Rejection.Requested);
        Assert.Equal(0, world.Log.Count);
    }

    [Fact]
    public async Task Functions_and_their_calls_are_input()
    {
        await using World world = OnAzure(World.Limit(0.000001m));
        var options = new ChatCompletionsOptions([new ChatMessage(ChatRole.Assistant, "12") { Name = "ab", FunctionCall = new FunctionCall("call", "{\"a\":1}") }])
        {
            MaxTokens = 1,
            Functions = { new FunctionDefinition("call") { Description = "does", Parameters = BinaryData.FromString("{\"b\":2}") } },
        };
        BudgetExceededException refusal = await Assert.ThrowsAsync<BudgetExceededException>(() => Tracked.AskAsync(Client(world), Deployment, options));
        long input = 2 + 2 + 4 + 7 + 4 + 4 + 7 + (2 * 4) + 3;
        Assert.Equal(Usd.FromDollarsRoundedUp(((input * 2.50m) + 10m) / 1_000_000m), refusal.Rejection.Requested);
    }

    [Theory]
    [InlineData(Scenarios.BadRequest, 0, 0)]
    [InlineData(Scenarios.ServerError, 0, 1)]
    [InlineData(Scenarios.NoUsage, 1, 0)]
    public async Task Failures_and_missing_usage_end_as_they_should(string scenario, int settled, int suspended)
    {
        await using World world = OnAzure();
        if (settled == 0)
            await Assert.ThrowsAsync<RequestFailedException>(() => CallAsync(world, "chat-async", scenario));
        else
            await CallAsync(world, "chat-async", scenario);
        IReadOnlyList<UsageRecord> records = await world.RecordsAsync();
        Assert.Equal(settled, records.Count);
        Assert.All(records, record => Assert.True(record.Usage is { Estimated: true, Output: > 0 }));
        Assert.Equal(suspended, (await world.OpenAsync()).Count(static open => open.Suspended));
        await world.AssertNothingHeldAsync();
    }

    /// <summary>A deployment has the price of the model that it serves.</summary>
    private static World OnAzure(params BudgetPolicy[] policies) =>
        World.Create(new BudgetOptions { Prices = PricingRegistry.Embedded.WithDeployment(Deployment, "gpt-4o") }, policies.Length > 0 ? policies : [World.Limit(10)]);

    private static OpenAIClient Client(World world) =>
        new(world.Provider.Address, new AzureKeyCredential("test"), new OpenAIClientOptions { Retry = { MaxRetries = 0 } });

    private static async Task CallAsync(World world, string kind, string text)
    {
        OpenAIClient client = Client(world);
        ChatCompletionsOptions chat = new([new ChatMessage(ChatRole.User, text)]) { MaxTokens = 30, ChoiceCount = 2 };
        CompletionsOptions completions = new([text]) { MaxTokens = 30, ChoicesPerPrompt = 2 };
        switch (kind)
        {
            case "chat":
                Tracked.Ask(client, Deployment, chat);
                break;
            case "chat-async":
                await Tracked.AskAsync(client, Deployment, chat);
                break;
            case "completions":
                Tracked.Complete(client, Deployment, completions);
                break;
            case "completions-async":
                await Tracked.CompleteAsync(client, Deployment, completions);
                break;
            case "many-completions":
                Tracked.Complete(client, Deployment, new([text, text, text]) { MaxTokens = 30, ChoicesPerPrompt = 2, GenerationSampleCount = 2 });
                break;
            case "prompt":
                Tracked.CompleteText(client, Deployment, text);
                break;
            case "prompt-async":
                await Tracked.CompleteTextAsync(client, Deployment, text);
                break;
            case "embeddings":
                Tracked.Embed(client, "text-embedding-ada-002", new(text));
                break;
            case "embeddings-async":
                await Tracked.EmbedAsync(client, "text-embedding-ada-002", new(text));
                break;
            case "chat-stream":
                await ReadAsync(Tracked.Stream(client, Deployment, chat));
                break;
            case "chat-stream-async":
                await ReadAsync(await Tracked.StreamAsync(client, Deployment, chat));
                break;
            case "completions-stream":
                await ReadAsync(Tracked.StreamCompletions(client, Deployment, completions));
                break;
            default:
                await ReadAsync(await Tracked.StreamCompletionsAsync(client, Deployment, completions));
                break;
        }
    }

    private static async Task ReadAsync(StreamingChatCompletions stream)
    {
        using (stream)
        {
            await foreach (StreamingChatChoice choice in stream.GetChoicesStreaming())
            {
                await foreach (ChatMessage _ in choice.GetMessageStreaming())
                {
                }
            }
        }
    }

    private static async Task ReadAsync(StreamingCompletions stream)
    {
        using (stream)
        {
            await foreach (StreamingChoice choice in stream.GetChoicesStreaming())
            {
                await foreach (string _ in choice.GetTextStreaming())
                {
                }
            }
        }
    }

    /// <summary>One method for each way into the client.</summary>
    [TrackLlmCall(User = "tester")]
    private static class Tracked
    {
        public static ChatCompletions Ask(OpenAIClient client, string deployment, ChatCompletionsOptions options) => client.GetChatCompletions(deployment, options);

        public static async Task<ChatCompletions> AskAsync(OpenAIClient client, string deployment, ChatCompletionsOptions options) => await client.GetChatCompletionsAsync(deployment, options);

        public static Completions Complete(OpenAIClient client, string deployment, CompletionsOptions options) => client.GetCompletions(deployment, options);

        public static async Task<Completions> CompleteAsync(OpenAIClient client, string deployment, CompletionsOptions options) => await client.GetCompletionsAsync(deployment, options);

        public static Completions CompleteText(OpenAIClient client, string deployment, string prompt) => client.GetCompletions(deployment, prompt);

        public static async Task<Completions> CompleteTextAsync(OpenAIClient client, string deployment, string prompt) => await client.GetCompletionsAsync(deployment, prompt);

        public static Embeddings Embed(OpenAIClient client, string deployment, EmbeddingsOptions options) => client.GetEmbeddings(deployment, options);

        public static async Task<Embeddings> EmbedAsync(OpenAIClient client, string deployment, EmbeddingsOptions options) => await client.GetEmbeddingsAsync(deployment, options);

        public static StreamingChatCompletions Stream(OpenAIClient client, string deployment, ChatCompletionsOptions options) => client.GetChatCompletionsStreaming(deployment, options);

        public static async Task<StreamingChatCompletions> StreamAsync(OpenAIClient client, string deployment, ChatCompletionsOptions options) => await client.GetChatCompletionsStreamingAsync(deployment, options);

        public static StreamingCompletions StreamCompletions(OpenAIClient client, string deployment, CompletionsOptions options) => client.GetCompletionsStreaming(deployment, options);

        public static async Task<StreamingCompletions> StreamCompletionsAsync(OpenAIClient client, string deployment, CompletionsOptions options) => await client.GetCompletionsStreamingAsync(deployment, options);
    }
}
