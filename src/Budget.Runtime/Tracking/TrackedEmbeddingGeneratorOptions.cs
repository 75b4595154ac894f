namespace BudgetGen;

/// <summary>Who pays for the calls of a <see cref="TrackedEmbeddingGenerator{TInput, TEmbedding}"/>. Immutable.</summary>
public sealed record TrackedEmbeddingGeneratorOptions : TrackedClientOptions;
