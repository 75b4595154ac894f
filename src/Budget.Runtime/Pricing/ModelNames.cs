namespace BudgetGen;

/// <summary>The shapes of model names.</summary>
internal static class ModelNames
{
    /// <summary>Longer names are not held against shapes of names: they are nobody's model.</summary>
    public const int LongestPatterned = 256;

    /// <summary>The first year of which a model was named by two digits of the year and two of the month.</summary>
    private const int FirstShortYear = 22;

    /// <summary>Names are compared without surrounding space and in lower case; nothing else is interchangeable.</summary>
#pragma warning disable CA1308 // Names are written in lower case by every provider, and that is how books hold them.
    public static string Normalise(string name) => name.Trim().ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>
    /// Splits off a date at the end: <c>-2024-07-18</c>, <c>-20250514</c>, or four digits of month and day or year and month, <c>-1212</c>, <c>-2409</c>.
    /// </summary>
    public static bool TrySplitDate(string name, out string undated)
    {
        ReadOnlySpan<char> text = name;
        int length = EndsWithDate(text, "-dddd-dd-dd") ? 11 : EndsWithDate(text, "-dddddddd") ? 9 : EndsWithDate(text, "-dddd") ? 5 : 0;
        undated = name[..^length];
        return length > 0 && undated.Length > 0;
    }

    /// <summary>The name of the line that prices a fine-tune: <c>ft:gpt-4o-2024-08-06:org::id</c> is <c>ft:gpt-4o-2024-08-06</c>. Never the base model.</summary>
    public static bool TryFineTune(string name, out string line)
    {
        line = name;
        if (!name.StartsWith("ft:", StringComparison.Ordinal))
            return false;

        int end = name.IndexOf(':', 3);
        if (end > 0)
            line = name[..end];
        return true;
    }

    /// <summary>Anthropic's name of a model as Vertex AI writes it: a snapshot's date stands behind an <c>@</c>, and one model's second version in its name.</summary>
    public static string OfVertex(string name)
    {
        if (name == "claude-3-5-sonnet-v2@20241022")
            return "claude-3-5-sonnet-20241022";

        int at = name.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0)
            return name;
        return name[at..] == "@default" ? name[..at] : EndsWithDate(name, "@dddddddd") ? $"{name[..at]}-{name[(at + 1)..]}" : name;
    }

    private static bool EndsWithDate(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        if (text.Length <= pattern.Length)
            return false;

        ReadOnlySpan<char> end = text[^pattern.Length..];
        Span<char> digits = stackalloc char[8];
        int count = 0;
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == 'd' ? !char.IsAsciiDigit(end[i]) : end[i] != pattern[i])
                return false;
            if (pattern[i] == 'd')
                digits[count++] = end[i];
        }

        // Digits that are no date are something else, such as a year, a size or a version.
        int first = Two(digits), second = Two(digits[2..]);
        return count == 8 ? first == 20 && IsDay(Two(digits[4..]), Two(digits[6..])) : IsDay(first, second) || (first >= FirstShortYear && second is >= 1 and <= 12);
    }

    private static bool IsDay(int month, int day) => month is >= 1 and <= 12 && day is >= 1 and <= 31;

    private static int Two(ReadOnlySpan<char> digits) => ((digits[0] - '0') * 10) + digits[1] - '0';
}
