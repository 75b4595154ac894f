using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BudgetGen.CompilerServices;
using Microsoft.Extensions.AI;

namespace BudgetGen.Generated;

/// <summary>How embeddings through Microsoft.Extensions.AI are metered: by their input, for there is no billed output.</summary>
internal static class ExtensionsAIEmbeddings
{
    internal static Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync<TInput, TEmbedding>(
        LlmCallSite site, IEmbeddingGenerator<TInput, TEmbedding> generator, IEnumerable<TInput> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
        where TEmbedding : Embedding
    {
        IReadOnlyList<TInput> inputs = Once(values);
        return LlmCall.RunAsync(
            site,
            Describe(generator, inputs, options),
            (generator, inputs, options, cancellationToken),
            static call => call.generator.GenerateAsync(call.inputs, call.options, call.cancellationToken),
            Outcome,
            cancellationToken);
    }

    /// <summary>The library's extensions give back vectors only, so the generator is asked here, and its answer given back as they do.</summary>
    internal static async Task<TEmbedding> GenerateAsync<TInput, TEmbedding>(
        LlmCallSite site, IEmbeddingGenerator<TInput, TEmbedding> generator, TInput value, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
        where TEmbedding : Embedding
    {
        if (generator is null || value is null)
            return await EmbeddingGeneratorExtensions.GenerateAsync(generator!, value, options, cancellationToken).ConfigureAwait(false);

        IEnumerable<TInput> values = [value];
        GeneratedEmbeddings<TEmbedding>? embeddings = await GenerateAsync(site, generator, values, options, cancellationToken).ConfigureAwait(false);
        if (embeddings is null)
            throw new InvalidOperationException("Embedding generator returned a null collection of embeddings.");
        if (embeddings.Count != 1)
            throw new InvalidOperationException($"Expected the number of embeddings ({embeddings.Count}) to match the number of inputs (1).");
        return embeddings[0] ?? throw new InvalidOperationException("Embedding generator generated a null embedding.");
    }

    internal static async Task<ReadOnlyMemory<TEmbeddingElement>> GenerateVectorAsync<TInput, TEmbeddingElement>(
        LlmCallSite site, IEmbeddingGenerator<TInput, Embedding<TEmbeddingElement>> generator, TInput value, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
    {
        Embedding<TEmbeddingElement> embedding = await GenerateAsync(site, generator, value, options, cancellationToken).ConfigureAwait(false);
        return embedding.Vector;
    }

    internal static async Task<(TInput Value, TEmbedding Embedding)[]> GenerateAndZipAsync<TInput, TEmbedding>(
        LlmCallSite site, IEmbeddingGenerator<TInput, TEmbedding> generator, IEnumerable<TInput> values, EmbeddingGenerationOptions? options, CancellationToken cancellationToken)
        where TEmbedding : Embedding
    {
        if (generator is null || values is null)
            return await EmbeddingGeneratorExtensions.GenerateAndZipAsync(generator!, values!, options, cancellationToken).ConfigureAwait(false);

        IReadOnlyList<TInput> inputs = Once(values);
        if (inputs.Count == 0)
            return [];

        GeneratedEmbeddings<TEmbedding> embeddings = await GenerateAsync(site, generator, inputs, options, cancellationToken).ConfigureAwait(false);
        if (embeddings.Count != inputs.Count)
            throw new InvalidOperationException($"Expected the number of embeddings ({embeddings.Count}) to match the number of inputs ({inputs.Count}).");
        return [.. inputs.Select((input, i) => (input, embeddings[i]))];
    }

    /// <summary>What the response says that the call used.</summary>
    internal static LlmOutcome Outcome<TEmbedding>(GeneratedEmbeddings<TEmbedding> embeddings)
        where TEmbedding : Embedding => new()
        {
            Usage = ExtensionsAIChat.Usage(embeddings.Usage),
            Model = embeddings.Count > 0 ? embeddings[0].ModelId : null,
        };

    private static LlmRequest Describe<TInput, TEmbedding>(IEmbeddingGenerator<TInput, TEmbedding>? generator, IReadOnlyList<TInput>? inputs, EmbeddingGenerationOptions? options)
        where TEmbedding : Embedding
    {
        var prompt = new PromptSize();
        foreach (TInput input in inputs ?? [])
        {
            if (input is string text)
                prompt.AddText(text);
            else if (input is TextContent { Text: var content })
                prompt.AddText(content);
            else
                prompt.AddAttachment();
        }

        var metadata = generator?.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        return new LlmRequest
        {
            Sdk = ExtensionsAIChat.Sdk,
            Provider = metadata?.ProviderName?.ToLowerInvariant(),
            Model = options?.ModelId ?? metadata?.DefaultModelId,
            Prompt = prompt,
            Bounds = LlmBounds.Embedding,
            HasMeterInside = generator?.GetService(typeof(LlmMeter)) is not null,
        };
    }

    /// <summary>A sequence with side effects must not run them again for us.</summary>
    private static IReadOnlyList<T> Once<T>(IEnumerable<T> inputs) => inputs switch
    {
        null => null!,
        IReadOnlyList<T> list => list,
        _ => inputs.ToArray(),
    };
}
