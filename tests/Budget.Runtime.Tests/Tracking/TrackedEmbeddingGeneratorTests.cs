using System.Net;
using BudgetGen.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetGen.Tests;

/// <summary>The meter around a generator of vectors: one record for each request that is really sent, whatever stands around it.</summary>
public sealed class TrackedEmbeddingGeneratorTests
{
    private const string Model = "text-embedding-3-small";

    [Fact]
    public async Task A_request_is_reserved_and_booked_on_whom_the_options_and_the_context_name()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(user: "alice", project: "ambient", manager: manager);
        var options = new TrackedEmbeddingGeneratorOptions { Name = "search", Project = "own", Operation = "index", Tags = new CallTags([new("plan", "pro")]) };
        var inner = new Canned(manager);
        using TrackedEmbeddingGenerator<string, Embedding<float>> generator = inner.WithBudget(options);
        Assert.Equal(2, (await generator.GenerateAsync(["hello", "world"])).Count);
        UsageRecord record = await OnlyAsync(manager);
        Assert.Equal(("alice", "own", "index", Model, "openai", 100, 0), (record.User, record.Project, record.Operation, record.Model, record.Provider, record.InputTokens, record.OutputTokens));
        Assert.Equal("TrackedEmbeddingGenerator.GenerateAsync (search)", record.Endpoint);
        Assert.Equal(options.Tags, record.Tags);
        Assert.Equal("alice", BudgetContext.Current.User);
        Assert.Null(BudgetContext.Current.Operation);
        Assert.True(inner.HeldWhileSending > Usd.Zero);
        Assert.Equal(Usd.Zero, manager.GetStatus("Limit").Held);
    }

    [Fact]
    public async Task The_librarys_own_ways_to_ask_go_through_it()
    {
        await using BudgetManager manager = Manager();
        var inner = new Canned(manager);
        using TrackedEmbeddingGenerator<string, Embedding<float>> generator = inner.WithBudget(new() { Manager = manager, User = "bob" });
        await generator.GenerateVectorAsync("x");
        await generator.GenerateAsync("x");
        await generator.GenerateAndZipAsync(["x", "y"]);
        Assert.Equal(3, inner.Sent);
        Assert.Equal([("bob", 100), ("bob", 100), ("bob", 100)], (await RecordsAsync(manager)).Select(static record => (record.User!, record.InputTokens)));
        Assert.Equal(Model, Assert.IsType<EmbeddingGeneratorMetadata>(generator.GetService(typeof(EmbeddingGeneratorMetadata))).DefaultModelId);
    }

    [Fact]
    public async Task What_its_budgets_do_not_allow_is_not_sent()
    {
        await using BudgetManager manager = Manager(Usd.Zero);
        var inner = new Canned(manager);
        using TrackedEmbeddingGenerator<string, Embedding<float>> generator = inner.WithBudget(new() { Manager = manager });
        await Assert.ThrowsAsync<BudgetExceededException>(() => generator.GenerateAsync(["hi"]));

        await using BudgetManager rich = Manager();
        using TrackedEmbeddingGenerator<string, Embedding<float>> capped = inner.WithBudget(new() { Manager = rich, MaxCost = new Usd(1) });
        Assert.Equal(RejectionReason.PerRequestCap, (await Assert.ThrowsAsync<BudgetExceededException>(() => capped.GenerateAsync(["hello, world"]))).Reason);
        Assert.Equal(0, inner.Sent);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Several_around_one_generator_count_once(int meters)
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var inner = new Canned(manager);
        IEmbeddingGenerator<string, Embedding<float>> generator = inner;
        for (int i = 0; i < meters; i++)
            generator = new Between(generator.WithBudget());
        await generator.GenerateAsync(["hi"]);
        UsageRecord record = await OnlyAsync(manager);
        Assert.Equal((1, 100, false), (inner.Sent, record.InputTokens, record.Estimated));
        Assert.Equal(record.Cost, manager.GetStatus("Limit").Spent);
    }

    [Fact]
    public async Task Parts_are_booked_at_the_sum_of_them()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        using var parts = new Parts(new Canned(manager).WithBudget());
        using TrackedEmbeddingGenerator<string, Embedding<float>> around = parts.WithBudget();
        await around.GenerateAsync(["a", "b", "c"]);
        Assert.Equal(300, (await OnlyAsync(manager)).InputTokens);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Vectors_from_a_cache_are_free_where_the_meter_inside_sees_every_request(bool seesEveryRequest, int expected)
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var inner = new Canned(manager);
        using var cache = new Cache(inner.WithBudget(new() { SeesEveryRequest = seesEveryRequest }));
        using TrackedEmbeddingGenerator<string, Embedding<float>> generator = cache.WithBudget();
        await generator.GenerateAsync(["hi"]);
        await generator.GenerateAsync(["hi"]);
        Assert.Equal(1, inner.Sent);
        Assert.Equal(expected, (await RecordsAsync(manager)).Count);
        Assert.Empty(await manager.Reader.GetOpenReservationsAsync());
        Assert.Equal(Usd.Zero, manager.GetStatus("Limit").Held);
    }

    [Fact]
    public async Task A_request_through_a_meter_of_a_manager_that_is_off_is_still_booked_outside()
    {
        await using BudgetManager manager = Manager();
        await using var off = new BudgetManager(new BudgetOptions { Enabled = false });
        using IDisposable scope = BudgetContext.Use(manager: manager);
        using TrackedEmbeddingGenerator<string, Embedding<float>> generator = new Between(new Canned(manager).WithBudget(new() { SeesEveryRequest = true, Manager = off })).WithBudget();
        await generator.GenerateAsync(["hi"]);
        Assert.Equal(100, (await OnlyAsync(manager)).InputTokens);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    public async Task A_failure_is_read_by_its_status(HttpStatusCode status, bool isFree)
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        using TrackedEmbeddingGenerator<string, Embedding<float>> generator = new Canned(manager) { Error = new NamedException(status) }.WithBudget();
        await Assert.ThrowsAsync<NamedException>(() => generator.GenerateAsync(["hi"]));
        Assert.Empty(await RecordsAsync(manager));
        Assert.Equal(isFree, manager.GetStatus("Limit").Suspense == Usd.Zero);
    }

    [Fact]
    public async Task A_container_hands_out_the_tracked_generator_only()
    {
        await using BudgetManager manager = Manager();
        using IDisposable scope = BudgetContext.Use(manager: manager);
        var services = new ServiceCollection();
        services.AddTrackedEmbeddingGenerator(_ => new Canned(manager).AsInterface(), new() { Name = "first" });
        services.AddTrackedEmbeddingGenerator(_ => new Canned(manager).AsInterface(), new() { Name = "second" }, serviceKey: "b", lifetime: ServiceLifetime.Transient);
        services.AddKeyedSingleton("c", new Canned(manager).AsInterface()).TrackEmbeddingGenerators<string, Embedding<float>>(new() { Name = "third" }, "c");
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["hi"]);
        await provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("b").GenerateAsync(["hi"]);
        await provider.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("c").GenerateAsync(["hi"]);
        Assert.Equal(["first", "second", "third"], (await RecordsAsync(manager)).Reverse().Select(static record => record.Endpoint!.Split('(', ')')[1]));

        services = [];
        services.AddSingleton(new Canned(manager).AsInterface()).DecorateWithTracking<IEmbeddingGenerator<string, Embedding<float>>, TrackedEmbeddingGenerator<string, Embedding<float>>>();
        await using ServiceProvider other = services.BuildServiceProvider();
        Assert.IsType<TrackedEmbeddingGenerator<string, Embedding<float>>>(other.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());
    }

    private static BudgetManager Manager(Usd? limit = null) =>
        new(new BudgetOptions().AddPolicy(new BudgetPolicy { Name = "Limit", Limit = limit ?? Usd.FromDollars(1), Period = BudgetPeriod.Lifetime }));

    private static async Task<IReadOnlyList<UsageRecord>> RecordsAsync(BudgetManager manager) => await manager.Reader.GetUsageAsync(new UsageQuery { Limit = int.MaxValue });

    private static async Task<UsageRecord> OnlyAsync(BudgetManager manager) => Assert.Single(await RecordsAsync(manager));

    private sealed class NamedException(HttpStatusCode status) : Exception
    {
        public HttpStatusCode StatusCode => status;
    }

    private sealed class Canned(BudgetManager manager) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public int Sent { get; private set; }

        public Usd HeldWhileSending { get; private set; }

        public Exception? Error { get; init; }

        public IEmbeddingGenerator<string, Embedding<float>> AsInterface() => this;

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            Sent++;
            HeldWhileSending = manager.GetStatus("Limit").Held;
            return Error is not null
                ? Task.FromException<GeneratedEmbeddings<Embedding<float>>>(Error)
                : Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(static _ => new Embedding<float>(new float[] { 1 }) { ModelId = Model })) { Usage = new UsageDetails { InputTokenCount = 100 } });
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai", null, Model) : null;

        public void Dispose()
        {
        }
    }

    /// <summary>Somebody's own generator in the middle of a pipeline.</summary>
    private sealed class Between(IEmbeddingGenerator<string, Embedding<float>> inner) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner);

    /// <summary>As generators do that keep to a provider's limits: a request for each part.</summary>
    private sealed class Parts(IEmbeddingGenerator<string, Embedding<float>> inner) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var all = new GeneratedEmbeddings<Embedding<float>>();
            foreach (string value in values)
                all.AddRange(await base.GenerateAsync([value], options, cancellationToken));
            return all;
        }
    }

    private sealed class Cache(IEmbeddingGenerator<string, Embedding<float>> inner) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        private GeneratedEmbeddings<Embedding<float>>? _known;

        public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            _known ??= await base.GenerateAsync(values, options, cancellationToken);
    }
}
