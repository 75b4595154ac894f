using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>What changed between two moments outside of a file, by who can mean it.</summary>
/// <param name="names">Who says one of these, means it. Null: everybody does.</param>
/// <param name="members">Who says one of these means it, if it can have one of their types.</param>
/// <param name="types">Who says one of these can have one of the types; null: everybody can.</param>
internal sealed class Change(NameSet? names, NameSet members, NameSet? types)
{
    /// <summary>Nothing that any other file could notice.</summary>
    public static Change None { get; } = new(NameSet.Once([]), NameSet.Once([]), null);

    /// <summary>Something that every file could notice.</summary>
    public static Change Everything { get; } = new(null, NameSet.Once([]), null);

    /// <summary>True if what a file's calls mean may be different now.</summary>
    public bool Concerns(SyntaxTree tree, CancellationToken cancellationToken) =>
        names is null
        || SpokenNames.HasAny(tree, names, cancellationToken)
        || (SpokenNames.HasAny(tree, members, cancellationToken) && (types is null || SpokenNames.HasAny(tree, types, cancellationToken)));
}
