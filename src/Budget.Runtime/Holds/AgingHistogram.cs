using System.Numerics;

namespace BudgetGen;

/// <summary>
/// Counts numbers by size: eight buckets for each power of two, so a bucket is at most 12.5 % wide. Two generations are kept, so that what was long
/// ago is forgotten. Not thread-safe; it allocates nothing once it is made.
/// </summary>
internal sealed class AgingHistogram
{
    private const int SubBits = 3;
    private const int SubBuckets = 1 << SubBits;

    private readonly int _generation;
    private readonly long _largest;
    private ushort[] _current;
    private ushort[] _previous;
    private int _currentCount;
    private int _previousCount;

    /// <summary>Makes an empty histogram.</summary>
    /// <param name="bits">Numbers from 2 to this power on are counted as the largest one below it.</param>
    /// <param name="generation">How many numbers a generation has, at most 65,535. Quantiles are over the last one to two generations.</param>
    public AgingHistogram(int bits, int generation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(generation, ushort.MaxValue);
        _generation = generation;
        _largest = (1L << bits) - 1;
        _current = new ushort[BucketOf(_largest) + 1];
        _previous = new ushort[_current.Length];
    }

    /// <summary>How many numbers the quantiles are over.</summary>
    public int Count => _currentCount + _previousCount;

    /// <summary>Counts a number of 0 or more; true if a new generation began with it.</summary>
    public bool Add(long value)
    {
        bool begins = _currentCount == _generation;
        if (begins)
        {
            (_current, _previous) = (_previous, _current);
            _previousCount = _currentCount;
            _currentCount = 0;
            Array.Clear(_current);
        }

        _current[BucketOf(Math.Min(value, _largest))]++;
        _currentCount++;
        return begins;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_current);
        Array.Clear(_previous);
        _currentCount = _previousCount = 0;
    }

    /// <summary>The upper border of the bucket that a quantile lies in, so never less than the quantile itself; 0 if nothing was counted.</summary>
    /// <param name="perMille">The quantile, 1 to 1000.</param>
    public long Quantile(int perMille)
    {
        long rank = ((Count * (long)perMille) + 999) / 1000;
        if (rank == 0)
            return 0;

        int bucket = -1;
        while (rank > 0)
        {
            bucket++;
            rank -= _current[bucket] + _previous[bucket];
        }

        return UpperBorder(bucket);
    }

    /// <summary>The bucket of a number: itself below eight, then three bits after the leading one.</summary>
    internal static int BucketOf(long value)
    {
        if (value < SubBuckets)
            return (int)value;

        int shift = BitOperations.Log2((ulong)value) - SubBits;
        return ((shift + 1) * SubBuckets) + (int)((value >> shift) & (SubBuckets - 1));
    }

    /// <summary>The largest number of a bucket.</summary>
    internal static long UpperBorder(int bucket)
    {
        if (bucket < SubBuckets)
            return bucket;

        int shift = (bucket / SubBuckets) - 1;
        return ((SubBuckets + (bucket % SubBuckets) + 1L) << shift) - 1;
    }
}
