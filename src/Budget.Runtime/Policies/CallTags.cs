using System.Collections;
using System.Text;

namespace BudgetGen;

/// <summary>Free labels of a call: distinct names with one value each, sorted by name. Immutable, compared by content.</summary>
public sealed class CallTags : IReadOnlyList<KeyValuePair<string, string>>, IEquatable<CallTags>
{
    private readonly KeyValuePair<string, string>[] _tags;
    private readonly int _hash;
    private Selection? _selected;

    /// <summary>Makes tags; of two with the same name the later one counts.</summary>
    public CallTags(params IEnumerable<KeyValuePair<string, string>> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in tags)
            sorted[name] = value;

        _tags = [.. sorted];
        var hash = new HashCode();
        foreach ((string name, string value) in _tags)
        {
            // A pair by itself hashes its name only, and then all calls of one user of tags would meet in one place.
            hash.Add(name);
            hash.Add(value);
        }

        _hash = hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int Count => _tags.Length;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => _tags[index];

    /// <summary>The value of a tag, or null.</summary>
    public string? Find(string name)
    {
        foreach (KeyValuePair<string, string> tag in _tags)
        {
            if (string.Equals(tag.Key, name, StringComparison.Ordinal))
                return tag.Value;
        }

        return null;
    }

    /// <summary>These tags with others on top.</summary>
    public CallTags With(CallTags? others) => others is null || others.Count == 0 ? this : new CallTags([.. _tags, .. others._tags]);

    /// <summary>
    /// Those of the tags that have one of these names; null if none has. The answer is kept for the next call with the same list, because tags
    /// are mostly set once for many calls.
    /// </summary>
    internal CallTags? Only(string[] names)
    {
        Selection? selected = Volatile.Read(ref _selected);
        if (selected is null || !ReferenceEquals(selected.Names, names))
        {
            selected = new Selection(names, Select(names));
            Volatile.Write(ref _selected, selected);
        }

        return selected.Tags;
    }

    private CallTags? Select(string[] names)
    {
        KeyValuePair<string, string>[] tags = Array.FindAll(_tags, tag => names.AsSpan().Contains(tag.Key));
        return tags.Length == 0 ? null : tags.Length == _tags.Length ? this : new CallTags(tags);
    }

    /// <inheritdoc/>
    public bool Equals(CallTags? other) => other is not null && (ReferenceEquals(this, other) || (_hash == other._hash && _tags.AsSpan().SequenceEqual(other._tags)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CallTags);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_tags).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _tags.GetEnumerator();

    /// <summary>The tags as <c>name=value, name=value</c>, for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (KeyValuePair<string, string> tag in _tags)
            text.Append(text.Length == 0 ? "" : ", ").Append(tag.Key).Append('=').Append(tag.Value);
        return text.ToString();
    }

    private sealed record Selection(string[] Names, CallTags? Tags);
}
