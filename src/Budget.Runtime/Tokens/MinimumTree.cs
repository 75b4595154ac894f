using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BudgetGen;

/// <summary>Integers by position, and at any time the lowest of them, the first of equal ones. Each node is the lowest of its 16 children.</summary>
internal sealed class MinimumTree
{
    private const int FanOutBits = 4;
    private const int FanOut = 1 << FanOutBits;
    private const int MostLevels = 7;

    /// <summary>So many nodes are looked through at once rather than put under others: a window of usual size has two levels.</summary>
    private const int MostOnTop = 4 * FanOut;

    /// <summary>All levels in one array, the leaves first; each is padded to whole nodes.</summary>
    private int[] _nodes = [];
    private readonly int[] _starts = new int[MostLevels + 1];
    private int _levels;

    /// <summary>Makes room for so many leaves, which the caller fills before <see cref="Build"/>.</summary>
    public Span<int> Reset(int leaves)
    {
        int start = 0, length = leaves;
        _levels = 0;
        while (true)
        {
            int padded = (length + FanOut - 1) & ~(FanOut - 1);
            _starts[_levels++] = start;
            start += padded;
            if (padded <= MostOnTop)
                break;
            length = padded >> FanOutBits;
        }

        _starts[_levels] = start;
        if (_nodes.Length < start)
            _nodes = new int[start];
        _nodes.AsSpan(0, start).Fill(int.MaxValue);
        return _nodes.AsSpan(0, leaves);
    }

    /// <summary>Computes all nodes above the leaves.</summary>
    public void Build()
    {
        for (int level = 1; level < _levels; level++)
        {
            int below = _starts[level - 1];
            for (int node = _starts[level]; below < _starts[level]; node++, below += FanOut)
                _nodes[node] = LowestOf(ref _nodes[below]);
        }
    }

    /// <summary>The lowest of all, and where it is.</summary>
    public int Lowest(out int at)
    {
        ref int nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        ref int top = ref Unsafe.Add(ref nodes, _starts[_levels - 1]);
        int nodesOnTop = _starts[_levels] - _starts[_levels - 1];
        var least = Vector256.Min(Vector256.LoadUnsafe(ref top), Vector256.LoadUnsafe(ref top, FanOut / 2));
        for (int i = FanOut; i < nodesOnTop; i += FanOut)
            least = Vector256.Min(least, Vector256.Min(Vector256.LoadUnsafe(ref top, (nuint)i), Vector256.LoadUnsafe(ref top, (nuint)i + (FanOut / 2))));
        int lowest = LowestOf(least);
        at = 0;
        int found;
        do
        {
            found = IndexOf(ref Unsafe.Add(ref top, at), lowest);
            at += found;
        }
        while (found == FanOut);

        for (int level = _levels - 2; level >= 0; level--)
            at = (at << FanOutBits) + IndexOf(ref Unsafe.Add(ref nodes, _starts[level] + (at << FanOutBits)), lowest);
        return lowest;
    }

    /// <summary>Changes a leaf.</summary>
    public void Set(int at, int value)
    {
        ref int nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        for (int level = 0; ; level++)
        {
            ref int node = ref Unsafe.Add(ref nodes, _starts[level] + at);
            int old = node;
            if (old == value)
                return;

            node = value;
            if (level == _levels - 1)
                return;

            at >>= FanOutBits;
            int parent = Unsafe.Add(ref nodes, _starts[level + 1] + at);
            if (value > parent)
            {
                // Nothing changes above, unless the lowest child was this one.
                if (old > parent)
                    return;
                value = LowestOf(ref Unsafe.Add(ref nodes, _starts[level] + (at << FanOutBits)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LowestOf(ref int children) => LowestOf(Vector256.Min(Vector256.LoadUnsafe(ref children), Vector256.LoadUnsafe(ref children, FanOut / 2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LowestOf(Vector256<int> eight)
    {
        var four = Vector128.Min(eight.GetLower(), eight.GetUpper());
        var two = Vector128.Min(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Math.Min(two.ToScalar(), two.GetElement(1));
    }

    /// <summary>The first of sixteen that has a value; 16 if none has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOf(ref int children, int value)
    {
        var wanted = Vector256.Create(value);
        uint low = Vector256.Equals(Vector256.LoadUnsafe(ref children), wanted).ExtractMostSignificantBits();
        uint high = Vector256.Equals(Vector256.LoadUnsafe(ref children, FanOut / 2), wanted).ExtractMostSignificantBits();
        return BitOperations.TrailingZeroCount(low | (high << (FanOut / 2)) | (1u << FanOut));
    }
}
