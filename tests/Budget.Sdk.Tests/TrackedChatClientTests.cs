using System.Runtime.CompilerServices;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetGen.Sdk.Tests;

/// <summary>The meter around Anthropic's real client: it books what an interceptor would have booked, and each request once.</summary>
public sealed class TrackedChatClientTests
{
    [Theory]
    [InlineData(Scenarios.Ok)]
    [InlineData(Scenarios.NoUsage)]
    public async Task It_books_what_an_interceptor_books(string scenario)
    {
        await using var world = World.Create(World.Limit(1));
        await Tracked.ChatAsync(world.Chat, "hi " + scenario);
        await Tracked.ChatStream(world.Chat, "hi " + scenario).ToListAsync();
        using TrackedChatClient client = world.Chat.WithBudget(new() { User = "tester", Project = "sdk" });
        await UnseenCaller.ChatAsync(client, "hi " + scenario);
        await UnseenCaller.ChatStream(client, "hi " + scenario).ToListAsync();

        IReadOnlyList<UsageRecord> records = await world.RecordsAsync();
        Assert.Equal(4, world.Log.Count);
        Assert.Equal(records.Take(2).Select(Figures), records.Skip(2).Select(Figures));
        await world.AssertNothingHeldAsync();

        static (string?, string?, string, string?, LlmUsage, Usd, bool, ServiceTier) Figures(UsageRecord record) =>
            (record.User, record.Project, record.Model, record.Provider, record.Usage, record.Cost, record.Estimated, record.ServiceTier);
    }

    [Fact]
    public async Task It_reads_the_terms_of_a_library_that_it_does_not_know()
    {
        await using var world = World.Create(World.Limit(1));
        world.Provider.Usage = static request => ProviderUsage.Typical(request) with { ServiceTier = "batch", InferenceGeo = "us" };
        await Tracked.ChatAsync(world.Chat, "hi");
        await Tracked.ChatStream(world.Chat, "hi").ToListAsync();
        using TrackedChatClient client = world.Chat.WithBudget();
        await UnseenCaller.ChatAsync(client, "hi");
        await UnseenCaller.ChatStream(client, "hi").ToListAsync();
        IReadOnlyList<UsageRecord> records = await world.RecordsAsync();
        Assert.Equal(ServiceTier.Batch, records[0].ServiceTier);
        Assert.Equal(records.Take(2).Select(static record => (record.ServiceTier, record.Cost)), records.Skip(2).Select(static record => (record.ServiceTier, record.Cost)));
    }

    [Theory]
    [InlineData(Scenarios.BadRequest, false)]
    [InlineData(Scenarios.ServerError, true)]
    [InlineData(Scenarios.BadJson, true)]
    public async Task It_reads_the_failures_of_a_library_that_it_does_not_know(string scenario, bool isCharged)
    {
        await using var world = World.Create(World.Limit(1));
        using TrackedChatClient client = world.Chat.WithBudget();
        await Assert.ThrowsAnyAsync<Exception>(() => UnseenCaller.ChatAsync(client, scenario));
        await Assert.ThrowsAnyAsync<Exception>(() => Tracked.ChatAsync(world.Chat, scenario));
        Assert.Equal(2, world.Log.Count);
        Assert.Empty(await world.RecordsAsync());
        Assert.Equal(isCharged ? 2 : 0, (await world.OpenAsync()).Count(static open => open.Suspended));
    }

    [Fact]
    public async Task With_an_interceptor_and_meters_and_somebody_elses_client_around_a_request_counts_once()
    {
        await using var world = World.Create(World.Limit(1));
        using var client = new SomebodyElses(new SomebodyElses(world.Chat.WithBudget()).WithBudget());
        await Tracked.ChatAsync(client, "hi");
        await Tracked.ChatStream(client, "hi").ToListAsync();
        IReadOnlyList<UsageRecord> records = await world.RecordsAsync();
        Assert.Equal((2, 2), (world.Log.Count, records.Count));
        Assert.Equal(world.Log.Calls.Select(static call => (call.Input, call.Output)), records.Select(static record => (record.InputTokens, record.OutputTokens)));
        Assert.All(records, static record => Assert.Equal("tester", record.User));
        Assert.Equal(records[0].Cost + records[1].Cost, Assert.Single(world.Budget.GetStatus()).Spent);
    }

