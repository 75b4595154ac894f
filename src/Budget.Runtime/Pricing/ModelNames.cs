namespace BudgetGen;

/// <summary>The shapes of model names.</summary>
internal static class ModelNames
{
    /// <summary>Longer names are not held against shapes of names: they are nobody's model.</summary>
    public const int LongestPatterned = 256;

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

    private static bool EndsWithDate(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        if (text.Length <= pattern.Length)
            return false;

        ReadOnlySpan<char> end = text[^pattern.Length..];
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == 'd' ? !char.IsAsciiDigit(end[i]) : end[i] != pattern[i])
                return false;
        }

        return true;
    }
}
