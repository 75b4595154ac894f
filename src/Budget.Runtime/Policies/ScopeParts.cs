using System.Collections;
using System.Runtime.CompilerServices;

namespace BudgetGen;

/// <summary>The further dimensions of a policy. Immutable, compared by content.</summary>
[CollectionBuilder(typeof(ScopeParts), nameof(Create))]
public sealed class ScopeParts : IReadOnlyList<ScopePart>, IEquatable<ScopeParts>
{
    private readonly ScopePart[] _parts;

    private ScopeParts(ScopePart[] parts) => _parts = parts;

    /// <summary>No further dimension.</summary>
    public static ScopeParts None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _parts.Length;

    /// <inheritdoc/>
    public ScopePart this[int index] => _parts[index];

    /// <summary>Makes a list of dimensions.</summary>
    public static ScopeParts Create(ReadOnlySpan<ScopePart> parts) => parts.IsEmpty ? None : new(parts.ToArray());

    /// <inheritdoc/>
    public bool Equals(ScopeParts? other) => other is not null && _parts.AsSpan().SequenceEqual(other._parts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ScopeParts);

    /// <inheritdoc/>
    public override int GetHashCode() => _parts.Aggregate(0, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<ScopePart> GetEnumerator() => ((IEnumerable<ScopePart>)_parts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _parts.GetEnumerator();
}
