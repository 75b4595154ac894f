using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BudgetGen;

/// <summary>
/// The piece at the start of sixteen characters, told from sets of bits, one bit a character. What is not clear from them alone is left to
/// <see cref="IPieceRule.End"/>: a piece that may go on behind them, or beside a character that is not ASCII.
/// </summary>
internal static class AsciiPiece
{
    private const int MostDigits = 3;

    /// <summary>Numbers, symbols and white space: what follows when no word is at the start.</summary>
    /// <param name="bytes">The characters; 128 or more means not ASCII, or behind the end.</param>
    /// <param name="closesLine">True for characters that may follow symbols in the same piece.</param>
    /// <returns>The length, at most 15, or 0 if it is not clear.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Other(Vector128<byte> bytes, Vector128<byte> closesLine)
    {
        uint letters = In(bytes | Vector128.Create((byte)0x20), (byte)'a', 26);
        uint digits = In(bytes, (byte)'0', 10);
        uint white = In(bytes, (byte)'\t', 5) | Vector128.Equals(bytes, Vector128.Create((byte)' ')).ExtractMostSignificantBits();
        uint unclear = bytes.ExtractMostSignificantBits();
        uint symbols = 0xFFFF & ~(letters | digits | white | unclear);
        byte first = bytes.ToScalar();
        int end;
        if ((digits & 1) != 0)
        {
            end = BitOperations.TrailingZeroCount(~digits);
            if (end >= MostDigits)
                return MostDigits;
        }
        else if ((letters & 1) != 0 || ((letters & 2) != 0 && first is not (byte)'\r' and not (byte)'\n'))
        {
            return 0;
        }
        else
        {
            int start = first == ' ' ? 1 : 0;
            if (((symbols >> start) & 1) != 0)
            {
                end = start + BitOperations.TrailingZeroCount(~(symbols >> start));
                if (end < 16 && ((unclear >> end) & 1) != 0)
                    return 0;
                end += BitOperations.TrailingZeroCount(~(closesLine.ExtractMostSignificantBits() >> end));
            }
            else
            {
                end = White(bytes, white, unclear);
            }
        }

        return end < 16 && ((unclear >> end) & 1) == 0 ? end : 0;
    }

    /// <summary>The bits of the characters in a range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint In(Vector128<byte> bytes, byte first, byte count) =>
        Vector128.LessThan(bytes - Vector128.Create(first), Vector128.Create(count)).ExtractMostSignificantBits();

    /// <summary>\r and \n, as all bits of a character.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LineEnds(Vector128<byte> bytes) =>
        Vector128.Equals(bytes, Vector128.Create((byte)'\r')) | Vector128.Equals(bytes, Vector128.Create((byte)'\n'));

    /// <summary>Up to the last line end, else all but the last, which belongs to the next piece. Its end is only known beside a character that is ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int White(Vector128<byte> bytes, uint white, uint unclear)
    {
        int end = BitOperations.TrailingZeroCount(~white);
        if (end is 0 or 16 || ((unclear >> end) & 1) != 0)
            return 16;

        uint lineEnds = LineEnds(bytes).ExtractMostSignificantBits() & ((1u << end) - 1);
        if (lineEnds != 0)
            return BitOperations.Log2(lineEnds) + 1;
        return end == 1 ? 1 : end - 1;
    }
}
