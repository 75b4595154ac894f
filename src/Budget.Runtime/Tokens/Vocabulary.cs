using System.Runtime.CompilerServices;

namespace BudgetGen;

/// <summary>What counting needs to know of an encoding: which short pieces are a token, and the merge rules. Immutable once it is there.</summary>
internal sealed class Vocabulary
{
    private Vocabulary(TokenSet tokens, MergeTable merges) => (Tokens, Merges) = (tokens, merges);

    public TokenSet Tokens { get; }

    public MergeTable Merges { get; }

    /// <summary>Reads an encoding out of the assembly.</summary>
    /// <remarks>Compiled with all optimizations at once, because it runs once: the slow code that a method starts with would take three times as long.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vocabulary Read(string encoding)
    {
        var columns = VocabularyColumns.Read(encoding);
        int count = columns.Count;

        // The first 15 bytes of each token, as a key without its length. What is longer is only found by merging.
        (ulong Low, ulong High)[] starts = new (ulong, ulong)[count];
        byte[] lengths = new byte[count];
        var merges = new MergeTable(columns);
        int shortTokens = 0, longTokens = 0;
        for (int rank = 0; rank < count; rank++)
        {
            if (rank < VocabularyColumns.Bytes)
            {
                (starts[rank].Low, lengths[rank]) = (columns.ByteOf(rank), 1);
            }
            else
            {
                (int left, int right) = columns.PairOf(rank);
                merges.Add(left, right, rank);
                int length = lengths[left] + lengths[right];
                lengths[rank] = (byte)Math.Min(length, TokenKey.MostBytes + 1);
                if (length <= TokenKey.MostBytes)
                    starts[rank] = Concat(starts[left], starts[right], 8 * lengths[left]);
            }

            if (lengths[rank] <= TokenKey.MostShortBytes)
                shortTokens++;
            else if (lengths[rank] <= TokenKey.MostBytes)
                longTokens++;
        }

        var tokens = new TokenSet(shortTokens, longTokens);
        for (int rank = 0; rank < count; rank++)
        {
            ulong length = (ulong)lengths[rank] << 56;
            if (lengths[rank] <= TokenKey.MostShortBytes)
                tokens.AddShort(starts[rank].Low | length);
            else if (lengths[rank] <= TokenKey.MostBytes)
                tokens.AddLong(starts[rank].Low, starts[rank].High | length);
        }

        return new Vocabulary(tokens, merges);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Low, ulong High) Concat((ulong Low, ulong High) left, (ulong Low, ulong High) right, int bits) => bits < 64
        ? (left.Low | (right.Low << bits), (right.High << bits) | (right.Low >> (64 - bits)))
        : (left.Low, left.High | (right.Low << (bits - 64)));
}
