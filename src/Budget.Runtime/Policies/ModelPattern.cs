namespace BudgetGen;

/// <summary>Names of models with <c>*</c> for any text. Names and patterns are in lower case here.</summary>
internal static class ModelPattern
{
    public static bool IsPattern(string key) => key.Contains('*', StringComparison.Ordinal);

    /// <summary>One spelling for patterns that mean the same.</summary>
    public static string Normalize(string pattern)
    {
        while (pattern.Contains("**", StringComparison.Ordinal))
            pattern = pattern.Replace("**", "*", StringComparison.Ordinal);
        return pattern;
    }

    public static bool Matches(string pattern, string model)
    {
        int at = 0;
        int next = 0;
        int star = -1;
        int resume = 0;
        while (at < model.Length)
        {
            if (next < pattern.Length && pattern[next] == '*')
            {
                star = next++;
                resume = at;
            }
            else if (next < pattern.Length && pattern[next] == model[at])
            {
                next++;
                at++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more. Stars before it never have to: what follows them has been found as early as can be.
                next = star + 1;
                at = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(next).TrimStart('*').IsEmpty;
    }
}
