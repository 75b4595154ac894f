using BudgetGen.CompilerServices;
using BudgetGen.Generated;
using Microsoft.Extensions.AI;

namespace BudgetGen;

/// <summary>
/// Meters every request for vectors that goes through it, for pipelines that are built in dependency injection and for callers that no interceptor sees: other assemblies, Razor, delegates,
/// vector stores. It does what the compiler writes for a call of an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>: reserves the worst case on every budget that applies before the
/// request is sent, and books what the response says that it used.
/// </summary>
/// <remarks>
/// <para>Inside another tracked call (an interceptor's, a decorator's, another tracked generator's) of the same manager it reserves nothing and reports what it used to that one, so a request
/// is counted once, however many stand around it.</para>
/// <para>Put it directly around the provider's generator: inside a cache it sees only what is really sent, and inside a generator that splits its input it sees every part.</para>
/// <para>Safe for any number of threads, as far as the inner generator is.</para>
/// </remarks>
/// <typeparam name="TInput">What vectors are made of; texts are bounded by their bytes, anything else as an attachment.</typeparam>
/// <typeparam name="TEmbedding">The vectors.</typeparam>
/// <example>
/// <code>
/// IEmbeddingGenerator&lt;string, Embedding&lt;float&gt;&gt; generator = client.AsIEmbeddingGenerator().WithBudget(new() { Project = "search" });
/// using (BudgetContext.Use(user: "alice"))
///     ReadOnlyMemory&lt;float&gt; vector = await generator.GenerateVectorAsync("Hello");
/// </code>
/// </example>
public sealed class TrackedEmbeddingGenerator<TInput, TEmbedding> : DelegatingEmbeddingGenerator<TInput, TEmbedding>,
    ITrackedDecorator<IEmbeddingGenerator<TInput, TEmbedding>, TrackedEmbeddingGenerator<TInput, TEmbedding>>
    where TEmbedding : Embedding
{
    private readonly PipelineMeter _meter;
    private readonly LlmCallSite _site;

    /// <summary>Puts a meter around a generator.</summary>
    /// <param name="innerGenerator">The generator; it is disposed with this one.</param>
    /// <param name="options">Who pays; null: whom the scope and the ambient context name.</param>
    public TrackedEmbeddingGenerator(IEmbeddingGenerator<TInput, TEmbedding> innerGenerator, TrackedEmbeddingGeneratorOptions? options = null)
        : base(innerGenerator)
    {
        string name = (innerGenerator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.ProviderName ?? innerGenerator.GetType().Name;
        _meter = new PipelineMeter(nameof(TrackedEmbeddingGenerator<,>), name, options ?? new TrackedEmbeddingGeneratorOptions());
        _site = _meter.Site(nameof(GenerateAsync));
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetExceededException">A budget does not allow the request. Nothing was sent.</exception>
    public override Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        using LlmScopeLease scope = _meter.Reach();
        return ExtensionsAIEmbeddings.GenerateAsync(_site, InnerGenerator, values, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null) => _meter.Answer(serviceType, serviceKey) ?? base.GetService(serviceType, serviceKey);

    static TrackedEmbeddingGenerator<TInput, TEmbedding> ITrackedDecorator<IEmbeddingGenerator<TInput, TEmbedding>, TrackedEmbeddingGenerator<TInput, TEmbedding>>.Around(
        IEmbeddingGenerator<TInput, TEmbedding> inner) => new(inner);
}
