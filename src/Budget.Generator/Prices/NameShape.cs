using System.Text.RegularExpressions;

namespace BudgetGen.Generator.Prices;

/// <summary>A shape of model names that a price line states beside its names, as <c>NamePattern</c> of the runtime reads it.</summary>
internal static class NameShape
{
    private static readonly TimeSpan _longestMatch = TimeSpan.FromMilliseconds(50);
    private static readonly string[] _clauses = ["starts_with", "ends_with", "contains", "regex", "or", "and"];

    /// <summary>The shape that a line's <c>match</c> states; null if it states none.</summary>
    public static Func<string, bool>? Of(Dictionary<string, object?> match)
    {
        Func<string, bool>[] all = [.. _clauses.Where(match.ContainsKey).Select(clause => Clause(clause, match[clause]))];
        return all.Length == 0 ? null : name => Array.Exists(all, shape => shape(name));
    }

    private static Func<string, bool> Clause(string kind, object? value)
    {
        if (value is List<object?> parts && kind is "or" or "and")
        {
            Func<string, bool>[] inner = [.. ((List<object?>)value).OfType<Dictionary<string, object?>>().Where(part => part.Count == 1).Select(part => Clause(part.Keys.First(), part.Values.First()))];
            return kind == "or" ? name => Array.Exists(inner, shape => shape(name)) : name => inner.Length > 0 && Array.TrueForAll(inner, shape => shape(name));
        }

        if (value is not string { Length: > 0 } text)
            return static _ => false;

        string normal = ModelNames.Normalise(text);
        return kind switch
        {
            "equals" => name => name == normal,
            "starts_with" => name => name.StartsWith(normal, StringComparison.Ordinal),
            "ends_with" => name => name.EndsWith(normal, StringComparison.Ordinal),
            "contains" => name => name.IndexOf(normal, StringComparison.Ordinal) >= 0,
            "regex" => Matching(text),
            _ => static _ => false,
        };
    }

    private static Func<string, bool> Matching(string regex)
    {
        try
        {
            var whole = new Regex($@"\A(?:{regex})\z", RegexOptions.CultureInvariant, _longestMatch);
            return name =>
            {
                try
                {
                    return whole.IsMatch(name);
                }
                catch (RegexMatchTimeoutException)
                {
                    return false;
                }
            };
        }
        catch (ArgumentException)
        {
            return static _ => false;
        }
    }
}
