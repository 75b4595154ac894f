using System.Collections;
using BudgetGen.Generator.Discovery.Reuse;
using BudgetGen.Generator.Model;

namespace BudgetGen.Generator.Discovery;

/// <summary>Names of methods whose calls are looked for, made for finding them in text.</summary>
internal sealed class NameSet : IEquatable<NameSet>, IEnumerable<string>
{
    // The generator and the rules look for different names, in turn, and so do the projects of a solution.
    private const int Kept = 16;
    private const int Buckets = 256;
    private static volatile NameSet[] _recent = [];

    private readonly EquatableArray<string> _sorted;
    private readonly HashSet<string> _names;
    private readonly string[]?[] _buckets = new string[]?[Buckets];
    private ulong[]? _hashes;

    private NameSet(IEnumerable<string> names)
    {
        _sorted = names.Distinct().OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();
        _names = new HashSet<string>(_sorted, StringComparer.Ordinal);
        foreach (IGrouping<int, string> group in _sorted.Where(name => name.Length > 0).GroupBy(name => Bucket(name, 0, name.Length)))
            _buckets[group.Key] = [.. group];
    }

    /// <summary>The set of these names; the same object as lately if they are the same, which makes it quick to compare.</summary>
    public static NameSet Of(IEnumerable<string> names)
    {
        var set = new NameSet(names);
        NameSet[] recent = _recent;
        if (Array.Find(recent, set.Equals) is { } same)
            return same;

        _recent = [set, .. recent.Take(Kept - 1)];
        return set;
    }

    /// <summary>A set that nobody is going to ask for again.</summary>
    public static NameSet Once(IEnumerable<string> names) => new(names);

    /// <summary>How many there are.</summary>
    public int Count => _sorted.Count;

    /// <summary>Their hashes as words of a text.</summary>
    public ulong[] Hashes => _hashes ??= [.. _sorted.Select(static name => WordText.Hash(name, 0, name.Length))];

    /// <summary>True if code that is not finished has a name here that is not there yet.</summary>
    public bool HasMissingName => _sorted.Count > 0 && _sorted[0].Length == 0;

    /// <summary>True if the name is one of them.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>True if a piece of a text is one of them.</summary>
    public bool Contains(string text, int start, int length)
    {
        if (_buckets[Bucket(text, start, length)] is not { } bucket)
            return false;

        foreach (string name in bucket)
        {
            if (name.Length == length && string.CompareOrdinal(text, start, name, 0, length) == 0)
                return true;
        }

        return false;
    }

    public bool Equals(NameSet? other) => ReferenceEquals(this, other) || (other is not null && _sorted.Equals(other._sorted));

    public override bool Equals(object? obj) => Equals(obj as NameSet);

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_sorted).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override int GetHashCode() => _sorted.GetHashCode();

    // Nearly all words of a text fall into an empty one.
    private static int Bucket(string text, int start, int length) => ((text[start] * 7) ^ (text[start + (length / 2)] * 13) ^ (text[start + length - 1] * 29) ^ (length * 3)) & (Buckets - 1);
}
