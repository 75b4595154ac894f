using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BudgetGen.Generator.Discovery.Declared;

/// <summary>A sequence on a path.</summary>
/// <param name="Members">Member access from the root, or from an element of the sequence before.</param>
/// <param name="Name">What it is called, for naming its elements.</param>
/// <param name="IsLazy">True if its type is no more than a sequence, which may have side effects when it is walked.</param>
internal readonly record struct PathSequence(string Members, string Name, bool IsLazy);

/// <summary>A path of a template, resolved: plain member access from a root, through the sequences on the way.</summary>
/// <param name="Root">Ordinal of the parameter, <see cref="BoundPart.Receiver"/>, or what <see cref="PathBinder"/> says.</param>
/// <param name="Sequences">The sequences, from the outside in.</param>
/// <param name="Members">Member access from the root, or from an element of the last sequence.</param>
/// <param name="Type">The value's type.</param>
/// <param name="MayBeNull">True if there may be no value.</param>
/// <param name="Part">Where it stands in the template.</param>
internal sealed record BoundPath(int Root, ImmutableArray<PathSequence> Sequences, string Members, ITypeSymbol Type, bool MayBeNull, TemplatePart Part)
{
    /// <summary>Ids of what the compiler says of the members that are read.</summary>
    public ImmutableArray<string> WarningIds { get; init; } = [];

    /// <summary>True if what is read of the value needs a question mark: behind one, a member of a value type takes none of its own.</summary>
    public bool IsNullAtItsEnd => MayBeNull && TemplateBinder.MayBeNull(Type);
}
