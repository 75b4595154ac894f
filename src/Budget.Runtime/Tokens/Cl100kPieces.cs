using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BudgetGen;

/// <summary>
/// The pieces of cl100k_base:
/// <code>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</code>
/// </summary>
internal readonly struct Cl100kPieces : IPieceRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Word(Vector128<byte> bytes)
    {
        uint letters = AsciiPiece.In(bytes | Vector128.Create((byte)0x20), (byte)'a', 26);
        int first = 0;
        if ((letters & 1) == 0)
        {
            if ((letters & 2) == 0 || bytes.ToScalar() is (byte)'\'' or (byte)'\r' or (byte)'\n' or >= 128 or (>= (byte)'0' and <= (byte)'9'))
                return 0;
            first = 1;
        }

        int end = first + BitOperations.TrailingZeroCount(~(letters >> first));

        // A character that is not ASCII may be a letter of the same word.
        return end < 16 && ((bytes.ExtractMostSignificantBits() >> end) & 1) == 0 ? end : 0;
    }

    public static int Other(Vector128<byte> bytes) => bytes.ToScalar() == '\'' ? 0 : AsciiPiece.Other(bytes, AsciiPiece.LineEnds(bytes));

    public static int End(in PieceText text, int start)
    {
        CharacterKinds kind = text.Kind(start, out int next);
        if ((kind & CharacterKinds.Letter) != 0)
            return text.SkipAll(next, CharacterKinds.Letter);
        if (kind == CharacterKinds.Number)
            return text.Digits(start);

        int contraction = text.Contraction(start);
        if (contraction > start)
            return contraction;
        if (kind != CharacterKinds.LineEnd && (text.Kind(next, out int second) & CharacterKinds.Letter) != 0)
            return text.SkipAll(second, CharacterKinds.Letter);

        int symbols = text[start] == ' ' ? next : start;
        int end = text.SkipOthers(symbols, CharacterKinds.Letter | CharacterKinds.Number | CharacterKinds.White);
        return end > symbols ? text.SkipAll(end, CharacterKinds.LineEnd) : text.White(start);
    }
}
