using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace BudgetGen.Generator.Discovery.Reuse;

/// <summary>Words in the text of C#, found without the tokens.</summary>
internal static class WordText
{
    private const int Ascii = 128;

    private static readonly bool[] _isPart = [.. Enumerable.Range(0, Ascii).Select(c => SyntaxFacts.IsIdentifierPartCharacter((char)c))];

    /// <summary>True if the character can stand in a name.</summary>
    public static bool IsPart(char c) => c < Ascii ? _isPart[c] : SyntaxFacts.IsIdentifierPartCharacter(c);

    /// <summary>True if the character at a place, which may be outside of the text, can stand in a name.</summary>
    public static bool IsPart(string text, int at) => at >= 0 && at < text.Length && IsPart(text[at]);

    /// <summary>The next word of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where to look from; then the end of the word.</param>
    /// <param name="end">Where to stop.</param>
    /// <param name="start">Where the word starts.</param>
    public static bool Next(string text, ref int at, int end, out int start)
    {
        while (at < end && !IsPart(text[at]))
            at++;
        start = at;
        while (at < end && IsPart(text[at]))
            at++;
        return at > start;
    }

    /// <summary>
    /// True if something in a text, be it a name or a literal, may be a name that is written in another way than it is meant: with a code point, or with characters that
    /// only say how text is laid out, which do not count in names.
    /// </summary>
    public static bool MayHideNames(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\\' ? i + 1 < text.Length && text[i + 1] is 'u' or 'U' : c >= Ascii && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format)
                return true;
        }

        return false;
    }

    /// <summary>A hash of a word, all of whose bits count.</summary>
    public static ulong Hash(string text, int start, int length)
    {
        ulong hash = (ulong)length;
        for (int i = start; i < start + length; i++)
            hash = unchecked((hash ^ text[i]) * 0x9E37_79B9_7F4A_7C15) ^ (hash >> 29);
        return hash ^ (hash >> 32);
    }
}
