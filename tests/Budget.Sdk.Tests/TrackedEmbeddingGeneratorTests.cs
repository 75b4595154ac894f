using System.ClientModel;
using BudgetGen.TestProvider;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI.Embeddings;

namespace BudgetGen.Sdk.Tests;

/// <summary>The meter around OpenAI's real client for vectors, behind the abstraction: it books what an interceptor would have booked, and each request once.</summary>
public sealed class TrackedEmbeddingGeneratorTests
{
    private const string Model = "text-embedding-3-small";

    [Theory]
    [InlineData(Scenarios.Ok)]
    [InlineData(Scenarios.NoUsage)]
    public async Task It_books_what_an_interceptor_books(string scenario)
    {
        await using var world = World.Create(World.Limit(1));
        using var inner = new Vectors(world.Embeddings());
        await TrackedMedia.Embeddings(inner, ["hi " + scenario]);
        await TrackedMedia.Vector(inner, "hi " + scenario);
        using TrackedEmbeddingGenerator<string, Embedding<float>> generator = inner.WithBudget(new() { User = "tester", Project = "sdk" });
        await UnseenCaller.EmbedAsync(generator, "hi " + scenario);
        await UnseenCaller.VectorAsync(generator, "hi " + scenario);

        IReadOnlyList<UsageRecord> records = await world.RecordsAsync();
        Assert.Equal(4, world.Log.Count);
        Assert.Equal(records.Take(2).Select(Figures), records.Skip(2).Select(Figures));
        Assert.All(records, static record => Assert.True(record.Cost > Usd.Zero));
        await world.AssertNothingHeldAsync();

        static (string?, string?, string, string?, LlmUsage, Usd, bool) Figures(UsageRecord record) =>
            (record.User, record.Project, record.Model, record.Provider, record.Usage, record.Cost, record.Estimated);
    }

    [Theory]
    [InlineData(Scenarios.BadRequest, false)]
    [InlineData(Scenarios.ServerError, true)]
    public async Task It_reads_the_failures_of_a_library_that_it_does_not_know(string scenario, bool isCharged)
    {
        await using var world = World.Create(World.Limit(1));
        using TrackedEmbeddingGenerator<string, Embedding<float>> generator = new Vectors(world.Embeddings()).WithBudget();
        await Assert.ThrowsAsync<ClientResultException>(() => UnseenCaller.EmbedAsync(generator, scenario));
        Assert.Equal(1, world.Log.Count);
        Assert.Empty(await world.RecordsAsync());
        Assert.Equal(isCharged ? 1 : 0, (await world.OpenAsync()).Count(static open => open.Suspended));
    }

    [Fact]
    public async Task With_an_interceptor_and_meters_and_an_annotated_method_around_a_request_counts_once()
    {
        await using var world = World.Create(World.Limit(1));
        using var generator = new SomebodyElses(new SomebodyElses(new Vectors(world.Embeddings()).WithBudget()).WithBudget());
        await TrackedMedia.Vector(generator, "hi");
        await Search.AskAsync(generator.WithBudget(), "ann", "hi");

        IReadOnlyList<UsageRecord> records = await world.RecordsAsync();
        Assert.Equal((2, 2), (world.Log.Count, records.Count));
        Assert.Equal([("tester", "sdk"), ("ann", "search")], records.Select(static record => (record.User!, record.Project!)));
        Assert.Equal(world.Log.Calls.Select(static call => call.Input), records.Select(static record => record.InputTokens));
        Assert.Equal(records[0].Cost + records[1].Cost, Assert.Single(world.Budget.GetStatus()).Spent);
        await world.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task Behind_a_cache_a_request_costs_once_and_a_hit_nothing()
    {
        await using var world = World.Create(World.Limit(1));
        using var generator = new Cache(new Vectors(world.Embeddings()).WithBudget(new() { SeesEveryRequest = true }));
        for (int i = 0; i < 3; i++)
            await TrackedMedia.Vector(generator, "hi");
        Assert.Equal(1, world.Log.Count);
        Assert.Equal(world.Log.Calls.Single().Input, (await world.OnlyRecordAsync()).InputTokens);
        await world.AssertNothingHeldAsync();
    }

    [Fact]
    public async Task A_request_that_a_budget_does_not_allow_is_not_sent()
    {
        await using var world = World.Create(World.Limit(0));
        var services = new ServiceCollection();
        services.AddTrackedEmbeddingGenerator<string, Embedding<float>>(_ => new Vectors(world.Embeddings()));
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        await Assert.ThrowsAsync<BudgetExceededException>(() => UnseenCaller.VectorAsync(provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(), "hi"));
        Assert.Equal(0, world.Log.Count);
    }

    internal static class Search
    {
        [TrackLlmCall(Model, "{user}", Project = "search")]
        public static Task<ReadOnlyMemory<float>> AskAsync(TrackedEmbeddingGenerator<string, Embedding<float>> generator, string user, string text) => generator.GenerateVectorAsync(text);
    }

    /// <summary>OpenAI's client behind the abstraction, as the adapter of another assembly has it.</summary>
    [BudgetIgnore("no interceptor stands in another assembly")]
    private sealed class Vectors(EmbeddingClient client) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            OpenAIEmbeddingCollection answer = await client.GenerateEmbeddingsAsync(values, cancellationToken: cancellationToken);
            return new(answer.Select(vector => new Embedding<float>(vector.ToFloats()) { ModelId = answer.Model }))
            {
                Usage = answer.Usage is { } usage ? new UsageDetails { InputTokenCount = usage.InputTokenCount, TotalTokenCount = usage.TotalTokenCount } : null,
            };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai", null, Model) : null;

        public void Dispose()
        {
        }
    }

    private sealed class SomebodyElses(IEmbeddingGenerator<string, Embedding<float>> inner) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        public override Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            base.GenerateAsync(values, options, cancellationToken);
    }

    private sealed class Cache(IEmbeddingGenerator<string, Embedding<float>> inner) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        private GeneratedEmbeddings<Embedding<float>>? _known;

        public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            _known ??= await base.GenerateAsync(values, options, cancellationToken);
    }
}
