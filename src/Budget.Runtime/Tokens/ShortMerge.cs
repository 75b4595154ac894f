namespace BudgetGen;

/// <summary>Merges a piece of a few bytes: the pair with the lowest rank first, the leftmost of equal ones, until none is left.</summary>
internal static class ShortMerge
{
    /// <summary>Looking through all pairs after each merge is quadratic, so no more than this.</summary>
    public const int MostBytes = 96;

    public static int Count(MergeTable merges, ReadOnlySpan<byte> piece)
    {
        if (piece.Length < 2)
            return piece.Length;

        Span<int> tokens = stackalloc int[piece.Length];
        Span<int> ranks = stackalloc int[piece.Length - 1];
        tokens[0] = merges.OfByte(piece[0]);
        for (int i = 0; i < ranks.Length; i++)
        {
            tokens[i + 1] = merges.OfByte(piece[i + 1]);
            ranks[i] = merges.JoinBytes(piece[i], piece[i + 1]);
        }

        while (!ranks.IsEmpty)
        {
            int at = LowestOf(ranks, out int lowest);
            if (lowest == MergeTable.None)
                break;

            tokens[at] = lowest;
            tokens[(at + 2)..].CopyTo(tokens[(at + 1)..]);
            tokens = tokens[..^1];
            ranks[(at + 1)..].CopyTo(ranks[at..]);
            ranks = ranks[..^1];
            if (at > 0)
                ranks[at - 1] = merges.Join(tokens[at - 1], lowest);
            if (at < ranks.Length)
                ranks[at] = merges.Join(lowest, tokens[at + 1]);
        }

        return tokens.Length;
    }

    private static int LowestOf(ReadOnlySpan<int> ranks, out int lowest)
    {
        int at = 0;
        lowest = ranks[0];
        for (int i = 1; i < ranks.Length; i++)
        {
            if (ranks[i] < lowest)
                (lowest, at) = (ranks[i], i);
        }

        return at;
    }
}
