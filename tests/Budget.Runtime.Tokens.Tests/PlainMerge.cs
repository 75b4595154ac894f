namespace BudgetGen.Tokens.Tests;

/// <summary>Byte pair encoding as its definition says it: the lowest rank of all neighbours, the leftmost of equal ones, until no rule is left.</summary>
internal static class PlainMerge
{
    public static int Count(MergeTable merges, ReadOnlySpan<byte> piece)
    {
        var tokens = new List<int>();
        foreach (byte single in piece)
            tokens.Add(merges.OfByte(single));
        while (true)
        {
            int at = -1, lowest = MergeTable.None;
            for (int i = 0; i + 1 < tokens.Count; i++)
            {
                if (merges.Join(tokens[i], tokens[i + 1]) is var rank && rank < lowest)
                    (at, lowest) = (i, rank);
            }

            if (at < 0)
                return tokens.Count;
            tokens[at] = lowest;
            tokens.RemoveAt(at + 1);
        }
    }
}
