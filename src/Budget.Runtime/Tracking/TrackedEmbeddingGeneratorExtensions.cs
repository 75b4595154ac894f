using Microsoft.Extensions.AI;

namespace BudgetGen;

/// <summary>Puts budgets around generators of vectors.</summary>
public static class TrackedEmbeddingGeneratorExtensions
{
    /// <summary>The generator with a meter around it; see <see cref="TrackedEmbeddingGenerator{TInput, TEmbedding}"/>.</summary>
    /// <typeparam name="TInput">What vectors are made of.</typeparam>
    /// <typeparam name="TEmbedding">The vectors.</typeparam>
    /// <param name="generator">The generator.</param>
    /// <param name="options">Who pays; null: whom the scope and the ambient context name.</param>
    public static TrackedEmbeddingGenerator<TInput, TEmbedding> WithBudget<TInput, TEmbedding>(this IEmbeddingGenerator<TInput, TEmbedding> generator, TrackedEmbeddingGeneratorOptions? options = null)
        where TEmbedding : Embedding
    {
        ArgumentNullException.ThrowIfNull(generator);
        return new TrackedEmbeddingGenerator<TInput, TEmbedding>(generator, options);
    }
}
