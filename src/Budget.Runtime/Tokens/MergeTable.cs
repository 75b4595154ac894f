using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BudgetGen;

/// <summary>The merge rules: which token two neighbours join to. The rank of the token is the rank of the rule. Filled once, then only read.</summary>
internal sealed class MergeTable
{
    /// <summary>More than any rank: no rule.</summary>
    public const int None = int.MaxValue;

    private const int RankBits = 18;
    private const int KnownBits = 21;
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private readonly int[] _bytePairs = new int[VocabularyColumns.Bytes * VocabularyColumns.Bytes];
    private readonly int[] _rankOfByte = new int[VocabularyColumns.Bytes];
    private readonly int[] _byteOfRank = new int[VocabularyColumns.Bytes];
    private readonly ulong[] _slots;
    private readonly int _shift;

    /// <summary>A bit for the hash of each pair with a rule: most questions are about pairs without one, and this answers nine of ten from memory that is near.</summary>
    private readonly ulong[] _known = new ulong[1 << (KnownBits - 6)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public MergeTable(in VocabularyColumns columns)
    {
        // Two of five slots are in use: most questions are about pairs that have no rule, and an empty slot is the quickest no.
        _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)columns.Count * 2)];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        _bytePairs.AsSpan().Fill(None);
        for (int rank = 0; rank < VocabularyColumns.Bytes; rank++)
        {
            _byteOfRank[rank] = columns.ByteOf(rank);
            _rankOfByte[_byteOfRank[rank]] = rank;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int left, int right, int rank)
    {
        if ((left | right) < VocabularyColumns.Bytes)
            _bytePairs[(_byteOfRank[left] << 8) | _byteOfRank[right]] = rank;

        ulong pair = PairOf(left, right);
        ulong hash = pair * Golden;
        _known[hash >> (64 - KnownBits + 6)] |= 1UL << (int)(hash >> (64 - KnownBits));
        int at = (int)(hash >> _shift);
        while (_slots[at] != 0)
            at = (at + 1) & (_slots.Length - 1);
        _slots[at] = (pair << RankBits) | (uint)rank;
    }

    /// <summary>The token that two tokens join to, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Join(int left, int right)
    {
        ulong pair = PairOf(left, right);
        ulong hash = pair * Golden;
        if (((Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_known), (int)(hash >> (64 - KnownBits + 6))) >> (int)(hash >> (64 - KnownBits))) & 1) == 0)
            return None;

        int at = (int)(hash >> _shift);
        while (true)
        {
            ulong found = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_slots), at);
            if (found >> RankBits == pair)
                return found == 0 ? None : (int)(found & ((1 << RankBits) - 1));
            if (found == 0)
                return None;
            at = (at + 1) & (_slots.Length - 1);
        }
    }

    /// <summary>The token that two bytes join to, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int JoinBytes(byte left, byte right) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytePairs), (left << 8) | right);

    /// <summary>The token of a single byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int OfByte(byte single) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_rankOfByte), single);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PairOf(int left, int right) => ((ulong)(uint)left << RankBits) | (uint)right;
}
