using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>What changed between two moments outside of a file, by who can mean it.</summary>
/// <param name="names">Who says one of these, means it. Null: everybody does.</param>
/// <param name="types">Who can mean one of these, means it; null: nobody does.</param>
/// <param name="members">Who says one of these means it, if he can mean its type.</param>
/// <param name="owners">Those types; null: everybody can mean them.</param>
internal sealed class Change(NameSet? names, Reach? types, NameSet members, Lazy<Reach?> owners)
{
    // So many are looked at sooner than it is found out which of them have to be.
    private const int Few = 8;

    private static readonly NameSet _nothing = NameSet.Once([]);

    private int _speakers;

    /// <summary>Nothing that any other file could notice.</summary>
    public static Change None { get; } = new(_nothing, null, _nothing, new(() => null));

    /// <summary>Something that every file could notice.</summary>
    public static Change Everything { get; } = new(null, null, _nothing, new(() => null));

    /// <summary>True if what a file's calls mean may be different now.</summary>
    public bool Concerns(SyntaxTree tree, CancellationToken cancellationToken) =>
        names is null
        || SpokenNames.HasAny(tree, names, cancellationToken)
        || types?.Has(tree, cancellationToken) == true
        || (SpokenNames.HasAny(tree, members, cancellationToken) && (Interlocked.Increment(ref _speakers) <= Few || owners.Value is not { } reach || reach.Has(tree, cancellationToken)));
}
