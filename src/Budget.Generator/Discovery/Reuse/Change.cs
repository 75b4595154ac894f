using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>What changed between two moments outside of a file: nothing, members of some names, or anything.</summary>
/// <param name="names">The names of the members that changed; null: anything may have.</param>
internal sealed class Change(IReadOnlyCollection<string>? names)
{
    /// <summary>Nothing that any other file could notice.</summary>
    public static Change None { get; } = new([]);

    /// <summary>Something that every file could notice.</summary>
    public static Change Everything { get; } = new(null);

    /// <summary>True if what a file's calls mean may be different now.</summary>
    public bool Concerns(SyntaxTree tree, CancellationToken cancellationToken) =>
        names is null || names.Any(name => SpokenNames.Has(tree, name, [], cancellationToken));
}
