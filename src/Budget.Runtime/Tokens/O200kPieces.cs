using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BudgetGen;

/// <summary>
/// The pieces of o200k_base:
/// <code>
/// [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
/// |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
/// |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
/// </code>
/// </summary>
internal readonly struct O200kPieces : IPieceRule
{
    private const CharacterKinds Both = CharacterKinds.Uncased | CharacterKinds.Mark;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Word(Vector128<byte> bytes)
    {
        uint upper = AsciiPiece.In(bytes, (byte)'A', 26);
        uint lower = AsciiPiece.In(bytes, (byte)'a', 26);
        uint letters = upper | lower;
        int first = 0;
        if ((letters & 1) == 0)
        {
            if ((letters & 2) == 0 || bytes.ToScalar() is (byte)'\r' or (byte)'\n' or >= 128 or (>= (byte)'0' and <= (byte)'9'))
                return 0;
            first = 1;
        }

        int end = first + BitOperations.TrailingZeroCount(~(upper >> first));
        end += BitOperations.TrailingZeroCount(~(lower >> end));

        // A character that is not ASCII may be a letter of the same word, and an apostrophe may begin its end.
        uint unclear = bytes.ExtractMostSignificantBits() | Vector128.Equals(bytes, Vector128.Create((byte)'\'')).ExtractMostSignificantBits();
        return end < 16 && ((unclear >> end) & 1) == 0 ? end : 0;
    }

    public static int Other(Vector128<byte> bytes) => AsciiPiece.Other(bytes, AsciiPiece.LineEnds(bytes) | Vector128.Equals(bytes, Vector128.Create((byte)'/')));

    public static int End(in PieceText text, int start)
    {
        CharacterKinds kind = text.Kind(start, out int next);
        if (kind == CharacterKinds.Number)
            return text.Digits(start);

        if ((kind & CharacterKinds.Letter) != 0)
            return text.Contraction(Cased(text, start, out _));

        if (kind != CharacterKinds.LineEnd)
        {
            int word = Cased(text, next, out bool isUpper);

            // A mark in front of capitals only: the first alternative drops its optional character before the second one is tried, and takes the mark alone.
            if (kind == CharacterKinds.Mark)
                return text.Contraction(word == next || isUpper ? next : word);
            if (word > next)
                return text.Contraction(word);
        }

        int symbols = text[start] == ' ' ? next : start;
        int end = text.SkipOthers(symbols, CharacterKinds.Letter | CharacterKinds.Number | CharacterKinds.White);
        if (end == symbols)
            return text.White(start);
        while (end < text.Length && text[end] is ('\r' or '\n' or '/'))
            end++;
        return end;
    }

    /// <summary>
    /// The letters of a word: capitals, then small ones. Without a small one behind the capitals, the last character that may be either ends the word;
    /// without such a one, they are capitals only.
    /// </summary>
    /// <returns>The end, or the start if there is no letter.</returns>
    private static int Cased(in PieceText text, int start, out bool isUpper)
    {
        int at = start, either = -1;
        CharacterKinds kind;
        int next;
        while (((kind = text.Kind(at, out next)) & (CharacterKinds.Upper | Both)) != 0)
        {
            at = next;
            if (kind != CharacterKinds.Upper)
                either = at;
        }

        isUpper = kind != CharacterKinds.Lower && either < 0;
        if (kind == CharacterKinds.Lower)
            return text.SkipAll(next, CharacterKinds.Lower | Both);
        return either < 0 ? at : either;
    }
}
