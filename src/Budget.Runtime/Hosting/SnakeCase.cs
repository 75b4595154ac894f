using System.Text;

namespace BudgetGen;

/// <summary>Our names as YAML files write them: <c>SoftLimitPercent</c> is <c>soft_limit_percent</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
                text.Append('_');
            text.Append(char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c);
        }

        return text.ToString();
    }

    /// <summary>True if a key is a name in this spelling. Allocates nothing: it is asked for every key of a file, and hostile files have many.</summary>
    public static bool Is(ReadOnlySpan<char> key, string name)
    {
        int at = 0;
        foreach (char c in name)
        {
            bool upper = char.IsAsciiLetterUpper(c);
            if (upper && at > 0)
            {
                if (at >= key.Length || key[at] != '_')
                    return false;
                at++;
            }

            if (at >= key.Length || key[at] != (upper ? c | 0x20 : c))
                return false;
            at++;
        }

        return at == key.Length;
    }
}
