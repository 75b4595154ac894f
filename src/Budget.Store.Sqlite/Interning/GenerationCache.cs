using System.Diagnostics.CodeAnalysis;

namespace BudgetGen.Sqlite;

/// <summary>
/// A bounded cache: when it is full, what was not asked for since the last time that it was full goes. What it forgets is found in the database
/// again.
/// </summary>
internal sealed class GenerationCache<TKey, TValue>(int capacity, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _young = new(comparer);
    private Dictionary<TKey, TValue> _old = new(comparer);

    /// <summary>Entries that it holds at most: twice the capacity of a generation.</summary>
    public int Count => _young.Count + _old.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
            return true;
        if (!_old.Remove(key, out value))
            return false;

        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (_young.Count >= capacity)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _young[key] = value;
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
