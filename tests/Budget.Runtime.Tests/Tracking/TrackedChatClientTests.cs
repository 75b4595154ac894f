using System.Net;
using System.Runtime.CompilerServices;
using BudgetGen.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetGen.Tests;

/// <summary>The meter around a chat client: one record for each request that is really sent, whatever stands around it.</summary>
public sealed class TrackedChatClientTests
{
    private const string Model = "gpt-4o-mini";

    [Fact]
    public async Task A_request_is_reserved_and_booked_on_whom_the_options_and_the_context_name()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(user: "alice", project: "ambient", manager: manager);
        var options = new TrackedChatClientOptions { Name = "bot", Project = "own", Operation = "chat", Tags = new CallTags([new("plan", "pro")]) };
        using TrackedChatClient client = new Canned(manager).WithBudget(options);
        await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 10 });
        UsageRecord record = await OnlyAsync(manager);
        Assert.Equal(("alice", "own", "chat", Model, "openai", 100, 20), (record.User, record.Project, record.Operation, record.Model, record.Provider, record.InputTokens, record.OutputTokens));
        Assert.Equal("TrackedChatClient.GetResponseAsync (bot)", record.Endpoint);
        Assert.Equal(options.Tags, record.Tags);
        Assert.Equal("alice", BudgetContext.Current.User);
        Assert.Null(BudgetContext.Current.Operation);
    }

    [Fact]
    public async Task A_stream_is_booked_when_it_has_been_read_and_each_reading_is_a_request()
    {
        await using BudgetManager manager = Manager();
        using TrackedChatClient client = new Canned(manager).WithBudget(new() { Manager = manager, User = "bob" });
        IAsyncEnumerable<ChatResponseUpdate> stream = client.GetStreamingResponseAsync("hi");
        Assert.Empty(await RecordsAsync(manager));
        await foreach (ChatResponseUpdate _ in stream)
            Assert.Null(BudgetContext.Current.User);
        await stream.CountAsync();
        Assert.Equal([("bob", 100, 20), ("bob", 100, 20)], (await RecordsAsync(manager)).Select(static record => (record.User!, record.InputTokens, record.OutputTokens)));
    }

    [Fact]
    public async Task What_its_budgets_do_not_allow_is_not_sent()
    {
        await using BudgetManager manager = Manager(Usd.Zero);
        var inner = new Canned(manager);
        using TrackedChatClient client = inner.WithBudget(new() { Manager = manager });
        await Assert.ThrowsAsync<BudgetExceededException>(() => client.GetResponseAsync("hi"));
        await Assert.ThrowsAsync<BudgetExceededException>(async () => await client.GetStreamingResponseAsync("hi").CountAsync());
        Assert.Equal(0, inner.Sent);

        await using BudgetManager rich = Manager();
        using TrackedChatClient capped = inner.WithBudget(new() { Manager = rich, MaxCost = new Usd(1) });
        Assert.Equal(RejectionReason.PerRequestCap, (await Assert.ThrowsAsync<BudgetExceededException>(() => capped.GetResponseAsync("hi"))).Reason);
        Assert.Equal(0, inner.Sent);
    }

    [Fact]
    public async Task The_hold_is_there_while_the_request_is_under_way()
    {
        await using BudgetManager manager = Manager();
        var inner = new Canned(manager);
        using TrackedChatClient client = inner.WithBudget(new() { Manager = manager });
        await client.GetResponseAsync("hi");
        Assert.True(inner.HeldWhileSending > Usd.Zero);
        Assert.Equal(Usd.Zero, manager.GetStatus("Limit").Held);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Several_around_one_client_count_once(int meters)
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var inner = new Canned(manager);
        IChatClient client = inner;
        for (int i = 0; i < meters; i++)
            client = new Between(client.WithBudget());
        await client.GetResponseAsync("hi");
        await client.GetStreamingResponseAsync("hi").CountAsync();
        IReadOnlyList<UsageRecord> records = await RecordsAsync(manager);
        Assert.Equal((2, 2), (inner.Sent, records.Count));
        Assert.All(records, static record => Assert.Equal((100, 20, false), (record.InputTokens, record.OutputTokens, record.Estimated)));
        Assert.Equal(records[0].Cost + records[1].Cost, manager.GetStatus("Limit").Spent);
    }

    [Fact]
    public async Task A_loop_of_several_requests_is_booked_at_the_sum_of_them()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        using var client = new Loop(new Canned(manager).WithBudget());
        using TrackedChatClient around = client.WithBudget();
        await around.GetResponseAsync("hi");
        UsageRecord record = await OnlyAsync(manager);
        Assert.Equal((300, 60), (record.InputTokens, record.OutputTokens));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task An_answer_from_a_cache_is_free_where_the_meter_inside_sees_every_request(bool seesEveryRequest, int expected)
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var inner = new Canned(manager);
        using var cache = new Cache(inner.WithBudget(new() { SeesEveryRequest = seesEveryRequest }));
        using TrackedChatClient client = cache.WithBudget();
        await client.GetResponseAsync("hi");
        await client.GetResponseAsync("hi");
        Assert.Equal(1, inner.Sent);
        Assert.Equal(expected, (await RecordsAsync(manager)).Count);
        Assert.Empty(await manager.Reader.GetOpenReservationsAsync());

        // A stream likewise.
        await client.GetStreamingResponseAsync("hi").CountAsync();
        Assert.Equal(seesEveryRequest ? expected : expected + 1, (await RecordsAsync(manager)).Count);
        Assert.Equal(Usd.Zero, manager.GetStatus("Limit").Held);
    }

    [Fact]
    public async Task A_request_through_a_meter_of_a_manager_that_is_off_is_still_booked_outside()
    {
        await using BudgetManager manager = Manager();
        await using var off = new BudgetManager(new BudgetOptions { Enabled = false });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        using TrackedChatClient client = new Between(new Canned(manager).WithBudget(new() { SeesEveryRequest = true, Manager = off })).WithBudget();
        await client.GetResponseAsync("hi");
        Assert.Equal(100, (await OnlyAsync(manager)).InputTokens);
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(500, false)]
    public async Task A_failure_is_read_by_the_status_that_any_librarys_exception_has(int status, bool isFree)
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        foreach (Exception error in (Exception[])[new NumberedException(status), new NamedException((HttpStatusCode)status)])
        {
            using TrackedChatClient client = new Canned(manager) { Error = error }.WithBudget();
            await Assert.ThrowsAsync(error.GetType(), () => client.GetResponseAsync("hi"));
        }

        Assert.Empty(await RecordsAsync(manager));
        Assert.Equal(isFree, manager.GetStatus("Limit").Suspense == Usd.Zero);
    }

    [Fact]
    public async Task The_terms_are_read_from_the_raw_response_by_their_names()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        object[] responses = [new Answer("priority"), new Event(new Message(new Answer("\"priority\""))), new Answer(null!) { IsBroken = true }, "text"];
        foreach (object raw in responses)
        {
            using TrackedChatClient client = new Canned(manager) { Raw = raw }.WithBudget();
            await client.GetResponseAsync("hi");
        }

        Assert.Equal(
            [ServiceTier.Priority, ServiceTier.Priority, ServiceTier.Standard, ServiceTier.Standard],
            (await RecordsAsync(manager)).Reverse().Select(static record => record.ServiceTier));
    }

    [Fact]
    public async Task A_container_hands_out_the_tracked_client_only()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var services = new ServiceCollection();
        services.AddTrackedChatClient(_ => new Canned(manager), new() { Name = "first" });
        services.AddTrackedChatClient(_ => new Canned(manager), new() { Name = "second" }, serviceKey: "b", lifetime: ServiceLifetime.Transient);
        services.AddKeyedSingleton<IChatClient>("c", new Canned(manager)).TrackChatClients(new() { Name = "third" }, "c");
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IChatClient>().GetResponseAsync("hi");
        await provider.GetRequiredKeyedService<IChatClient>("b").GetResponseAsync("hi");
        await provider.GetRequiredKeyedService<IChatClient>("c").GetResponseAsync("hi");
        Assert.Equal(["first", "second", "third"], (await RecordsAsync(manager)).Reverse().Select(static record => record.Endpoint!.Split('(', ')')[1]));

        services = [];
        services.AddSingleton<IChatClient>(new Canned(manager)).DecorateWithTracking<IChatClient, TrackedChatClient>();
        await using ServiceProvider other = services.BuildServiceProvider();
        Assert.IsType<TrackedChatClient>(other.GetRequiredService<IChatClient>());
    }

    private static BudgetManager Manager(Usd? limit = null) =>
        new(new BudgetOptions().AddPolicy(new BudgetPolicy { Name = "Limit", Limit = limit ?? Usd.FromDollars(1), Period = BudgetPeriod.Lifetime }));

    private static async Task<IReadOnlyList<UsageRecord>> RecordsAsync(BudgetManager manager) => await manager.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });

    private static async Task<UsageRecord> OnlyAsync(BudgetManager manager) => Assert.Single(await RecordsAsync(manager));

    private sealed class NumberedException(int status) : Exception
    {
        public int Status => status;
    }

    private sealed class NamedException(HttpStatusCode status) : Exception
    {
        public HttpStatusCode StatusCode => status;
    }

    private sealed record Answer(string Tier)
    {
        public bool IsBroken { get; init; }

        public string ServiceTier => IsBroken ? throw new FormatException() : Tier;
    }

    private sealed record Message(Answer Usage);

    private sealed record Event(Message Value);

    private sealed class Canned(BudgetManager manager) : IChatClient
    {
        public int Sent { get; private set; }

        public Usd HeldWhileSending { get; private set; }

        public Exception? Error { get; init; }

        public object? Raw { get; init; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Sent++;
            HeldWhileSending = manager.GetStatus("Limit").Held;
            return Error is not null ? Task.FromException<ChatResponse>(Error) : Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "hello"))
            {
                ModelId = Model,
                Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 20 },
                RawRepresentation = Raw,
            });
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (ChatResponseUpdate update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            {
                update.FinishReason = ChatFinishReason.Stop;
                yield return update;
            }
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", null, Model) : null;

        public void Dispose()
        {
        }
    }

    /// <summary>Somebody's own client in the middle of a pipeline.</summary>
    private sealed class Between(IChatClient inner) : DelegatingChatClient(inner);

    /// <summary>As clients that call functions do: several requests for one call.</summary>
    private sealed class Loop(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            ChatResponse[] all = [await base.GetResponseAsync(messages, options, cancellationToken), await base.GetResponseAsync(messages, options, cancellationToken), await base.GetResponseAsync(messages, options, cancellationToken)];
            var usage = new UsageDetails();
            foreach (ChatResponse response in all)
                usage.Add(response.Usage!);
            return new ChatResponse(all[^1].Messages) { ModelId = all[^1].ModelId, Usage = usage };
        }
    }

    private sealed class Cache(IChatClient inner) : DelegatingChatClient(inner)
    {
        private ChatResponse? _known;

        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            _known ??= await base.GetResponseAsync(messages, options, cancellationToken);

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (ChatResponseUpdate update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            {
                update.FinishReason = ChatFinishReason.Stop;
                yield return update;
            }
        }
    }
}
