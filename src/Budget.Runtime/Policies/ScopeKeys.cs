using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace BudgetGen;

/// <summary>
/// How the values of an account's dimensions become its scope key. One value is its own key. Several are length-prefixed, so that <c>a-b</c> and
/// <c>c</c> never meet <c>a</c> and <c>b-c</c>: <c>3:a-b1:c</c>.
/// </summary>
internal static class ScopeKeys
{
    public static string Encode(params ReadOnlySpan<string> values)
    {
        if (values.Length < 2)
            return values.IsEmpty ? "" : values[0];

        var key = new StringBuilder();
        foreach (string value in values)
            key.Append(CultureInfo.InvariantCulture, $"{value.Length}:{value}");
        return key.ToString();
    }

    /// <summary>The values of a key, if it is one of so many dimensions.</summary>
    public static bool TryDecode(string key, int dimensions, [NotNullWhen(true)] out string[]? values)
    {
        values = dimensions < 2 ? [key] : new string[dimensions];
        if (dimensions < 2)
            return dimensions == 1 || key.Length == 0;

        ReadOnlySpan<char> rest = key;
        for (int i = 0; i < dimensions; i++)
        {
            int colon = rest.IndexOf(':');
            if (colon < 0
                || !int.TryParse(rest[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length > rest.Length - colon - 1)
                return false;

            values[i] = rest.Slice(colon + 1, length).ToString();
            rest = rest[(colon + 1 + length)..];
        }

        return rest.IsEmpty;
    }

    /// <summary>A key for people: <c>alice, gpt-4o</c>.</summary>
    public static string Show(string key, int dimensions) => TryDecode(key, dimensions, out string[]? values) ? string.Join(", ", values) : key;
}
