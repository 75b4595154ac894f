using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BudgetGen;

/// <summary>
/// Merges a piece of at most 64 bytes: the pair with the lowest rank first, the leftmost of equal ones, until none is left. A token stays at the position
/// of its first byte; which positions have one is a set of bits, so that neighbours are found without moving anything.
/// </summary>
internal static class ShortMerge
{
    public const int MostBytes = 64;

    private const int Lanes = 8;

    public static int Count(MergeTable merges, ReadOnlySpan<byte> piece)
    {
        if (piece.Length < 2)
            return piece.Length;

        // Padded to whole vectors with ranks that no rule has.
        int padded = (piece.Length + Lanes - 1) & ~(Lanes - 1);
        Span<int> tokens = stackalloc int[MostBytes];
        Span<int> ranks = stackalloc int[MostBytes];
        ref int token = ref MemoryMarshal.GetReference(tokens);
        ref int rank = ref MemoryMarshal.GetReference(ranks);
        ranks[(padded - Lanes)..padded].Fill(MergeTable.None);
        byte left = piece[0];
        token = merges.OfByte(left);
        for (int i = 1; i < piece.Length; i++)
        {
            byte right = piece[i];
            Unsafe.Add(ref token, i) = merges.OfByte(right);
            Unsafe.Add(ref rank, i - 1) = merges.JoinBytes(left, right);
            left = right;
        }

        Unsafe.Add(ref rank, piece.Length - 1) = MergeTable.None;
        ulong alive = ulong.MaxValue >> (MostBytes - piece.Length);
        while (true)
        {
            int at = LowestOf(ref rank, padded, out int lowest);
            if (lowest == MergeTable.None)
                return BitOperations.PopCount(alive);

            // Behind the position, the first token is joined to this one; the second is the new neighbour.
            ulong behind = alive & (ulong.MaxValue - 1 << at);
            int gone = BitOperations.TrailingZeroCount(behind);
            behind &= behind - 1;
            alive &= ~(1UL << gone);
            Unsafe.Add(ref token, at) = lowest;
            Unsafe.Add(ref rank, gone) = MergeTable.None;
            Unsafe.Add(ref rank, at) = behind == 0 ? MergeTable.None : merges.Join(lowest, Unsafe.Add(ref token, BitOperations.TrailingZeroCount(behind)));
            ulong inFront = alive & ((1UL << at) - 1);
            if (inFront != 0)
            {
                int before = BitOperations.Log2(inFront);
                Unsafe.Add(ref rank, before) = merges.Join(Unsafe.Add(ref token, before), lowest);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int LowestOf(ref int ranks, int length, out int lowest)
    {
        var eight = Vector256.LoadUnsafe(ref ranks);
        for (int i = Lanes; i < length; i += Lanes)
            eight = Vector256.Min(eight, Vector256.LoadUnsafe(ref ranks, (nuint)i));
        var four = Vector128.Min(eight.GetLower(), eight.GetUpper());
        var two = Vector128.Min(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        lowest = Math.Min(two.ToScalar(), two.GetElement(1));

        var wanted = Vector256.Create(lowest);
        for (int i = 0; ; i += Lanes)
        {
            uint found = Vector256.Equals(Vector256.LoadUnsafe(ref ranks, (nuint)i), wanted).ExtractMostSignificantBits();
            if (found != 0)
                return i + BitOperations.TrailingZeroCount(found);
        }
    }
}
