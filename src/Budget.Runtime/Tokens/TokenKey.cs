using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BudgetGen;

/// <summary>
/// Up to 15 bytes as two integers, padded with zeros, the length in the highest byte of the last integer in use: that of a short piece, up to seven bytes,
/// is <see cref="Low"/>.
/// </summary>
internal readonly record struct TokenKey(ulong Low, ulong High)
{
    /// <summary>Longer pieces have no key.</summary>
    public const int MostBytes = 15;

    /// <summary>What fits one integer beside its length.</summary>
    public const int MostShortBytes = 7;

    private const int LengthShift = 56;

    /// <summary>The key of the first bytes of a vector.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="length">How many count, 1 to 15.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TokenKey Of(Vector128<byte> bytes, int length)
    {
        ulong low = bytes.AsUInt64().ToScalar();
        if (length <= MostShortBytes)
            return new TokenKey(Short(low, length), 0);

        ulong high = bytes.AsUInt64().GetElement(1);
        return new TokenKey(low, Short(high, length - 8) & ~(0xFFUL << LengthShift) | ((ulong)length << LengthShift));
    }

    /// <summary>The single integer of a key of up to seven bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Short(ulong bytes, int length) => (bytes & ((1UL << (8 * length)) - 1)) | ((ulong)length << LengthShift);
}
