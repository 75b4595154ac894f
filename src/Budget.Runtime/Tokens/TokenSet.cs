using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BudgetGen;

/// <summary>The tokens of up to 15 bytes, as integers in open-addressing tables. Filled once, then only read.</summary>
internal sealed class TokenSet
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private readonly ulong[] _short;
    private readonly (ulong Low, ulong High)[] _long;
    private readonly int _shortShift;
    private readonly int _longShift;

    public TokenSet(int shortTokens, int longTokens)
    {
        // Four of seven slots in use at most: what is no token is told by three probes on average, and they share a cache line.
        _short = new ulong[BitOperations.RoundUpToPowerOf2((uint)shortTokens * 7 / 4)];
        _long = new (ulong, ulong)[BitOperations.RoundUpToPowerOf2((uint)longTokens * 7 / 4)];
        _shortShift = 64 - BitOperations.Log2((uint)_short.Length);
        _longShift = 64 - BitOperations.Log2((uint)_long.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddShort(ulong key)
    {
        int at = (int)((key * Golden) >> _shortShift);
        while (_short[at] != 0)
            at = (at + 1) & (_short.Length - 1);
        _short[at] = key;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLong(ulong low, ulong high)
    {
        int at = (int)(Mix(low, high) >> _longShift);
        while (_long[at].High != 0)
            at = (at + 1) & (_long.Length - 1);
        _long[at] = (low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ContainsShort(ulong key)
    {
        ref ulong first = ref MemoryMarshal.GetArrayDataReference(_short);
        int at = (int)((key * Golden) >> _shortShift);
        while (true)
        {
            ulong found = Unsafe.Add(ref first, at);
            if (found == key)
                return true;
            if (found == 0)
                return false;
            at = (at + 1) & (_short.Length - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ContainsLong(ulong low, ulong high)
    {
        ref (ulong Low, ulong High) first = ref MemoryMarshal.GetArrayDataReference(_long);
        int at = (int)(Mix(low, high) >> _longShift);
        while (true)
        {
            ref (ulong Low, ulong High) found = ref Unsafe.Add(ref first, at);
            if (found.Low == low && found.High == high)
                return true;
            if (found.High == 0)
                return false;
            at = (at + 1) & (_long.Length - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong low, ulong high) => (BitOperations.RotateLeft(low * Golden, 32) ^ high) * Golden;
}