    [Fact]
    public async Task Behind_a_cache_a_request_costs_once_and_a_hit_nothing()
    {
        await using var world = World.Create(World.Limit(1));
        using var client = new Cache(world.Chat.WithBudget(new() { SeesEveryRequest = true }));
        for (int i = 0; i < 3; i++)
            await Tracked.ChatAsync(client, "hi");
        Assert.Equal(1, world.Log.Count);
        Assert.Equal(world.Log.Calls.Single().Input, (await world.OnlyRecordAsync()).InputTokens);
        await world.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Inside_a_client_that_calls_functions_it_sees_every_turn()
    {
        await using var world = World.Create(World.Limit(1));
        using var client = new TwoTurns(world.Chat.WithBudget(new() { User = "loop" }));
        await UnseenCaller.ChatAsync(client, "hi");
        Assert.Equal(2, world.Log.Count);
        Assert.Equal(world.Log.Calls.Select(static call => call.Input), (await world.RecordsAsync()).Select(static record => record.InputTokens));
    }

    [Fact]
    public async Task A_budget_that_falls_back_and_strict_holds_change_what_is_sent_but_not_the_callers_options()
    {
        var policy = new BudgetPolicy
        {
            Name = "dear models", Scope = BudgetScope.Model, Key = Tracked.Claude, Period = BudgetPeriod.Lifetime, Limit = Usd.FromNanos(1), Action = LimitAction.Fallback, FallbackModel = "claude-haiku-4-5",
        };
        await using var world = World.Create(policy);
        using TrackedChatClient client = world.Chat.WithBudget();
        var options = new ChatOptions { MaxOutputTokens = 50 };
        await UnseenCaller.ChatAsync(client, "hi", options);
        Assert.Equal("claude-haiku-4-5", world.Log.Calls.Single().Model);
        Assert.Null(options.ModelId);

        await using var strict = World.Create(new BudgetOptions { Holds = { Strict = true } }, World.Limit(1));
        using TrackedChatClient bounded = strict.Chat.WithBudget();
        options = new ChatOptions();
        await UnseenCaller.ChatAsync(bounded, "hi", options);
        Assert.True(strict.Log.Calls.Single().MaxTokens > 0);
        Assert.Null(options.MaxOutputTokens);
        await strict.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_decorated_service_says_who_pays_for_the_calls_inside_it()
    {
        await using var world = World.Create(World.Limit(1));
        var services = new ServiceCollection();
        services.AddTrackedChatClient(_ => new SomebodyElses(world.Chat)).AddScoped<IAssistant, Assistant>().AddTrackedAssistant();
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        await using AsyncServiceScope scope = provider.CreateAsyncScope();
        IAssistant assistant = scope.ServiceProvider.GetRequiredService<IAssistant>();
        Assert.IsType<TrackedAssistant>(assistant);

        await UnseenCaller.AskAsync(assistant, "ann", "hi");
        await assistant.AskAsync("bob", "hi");
        IReadOnlyList<UsageRecord> records = await world.RecordsAsync();
        Assert.Equal(2, world.Log.Count);
        Assert.Equal([("ann", "assistants"), ("bob", "assistants")], records.Select(static record => (record.User!, record.Project!)));
        Assert.Equal(world.Log.Calls.Select(static call => (call.Input, call.Output)), records.Select(static record => (record.InputTokens, record.OutputTokens)));
        Assert.Equal(2, assistant.Asked);
    }

    private sealed class SomebodyElses(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GetResponseAsync(messages, options, cancellationToken);

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
                yield return update;
        }

#pragma warning disable CA2215 // The client inside belongs to the test's world.
        protected override void Dispose(bool disposing)
#pragma warning restore CA2215
        {
        }
    }

    private sealed class Cache(IChatClient inner) : DelegatingChatClient(inner)
    {
        private ChatResponse? _known;

        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            _known ??= await base.GetResponseAsync(messages, options, cancellationToken);
    }

    private sealed class TwoTurns(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatResponse first = await base.GetResponseAsync(messages, options, cancellationToken);
            return await base.GetResponseAsync([.. messages, .. first.Messages], options, cancellationToken);
        }
    }
}
