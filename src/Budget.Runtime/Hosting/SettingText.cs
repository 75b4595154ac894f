using System.Globalization;
using System.Text;

namespace BudgetGen;

/// <summary>What texts of a settings file must be like: ids that people cannot tell apart, or cannot see, are no ids.</summary>
internal static class SettingText
{
    /// <summary>The longest text of a setting, in UTF-16 units.</summary>
    public const int Longest = 512;

    private const int LongestShown = 80;

    /// <summary>A text as complaints show it: short, on one line, and without characters that nobody sees.</summary>
    public static string Shown(string text, int longest = LongestShown)
    {
        var shown = new StringBuilder();
        foreach (Rune rune in text.AsSpan(0, Math.Min(text.Length, longest)).EnumerateRunes())
        {
            if (IsInvisible(rune) || rune == Rune.ReplacementChar)
                shown.Append(Name(rune));
            else
                shown.Append(rune.ToString());
        }

        return text.Length <= longest ? shown.ToString() : shown.Append("...").ToString();
    }

    /// <summary>What is wrong with a text and what to do about it, to be put behind its path; null if nothing is.</summary>
    public static string? Complaint(string text, int longest = Longest)
    {
        if (text.Length > longest)
            return $"has {text.Length.ToString(CultureInfo.InvariantCulture)} characters. It must have at most {longest.ToString(CultureInfo.InvariantCulture)}.";

        bool latin = false;
        bool other = false;
        for (int at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out Rune rune))
                return $"has half of a surrogate pair (\\u{(int)text[at]:X4}) in '{Shown(text)}'. It must be Unicode text.";
            if (IsInvisible(rune))
                return $"has the character {Name(rune)} in '{Shown(text)}', which nobody can see. Remove it.";

            // A word in two alphabets that share their shapes is how one name is made to look like another.
            bool letter = Rune.IsLetter(rune);
            latin = letter && (latin || IsLatin(rune));
            other = letter && (other || LooksLatin(rune));
            if (latin && other)
                return $"mixes Latin letters with ones that look the same ({Name(rune)}) in '{Shown(text)}'. Write each word in one alphabet.";
            at += rune.Utf16SequenceLength;
        }

        return null;
    }

    /// <summary>What is left of a name for the eye: names with the same likeness are mistaken for each other.</summary>
    /// <param name="text">A text without <see cref="Complaint"/>.</param>
    public static string Likeness(string text) => text.Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    /// <summary>True for characters that do not show, or that look like a space or a line's end and are not.</summary>
    public static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => false,
    };

    private static string Name(Rune rune) => "U+" + rune.Value.ToString("X4", CultureInfo.InvariantCulture);

    private static bool IsLatin(Rune rune) => rune.IsAscii || rune.Value is >= 0xC0 and <= 0x24F or >= 0x1E00 and <= 0x1EFF;

    /// <summary>Greek, Cyrillic, Armenian, Cherokee: the alphabets with letters of the same shape as Latin ones.</summary>
    private static bool LooksLatin(Rune rune) =>
        rune.Value is >= 0x370 and <= 0x58F or >= 0x13A0 and <= 0x13FF or >= 0x1C80 and <= 0x1C8F or >= 0x1F00 and <= 0x1FFF or >= 0x2DE0 and <= 0x2DFF or >= 0xA640 and <= 0xA69F;
}
