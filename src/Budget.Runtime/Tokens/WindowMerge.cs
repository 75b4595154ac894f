namespace BudgetGen;

/// <summary>
/// Merges a window of bytes of any length in n log n: the ranks of all neighbours are the leaves of a tree of minima, 16 children a node, so that the lowest
/// rank is found, and a change of it told, in a few steps. Its arrays grow with the largest window and are used again.
/// </summary>
internal sealed class WindowMerge
{
    private const int Dead = -1;

    private int[] _tokens = [];
    private int[] _next = [];
    private int[] _previous = [];
    private readonly MinimumTree _ranks = new();

    /// <summary>The bytes of all windows so far: what work is measured by in tests.</summary>
    public long BytesMerged { get; private set; }

    /// <summary>Merges a window. <see cref="TokenAt"/> and <see cref="NextAfter"/> tell the tokens until the next one is merged.</summary>
    public int Merge(MergeTable merges, ReadOnlySpan<byte> window)
    {
        BytesMerged += window.Length;
        Reserve(window.Length);
        int[] tokens = _tokens, next = _next, previous = _previous;
        Span<int> ranks = _ranks.Reset(window.Length);
        for (int at = 0; at < window.Length; at++)
        {
            tokens[at] = merges.OfByte(window[at]);
            (next[at], previous[at]) = (at + 1, at - 1);
            ranks[at] = at + 1 < window.Length ? merges.JoinBytes(window[at], window[at + 1]) : MergeTable.None;
        }

        _ranks.Build();
        int count = window.Length;
        while (_ranks.Lowest(out int at) is var rank && rank != MergeTable.None)
        {
            int gone = next[at], after = next[gone], before = previous[at];
            tokens[at] = rank;
            tokens[gone] = Dead;
            next[at] = after;
            if (after < window.Length)
                previous[after] = at;
            _ranks.Set(gone, MergeTable.None);
            _ranks.Set(at, after < window.Length ? merges.Join(rank, tokens[after]) : MergeTable.None);
            if (before >= 0)
                _ranks.Set(before, merges.Join(tokens[before], rank));
            count--;
        }

        return count;
    }

    /// <summary>The token that starts at a byte; negative if none does.</summary>
    public int TokenAt(int at) => _tokens[at];

    /// <summary>Where the token ends that starts at a byte.</summary>
    public int NextAfter(int at) => _next[at];

    private void Reserve(int length)
    {
        if (_tokens.Length < length)
            (_tokens, _next, _previous) = (new int[length], new int[length], new int[length]);
    }
}
