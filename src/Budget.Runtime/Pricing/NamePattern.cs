using System.Text.RegularExpressions;

namespace BudgetGen;

/// <summary>A shape of model names: a text at the beginning, at the end, anywhere, a regular expression, or several shapes. Immutable.</summary>
public sealed record NamePattern
{
    private static readonly TimeSpan s_longestMatch = TimeSpan.FromMilliseconds(50);
    private readonly Regex? _regex;
    private readonly NamePattern[] _parts = [];

    private NamePattern(string kind, string text) => (Kind, Text) = (kind, text);

    private NamePattern(string kind, NamePattern[] parts)
        : this(kind, "") => _parts = parts;

    /// <summary>The clause, as price books write it: <c>equals</c>, <c>starts_with</c>, <c>ends_with</c>, <c>contains</c>, <c>regex</c>, <c>or</c> or <c>and</c>.</summary>
    public string Kind { get; }

    /// <summary>What is compared, lower case; empty for <c>or</c> and <c>and</c>.</summary>
    public string Text { get; }

    /// <summary>The parts of <c>or</c> and <c>and</c>.</summary>
    public IReadOnlyList<NamePattern> Parts => _parts;

    /// <summary>Names that are this one.</summary>
    public static NamePattern Equal(string text) => Of("equals", text);

    /// <summary>Names that begin with a text.</summary>
    public static NamePattern StartsWith(string text) => Of("starts_with", text);

    /// <summary>Names that end with a text.</summary>
    public static NamePattern EndsWith(string text) => Of("ends_with", text);

    /// <summary>Names in which a text stands.</summary>
    public static NamePattern Contains(string text) => Of("contains", text);

    /// <summary>Names that a regular expression matches from the first to the last character. One that takes too long does not match.</summary>
    /// <exception cref="ArgumentException">It is not a regular expression.</exception>
    public static NamePattern Matching(string regex)
    {
        ArgumentException.ThrowIfNullOrEmpty(regex);
        return new NamePattern("regex", regex, new Regex($@"\A(?:{regex})\z", RegexOptions.CultureInvariant, s_longestMatch));
    }

    /// <summary>Names of any of some shapes.</summary>
    public static NamePattern Any(params IReadOnlyList<NamePattern> parts) => Of("or", parts);

    /// <summary>Names of all of some shapes.</summary>
    public static NamePattern All(params IReadOnlyList<NamePattern> parts) => Of("and", parts);

    /// <summary>True if a name has this shape.</summary>
    /// <param name="name">The name, in lower case and without space around it.</param>
    public bool Matches(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Kind switch
        {
            "equals" => name == Text,
            "starts_with" => name.StartsWith(Text, StringComparison.Ordinal),
            "ends_with" => name.EndsWith(Text, StringComparison.Ordinal),
            "contains" => name.Contains(Text, StringComparison.Ordinal),
            "regex" => MatchesRegex(name),
            "or" => Array.Exists(_parts, part => part.Matches(name)),
            _ => Array.TrueForAll(_parts, part => part.Matches(name)),
        };
    }

    /// <summary>Such as <c>or(starts_with 'gpt-5', regex 'o[13]')</c>.</summary>
    public override string ToString() => _parts.Length == 0 ? $"{Kind} '{Text}'" : $"{Kind}({string.Join(", ", (object[])_parts)})";

    /// <inheritdoc/>
    public bool Equals(NamePattern? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private NamePattern(string kind, string text, Regex regex)
        : this(kind, text) => _regex = regex;

    private static NamePattern Of(string kind, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return new NamePattern(kind, ModelNames.Normalise(text));
    }

    private static NamePattern Of(string kind, IReadOnlyList<NamePattern> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count == 0 ? throw new ArgumentException("At least one part is needed.", nameof(parts)) : new NamePattern(kind, [.. parts]);
    }

    private bool MatchesRegex(string name)
    {
        try
        {
            return _regex!.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
