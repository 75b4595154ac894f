using System.Globalization;
using System.Text;

namespace BudgetGen;

/// <summary>What texts of a policy may look like: they come from files and people, and go to logs, databases and pages.</summary>
internal static class PolicyTexts
{
    public const int MaxLength = 512;
    private const int QuotedLength = 80;

    /// <summary>What is wrong with a text, as the end of a sentence; null if nothing is.</summary>
    public static string? Complaint(string text)
    {
        if (text.Length > MaxLength)
            return $"is {text.Length} characters long. The most is {MaxLength}.";

        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return $"contains the control character U+{(int)text[i]:X4}. Remove it.";
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return $"contains half a character (the lone surrogate U+{(int)text[i]:X4}). Remove it.";
        }

        return null;
    }

    /// <summary>The same for what tells policies apart: there, nothing may be that people do not see.</summary>
    public static string? ComplaintAboutName(string name)
    {
        if (Complaint(name) is { } complaint)
            return complaint;
        if (char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]))
            return "begins or ends with white space. Remove it.";

        foreach (Rune rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                return $"contains the invisible character U+{rune.Value:X4}. Remove it.";
        }

        return null;
    }

    /// <summary>A text as people see it: two ids with the same look are not told apart.</summary>
    public static string Look(string id) => Ascii.IsValid(id) || id.Length > MaxLength || Complaint(id) is not null ? id : id.Normalize(NormalizationForm.FormKC);

    /// <summary>A text for a message: cut, and without what would break a line or the encoding of a log.</summary>
    public static string Quote(string? text)
    {
        if (text is null || (text.Length <= QuotedLength && Complaint(text) is null))
            return text ?? "";

        var quoted = new StringBuilder();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, QuotedLength)))
            quoted.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        return quoted.Append(text.Length > QuotedLength ? "..." : "").ToString();
    }
}
